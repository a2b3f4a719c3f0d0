import { z } from 'zod';
import { readTimeZone, timeZoneNames } from '@/lib/accounts/domain/time-zone';
import { MEETING_PLATFORM_NAMES } from './names';

/** Distinct names of platforms, the one that a person prefers first. */
export const platformOrder = z
  .array(z.enum(MEETING_PLATFORM_NAMES))
  .check(({ value, issues }) => {
    for (const [index, name] of value.entries()) {
      if (value.indexOf(name) < index)
        issues.push({ code: 'custom', message: 'must not be named twice', path: [index], input: name });
    }
  })
  .meta({ uniqueItems: true });

const timeFormat = z.enum(['12h', '24h']).nullable();
const weekStart = z.enum(['monday', 'saturday', 'sunday']).nullable();

/** How times and weeks are shown; null: as in the region of the browser. */
export const displayFormats = z.object({
  time_format: timeFormat.catch(null),
  week_start: weekStart.catch(null),
});
export type DisplayFormats = z.infer<typeof displayFormats>;

export const settings = z.object({
  time_zone: z
    .string()
    .nullable()
    .describe('IANA name of the zone in which the dashboard shows times; null: the zone of the device.'),
  time_format: timeFormat.describe(
    'Whether the dashboard shows times as `9:05 PM` or `21:05`; null: as in the region of the browser.',
  ),
  week_start: weekStart.describe(
    'Day on which weeks begin in the dashboard; null: as in the region of the browser.',
  ),
  platform_order: z
    .array(z.enum(MEETING_PLATFORM_NAMES))
    .describe(
      'Platforms in the order in which the person prefers them. Where a text of an event names links of several, and nothing else tells which is right, bots join by the first of these. Empty: no preference.',
    ),
});

const WRONG_ZONE = 'must be the IANA name of a time zone, such as Europe/Stockholm, or null';

/** A zone of the IANA database. Older names and other cases are taken as well; these are the names to choose from. */
const timeZone = z.string({ error: WRONG_ZONE }).meta({
  id: 'TimeZone',
  description: 'A zone of the IANA database, such as `Europe/Stockholm`. Its older names are taken as well.',
  override: ({ jsonSchema }: { jsonSchema: { enum?: string[] } }) => {
    jsonSchema.enum = timeZoneNames();
  },
});

export const updateSettingsBody = z.strictObject({
  time_zone: timeZone
    .transform((name, context) => {
      const zone = readTimeZone(name);
      if (zone === null) context.addIssue({ code: 'custom', message: WRONG_ZONE });
      return zone ?? z.NEVER;
    })
    .nullable()
    .optional()
    .describe('IANA name of a zone, such as `Europe/Stockholm`; null: the zone of the device.'),
  time_format: timeFormat.optional().describe('`12h`, `24h`, or null: as in the region of the browser.'),
  week_start: weekStart
    .optional()
    .describe('`monday`, `saturday`, `sunday`, or null: as in the region of the browser.'),
  platform_order: platformOrder
    .nullable()
    .transform((order) => order ?? [])
    .optional()
    .describe('Distinct names, the preferred platform first; `[]` or null: no preference.'),
});

export const calendarFeed = z.object({
  address: z
    .string()
    .nullable()
    .describe('Who knows it can read the feed: treat it like a password. Null: there is no feed.'),
});

export type CalendarFeed = z.infer<typeof calendarFeed>;
export type Settings = z.infer<typeof settings>;
export type UpdateSettingsBody = z.input<typeof updateSettingsBody>;
