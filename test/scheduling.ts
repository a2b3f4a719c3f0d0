import { sweep } from '@/inngest/sweep';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount, scheduleBody, unscheduleBody } from './account';
import { DAY, later, now, pass, runJobs } from './harness';

export const DAILY = { recurrence: ['RRULE:FREQ=DAILY'] };
/** Schedules as a client does, with the contract's defaults. */
export const schedule = (account: Account, eventId: string, fields: object = {}) =>
  scheduleBot(account.user, eventId, scheduleBody(fields), { actor: 'api', now: now() });
/** Unschedules as a client does, with the contract's defaults. */
export const unschedule = (account: Account, eventId: string, fields: object = {}) =>
  unscheduleBot(account.user.id, eventId, unscheduleBody(fields), { actor: 'api', now: now() });

/** Returns an account with one event, and the event's own id. */
export async function withEvent(inMs: number, fields: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', inMs, fields);
  await account.sync();
  const { id } = await account.event(google.id);
  return { account, google, id };
}

/** Returns an account with a daily series from tomorrow on. */
export async function dailySeries() {
  const { account, id } = await withEvent(DAY, DAILY);
  return {
    account,
    id,
    schedule: (fields: object) => schedule(account, id, fields),
    /** Returns the meetings that have or had a bot, each as days after the tests' start. */
    days: async () =>
      (await account.bots()).map((bot) => (+bot.meetingStart - Date.parse(later(0))) / DAY).sort(),
    /** Moves the time to so many ms after the tests' start, sweeps, and runs the jobs. */
    until: async (ms: number) => {
      pass(Date.parse(later(ms)) - +now());
      await sweep(now());
      await runJobs();
    },
  };
}
export type DailySeries = Awaited<ReturnType<typeof dailySeries>>;
