import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount, scheduleBody, unscheduleBody } from './account';
import { now } from './harness';

export const DAILY = { recurrence: ['RRULE:FREQ=DAILY'] };
/** Schedules as a client does, with the contract's defaults. */
export const schedule = (account: Account, eventId: string, fields: object = {}) =>
  scheduleBot(account.user, eventId, scheduleBody(fields), 'api', now());
/** Unschedules likewise. */
export const unschedule = (account: Account, eventId: string, fields: object = {}) =>
  unscheduleBot(account.user.id, eventId, unscheduleBody(fields), 'api', now());

/** Returns an account with one event, and the event's own id. */
export async function withEvent(inMs: number, fields: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', inMs, fields);
  await account.sync();
  const { id } = await account.event(google.id);
  return { account, google, id };
}
