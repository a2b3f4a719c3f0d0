import { z } from 'zod';
import { nightlyScan } from '@/inngest/nightly-scan';
import { sweep } from '@/inngest/sweep';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { confirmPerson } from '@/lib/accounts/confirm-person';
import { carryOut, PEOPLE_COMMANDS } from '@/lib/calendar-sync/people-commands';
import { pollCalendars } from '@/lib/calendar-sync/poll-calendars';
import { renewChannels } from '@/lib/calendar-sync/watch-calendar';
import { UsherError } from '@/lib/contract/errors';
import { backUp } from '@/lib/platform/back-up';
import { rotateKey } from '@/lib/platform/encryption/rewrite';
import { runSql } from '@/lib/platform/run-sql';
import { type Command, defineCommand } from './command';

const email = z.email('must be an email address');
const emptyBody = z.strictObject({});

const job = (run: (now: Date) => Promise<unknown>) => defineCommand(emptyBody, (_, now) => run(now));

/** Turns an error into an answer: the fault of who sent the command, not for the log. */
function toRefusal(error: Error): never {
  throw new UsherError('validation_failed', error.message);
}

/** What scripts can ask the running process to do, over the socket of its data directory. */
export const COMMANDS: Record<string, Command> = {
  'api-key': defineCommand(z.strictObject({ email }), (body, now) =>
    createApiKeyFor(body.email, 'Created on the command line', now),
  ),
  'confirm-person': defineCommand(
    z.strictObject({ email, verdict: z.enum(['same', 'other']).nullable() }),
    (body, now) => confirmPerson(body.email, body.verdict, now),
  ),
  users: defineCommand(
    z.strictObject({ command: z.enum(PEOPLE_COMMANDS), email: email.optional() }),
    (body, now) => carryOut(body.command, body.email, { actor: 'person', now }),
  ),
  backup: defineCommand(z.strictObject({ file: z.string() }), async ({ file }) => {
    await backUp(file).catch(toRefusal);
    return { file };
  }),
  'rotate-key': defineCommand(z.strictObject({ key_id: z.string() }), (body) => rotateKey(body.key_id)),
  'db:query': defineCommand(z.strictObject({ sql: z.string() }), (body) => runSql(body.sql).catch(toRefusal)),
  'job/nightly-scan': job(nightlyScan),
  'job/renew-channels': job(renewChannels),
  'job/poll-calendars': job(async (now) => ({ calendars: await pollCalendars(now) })),
  'job/sweep': job(sweep),
};
