import { nightlyScan } from '@/inngest/nightly-scan';
import { sweep } from '@/inngest/sweep';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { pollCalendars, readDueList } from '@/lib/calendar-sync/poll-calendars';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { syncBeforeJoin } from '@/lib/calendar-sync/sync-in-time';
import { renewChannels, watchCalendar } from '@/lib/calendar-sync/watch-calendar';
import { deliverCallbacks } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { handOverDue } from '@/lib/dispatch/hand-over';
import { recallBot } from '@/lib/dispatch/recall-bot';
import { moveWindows } from '@/lib/occurrences/rolling-window';
import { now } from '@/lib/platform/clock';
import { scheduleNextOccurrence } from '@/lib/scheduling/auto-reschedule';
import { scanUpcoming } from '@/lib/scheduling/auto-schedule';
import { callRoute } from './routes';

/** The operations of an app process: its routes, its jobs and its clockwork. */
export const operations = {
  request: callRoute,
  /** What `npm run api-key` does. */
  apiKey: async ({ email }: { email: string }) => (await createApiKeyFor(email, 'Model', now())).key,
  // Jobs.
  'calendar/changed': ({ calendarId }: { calendarId: string }) => syncCalendar(calendarId, now),
  'calendar/watch': ({ calendarId }: { calendarId: string }) => watchCalendar(calendarId, now()),
  'calendars/list': ({ connectionId }: { connectionId: string }) => readDueList(connectionId, now()),
  'callback/due': ({ botId }: { botId: string }) => deliverCallbacks(botId, now),
  'bots/due': async ({ at }: { at: string }) => {
    await syncBeforeJoin(new Date(at), now);
    return dispatchDue(now);
  },
  'bots/retried': () => dispatchDue(now),
  'bots/hand-over': () => handOverDue(now()),
  'bot/recall': ({ botId }: { botId: string }) => recallBot(botId, now),
  'series/joined': ({ eventId }: { eventId: string }) => scheduleNextOccurrence(eventId, now()),
  'users/scan': ({ userIds }: { userIds: string[] }) => scanUpcoming(userIds, now()),
  'windows/move': ({ userId, ahead }: { userId: string; ahead?: string }) =>
    moveWindows(userId, now(), ahead),
  // Clockwork.
  sweep: () => sweep(now()),
  poll: () => pollCalendars(now()),
  nightly: () => nightlyScan(now()),
  renew: () => renewChannels(now()),
};

export type Operation = keyof typeof operations;
