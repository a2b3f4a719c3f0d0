import type { z } from 'zod';
import { rules as rulesSchema } from '@/lib/contract/rules';
import { scheduleBody, unscheduleBody, type updateBotBody } from '@/lib/contract/schedule';
import { db } from '@/lib/db/client';
import type { User } from '@/lib/db/generated/prisma/client';
import type { GoogleCredentials } from '@/lib/google/calendar';
import { ensureUser } from '../access/sign-in';
import { dispatchDue } from '../bots/dispatch-due';
import { recallBot } from '../bots/recall-bot';
import { receiveBotWebhook } from '../bots/receive-bot-webhook';
import { connectCalendar } from '../calendars/connect-calendar';
import { listCalendarsLive } from '../calendars/list-calendars';
import { refreshListOf } from '../calendars/refresh-calendar-list';
import { setCalendarSync } from '../calendars/set-calendar-sync';
import { deliverCallbacks } from '../callbacks/deliver-callbacks';
import { type PushNotification, receivePush } from '../channels/receive-push';
import { renewChannels } from '../channels/renew-channels';
import { watchCalendar } from '../channels/watch-calendar';
import { disableAutoSchedule, enableAutoSchedule } from '../decisions/auto-schedule';
import { setRules } from '../decisions/rules';
import { scanUpcoming } from '../decisions/scan-upcoming';
import { bookNextOccurrence } from '../meetings/book-next-occurrence';
import { deleteBot, updateBot } from '../meetings/edit-bot';
import { scheduleBot } from '../meetings/schedule-bot';
import { setOverride, toggleRecurrence } from '../meetings/series-wishes';
import { unscheduleBot } from '../meetings/unschedule-bot';
import { nightlyScan } from '../nightly-scan';
import { sweep } from '../sweep';
import { lookOnceMore } from '../sync/look-once-more';
import { moveWindows } from '../sync/move-windows';
import { pollCalendars, pollLists } from '../sync/poll-calendars';
import { syncCalendar } from '../sync/sync-calendar';

type Clock = () => Date;
type Of<Input> = (input: Input, clock: Clock) => Promise<unknown>;

const userOf = (id: string): Promise<User> => db().user.findUniqueOrThrow({ where: { id } });

/** What an app process can be asked to do: what its routes, its jobs and its clockwork do. */
export const operations = {
  // Routes.
  connect: (async ({ email, credentials }, clock) => {
    const user = await ensureUser(email);
    await connectCalendar(user.id, credentials, 'api', clock());
    return user.id;
  }) satisfies Of<{ email: string; credentials: GoogleCredentials }>,
  listCalendars: (({ userId }, clock) => listCalendarsLive(userId, clock())) satisfies Of<{ userId: string }>,
  schedule: (async ({ userId, eventId, body }, clock) =>
    scheduleBot(await userOf(userId), eventId, scheduleBody.parse(body), 'api', clock())) satisfies Of<{
    userId: string;
    eventId: string;
    body: object;
  }>,
  unschedule: (({ userId, eventId, body }, clock) =>
    unscheduleBot(userId, eventId, unscheduleBody.parse(body), 'api', clock())) satisfies Of<{
    userId: string;
    eventId: string;
    body: object;
  }>,
  updateBot: (({ userId, botId, body }, clock) =>
    updateBot(userId, botId, body, 'api', clock())) satisfies Of<{
    userId: string;
    botId: string;
    body: z.infer<typeof updateBotBody>;
  }>,
  deleteBot: (({ userId, botId }, clock) => deleteBot(userId, botId, 'person', clock())) satisfies Of<{
    userId: string;
    botId: string;
  }>,
  override: (async ({ userId, eventId, override }, clock) =>
    setOverride(await userOf(userId), eventId, override, 'person', clock())) satisfies Of<{
    userId: string;
    eventId: string;
    override: 'always' | 'never' | null;
  }>,
  chain: (({ userId, eventId, enabled }, clock) =>
    toggleRecurrence(userId, eventId, enabled, 'person', clock())) satisfies Of<{
    userId: string;
    eventId: string;
    enabled: boolean;
  }>,
  autoSchedule: (({ userId, enabled, cancelScheduled }, clock) =>
    enabled
      ? enableAutoSchedule(userId, undefined, 'person', clock())
      : disableAutoSchedule(userId, cancelScheduled, 'person', clock())) satisfies Of<{
    userId: string;
    enabled: boolean;
    cancelScheduled: boolean;
  }>,
  switchCalendar: (({ userId, id, on }, clock) =>
    setCalendarSync(userId, id, { sync_enabled: on, dry_run: false }, 'person', clock())) satisfies Of<{
    userId: string;
    id: string;
    on: boolean;
  }>,
  rules: (({ userId, rules }, clock) =>
    setRules(userId, rulesSchema.parse(rules), 'person', clock())) satisfies Of<{
    userId: string;
    rules: object;
  }>,
  // Messages from outside.
  push: ((push, clock) => receivePush(push, clock())) satisfies Of<PushNotification>,
  webhook: (({ headers, body }, clock) =>
    receiveBotWebhook('meetstream', new Headers(headers), body, clock())) satisfies Of<{
    headers: Record<string, string>;
    body: string;
  }>,
  // Jobs.
  'calendar/changed': (({ calendarId }, clock) => syncCalendar(calendarId, clock)) satisfies Of<{
    calendarId: string;
  }>,
  'calendar/watch': (({ calendarId }, clock) => watchCalendar(calendarId, clock())) satisfies Of<{
    calendarId: string;
  }>,
  'calendars/list': (({ connectionId }, clock) => refreshListOf(connectionId, clock())) satisfies Of<{
    connectionId: string;
  }>,
  'callback/due': (({ botId }, clock) => deliverCallbacks(botId, clock)) satisfies Of<{ botId: string }>,
  'bots/due': (async ({ at }, clock) => {
    await lookOnceMore(new Date(at), clock);
    return dispatchDue(clock);
  }) satisfies Of<{ at: string }>,
  'bots/retried': ((_, clock) => dispatchDue(clock)) satisfies Of<{ at: string }>,
  'bot/recall': (({ botId }, clock) => recallBot(botId, clock)) satisfies Of<{ botId: string }>,
  'series/joined': (({ eventId }, clock) => bookNextOccurrence(eventId, clock())) satisfies Of<{
    eventId: string;
  }>,
  'users/scan': (({ userIds }, clock) => scanUpcoming(userIds, clock())) satisfies Of<{ userIds: string[] }>,
  'windows/move': (({ userId }, clock) => moveWindows(userId, clock())) satisfies Of<{
    userId: string;
  }>,
  sync: (({ calendarId }, clock) => syncCalendar(calendarId, clock, true)) satisfies Of<{
    calendarId: string;
  }>,
  // Clockwork.
  sweep: ((_, clock) => sweep(clock())) satisfies Of<null>,
  poll: (async (_, clock) => {
    await pollCalendars(clock());
    await pollLists(clock());
  }) satisfies Of<null>,
  nightly: ((_, clock) => nightlyScan(clock())) satisfies Of<null>,
  renew: ((_, clock) => renewChannels(clock())) satisfies Of<null>,
};

export type Operation = keyof typeof operations;
