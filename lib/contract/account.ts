import { z } from 'zod';

export const deleteAccountBody = z.strictObject({
  confirm: z
    .string({ error: 'must be text' })
    .describe('The address of your account, so that no one does it by mistake.'),
});

export const deletedAccount = z.object({
  removed: z.boolean().describe('Whether everything is deleted; else it is once your last bot has left.'),
  bots_removed: z.int().describe('Bots that were booked, and are not sent.'),
  bots_recalled: z.int().describe('Bots that were in meetings, and leave.'),
  message: z.string(),
});

const rows = z.array(z.record(z.string(), z.unknown()));

/** Everything that is stored of a person but secrets, as it is stored. */
export const accountExport = z
  .object({
    exported_at: z.string(),
    person: z.record(z.string(), z.unknown()),
    sessions: rows,
    api_keys: rows,
    connections: rows,
    calendars: rows,
    events: rows,
    occurrences: rows,
    bots: rows,
    activity: rows,
  })
  .meta({ id: 'AccountExport', description: 'Everything that is stored of a person, without secrets.' });

export type DeletedAccount = z.infer<typeof deletedAccount>;
