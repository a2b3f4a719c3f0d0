import { now } from '@/lib/clock';
import { createApiKeyFor } from '../access/create-api-key';
import { dispatchDue } from '../bots/dispatch-due';
import { recallBot } from '../bots/recall-bot';
import { refreshListOf } from '../calendars/refresh-calendar-list';
import { deliverCallbacks } from '../callbacks/deliver-callbacks';
import { renewChannels } from '../channels/renew-channels';
import { watchCalendar } from '../channels/watch-calendar';
import { scanUpcoming } from '../decisions/scan-upcoming';
import { bookNextOccurrence } from '../meetings/book-next-occurrence';
import { nightlyScan } from '../nightly-scan';
import { moveWindows } from '../occurrences/move-windows';
import { sweep } from '../sweep';
import { lookOnceMore } from '../sync/look-once-more';
import { pollCalendars, pollLists } from '../sync/poll-calendars';
import { syncCalendar } from '../sync/sync-calendar';
import { callRoute } from './routes';

/** What an app process can be asked to do: what its routes, its jobs and its clockwork do. */
export const operations = {
  request: callRoute,
  /** What `npm run api-key` does. */
  apiKey: async ({ email }: { email: string }) => (await createApiKeyFor(email, 'Model', now())).key,
  // Jobs.
  'calendar/changed': ({ calendarId }: { calendarId: string }) => syncCalendar(calendarId, now),
  'calendar/watch': ({ calendarId }: { calendarId: string }) => watchCalendar(calendarId, now()),
  'calendars/list': ({ connectionId }: { connectionId: string }) => refreshListOf(connectionId, now()),
  'callback/due': ({ botId }: { botId: string }) => deliverCallbacks(botId, now),
  'bots/due': async ({ at }: { at: string }) => {
    await lookOnceMore(new Date(at), now);
    return dispatchDue(now);
  },
  'bots/retried': () => dispatchDue(now),
  'bot/recall': ({ botId }: { botId: string }) => recallBot(botId, now),
  'series/joined': ({ eventId }: { eventId: string }) => bookNextOccurrence(eventId, now()),
  'users/scan': ({ userIds }: { userIds: string[] }) => scanUpcoming(userIds, now()),
  'windows/move': ({ userId, ahead }: { userId: string; ahead?: string }) =>
    moveWindows(userId, now(), ahead),
  // Clockwork.
  sweep: () => sweep(now()),
  poll: async () => {
    await pollCalendars(now());
    await pollLists(now());
  },
  nightly: () => nightlyScan(now()),
  renew: () => renewChannels(now()),
};

export type Operation = keyof typeof operations;
