import { z } from 'zod';
import { readTimeZone } from '@/lib/accounts/domain/time-zone';

export { todaysName } from '@/lib/accounts/domain/time-zone';

export const settings = z.object({
  time_zone: z
    .string()
    .nullable()
    .describe('IANA name of the zone in which the dashboard shows times; null: the zone of the device.'),
});

const WRONG_ZONE = 'must be the IANA name of a time zone, such as Europe/Stockholm, or null';

export const updateSettingsBody = z.strictObject({
  time_zone: z
    .string({ error: WRONG_ZONE })
    .transform((name, context) => {
      const zone = readTimeZone(name);
      if (zone === null) context.addIssue({ code: 'custom', message: WRONG_ZONE });
      return zone ?? z.NEVER;
    })
    .nullable()
    .optional()
    .describe('IANA name of a zone, such as `Europe/Stockholm`; null: the zone of the device.'),
});

export type Settings = z.infer<typeof settings>;
export type UpdateSettingsBody = z.input<typeof updateSettingsBody>;
