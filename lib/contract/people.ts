import { z } from 'zod';
import { queryCursor, queryLimit, utc } from './common';
import { MOST_BOTS_OF_PERSON } from './limits';
import { shortText } from './texts';

export const person = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    is_administrator: z.boolean(),
    status: z
      .enum(['active', 'disabled', 'being_removed'])
      .describe(
        '`disabled`: no session, no API key and no bot of theirs works; what is stored stays. `being_removed`: everything is deleted as soon as their last bot has left its meeting.',
      ),
    created_at: utc,
    last_seen_at: utc
      .nullable()
      .describe('When one of their sessions or API keys was last used, to the minute; null: never.'),
    accounts: z.array(z.string()).describe('Addresses of the connected Google accounts.'),
    bots_booked: z.int(),
    bots_active: z.int().describe('Bots that were sent and have not ended.'),
    max_bots: z
      .int()
      .nullable()
      .describe('How many of their bots may be in meetings at one time; null: as many as of everyone else.'),
    max_bots_default: z.int().describe('How many that is: MAX_BOTS_PER_PERSON.'),
  })
  .meta({ id: 'Person', description: 'Someone who uses this installation.' });

export const peopleQuery = z.strictObject({
  q: shortText(200).optional().describe('Part of an address or name.'),
  limit: queryLimit(50),
  cursor: queryCursor,
});

export const peopleResponse = z.object({
  next: z.string().nullable(),
  results: z.array(person),
});

export const personIdParams = z.object({ person_id: z.string().describe('Id of a person.') });

export const updatePersonBody = z
  .strictObject({
    disabled: z.boolean({ error: 'must be true or false' }).optional(),
    is_administrator: z.boolean({ error: 'must be true or false' }).optional(),
    max_bots: z
      .int('must be a whole number')
      .min(1, 'must be from 1 to 1000')
      .max(MOST_BOTS_OF_PERSON, 'must be from 1 to 1000')
      .nullable()
      .optional()
      .describe('null removes their own limit.'),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), 'must change something')
  .meta({ minProperties: 1 });

export const removedPerson = z.object({
  id: z.string(),
  removed: z.boolean().describe('Whether everything is deleted; else it is once their last bot has left.'),
  bots_removed: z.int().describe('Bots that were booked, and are not sent.'),
  bots_recalled: z.int().describe('Bots that were in meetings, and leave.'),
  message: z.string(),
});

export type PersonRow = z.infer<typeof person>;
export type PeopleQuery = z.output<typeof peopleQuery>;
export type PeopleResponse = z.infer<typeof peopleResponse>;
export type UpdatePerson = z.output<typeof updatePersonBody>;
export type RemovedPerson = z.infer<typeof removedPerson>;
