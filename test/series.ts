import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, scheduleBody } from './account';
import { control, DAY, later, MINUTE, now } from './harness';

export const WEEKLY = { recurrence: ['RRULE:FREQ=WEEKLY'] };
/** Returns the starts of an event's occurrences, in days after the tests' start. */
export const times = async (account: Account, googleId: string) =>
  (await account.occurrences(googleId)).map(
    (occurrence) => (+occurrence.startTime - +new Date(later(0))) / DAY,
  );
/** Schedules bots for an event, by its id at Google. */
export const schedule = async (account: Account, googleId: string, fields: object = {}) =>
  scheduleBot(account.user, (await account.event(googleId)).id, scheduleBody(fields), {
    actor: 'api',
    now: now(),
  });
/** Confirms a canceled instance again, at its old time. */
export const restore = (account: Account, instance: string, inMs: number) =>
  account.edit(instance, {
    status: 'confirmed',
    start: { dateTime: later(inMs) },
    end: { dateTime: later(inMs + 30 * MINUTE) },
  });
/** Returns the name and the meeting's start of every scheduled bot. */
export const scheduledBots = async (account: Account) =>
  (await account.bots())
    .filter((bot) => bot.status === 'Scheduled')
    .map((bot) => `${bot.botName} ${bot.meetingStart.toISOString()}`)
    .sort();
/** Expires the calendar's sync tokens at Google, which answers them with 410. */
export const expireTokens = (account: Account) =>
  control('POST', `/calendars/${account.connection.accountEmail}/expire-sync-tokens`);
