import type { BotStatusName, CalendarEvent, EventBot } from '@/lib/contract/events';
import type { ScheduledBotRow } from '@/lib/contract/schedule';

export const STATUS_LABELS: Record<BotStatusName, string> = {
  Scheduled: 'Scheduled',
  Joining: 'Joining',
  WaitingRoom: 'Waiting room',
  InMeeting: 'In meeting',
  Recording: 'Recording',
  Leaving: 'Leaving',
  Done: 'Done',
  Cancelled: 'Cancelled',
  Denied: 'Denied',
  NotAllowed: 'Not allowed',
  Error: 'Error',
  Missed: 'Missed',
};

/** What led to a bot, in a few words. */
export const SOURCES: Record<ScheduledBotRow['source'], string> = {
  manual: 'By hand',
  batch: 'Series',
  auto_reschedule: 'Series',
  auto: 'Auto-schedule',
  always: 'Always for this meeting',
};

/** Where a bot is, before the title of its meeting; nothing of one that did not get there. */
export const WHEREABOUTS: Partial<Record<BotStatusName, string>> = {
  Scheduled: 'It joins',
  Joining: 'It is on its way to',
  WaitingRoom: 'It waits to be let into',
  InMeeting: 'It is in',
  Recording: 'It is in',
  Leaving: 'It is leaving',
  Done: 'It was at',
};

const ACTIVE: ReadonlySet<BotStatusName> = new Set([
  'Joining',
  'WaitingRoom',
  'InMeeting',
  'Recording',
  'Leaving',
]);

/** The bot has left for the meeting and has not come back: it can no longer be taken off the schedule. */
export function isActive(status: BotStatusName): boolean {
  return ACTIVE.has(status);
}

/** Scheduled or under way. */
export function isBookedOrActive(status: BotStatusName): boolean {
  return status === 'Scheduled' || isActive(status);
}

/** The bot that will be, or is, at this meeting. The API puts it first. */
export function bookedOrActiveBot(event: CalendarEvent): EventBot | null {
  const bot = event.bots[0];
  return bot && isBookedOrActive(bot.status) ? bot : null;
}

/** Shown already, while the server is still being asked for it. */
export function isPendingBot(bot: EventBot): boolean {
  return bot.id.startsWith(PENDING_BOT);
}

/** What the id of such a bot begins with. */
export const PENDING_BOT = 'pending-';

export type SwitchState = { on: boolean; locked: string | null };

/**
 * What the bot switch of a meeting shows, and, when it cannot be moved, why not.
 * @param now milliseconds since 1970
 */
export function switchState(event: CalendarEvent, now: number): SwitchState {
  const bot = bookedOrActiveBot(event);
  if (bot?.status === 'Leaving') return { on: true, locked: 'The bot is leaving.' };
  if (bot) return { on: true, locked: null };
  if (event.is_deleted) return { on: false, locked: 'This meeting was cancelled.' };
  if (!event.meeting_url) return { on: false, locked: 'There is no meeting link for a bot to follow.' };
  if (Date.parse(event.end_time) <= now) return { on: false, locked: 'This meeting is over.' };
  // Auto-schedule will book it later: on already, so that it can be switched off.
  return { on: event.decision.will_join, locked: null };
}

type Split<T> = { ahead: T[]; come: T[] };

/**
 * Parts bots that have ended by whether their time had come: one that was called off for a meeting still ahead has not
 * happened, and is not what is looked for among those of the past.
 * @param now milliseconds since 1970
 */
export function splitByTime<T extends Pick<ScheduledBotRow, 'scheduled_join_time'>>(
  bots: readonly T[],
  now: number,
): Split<T> {
  const isAhead = (bot: T) => Date.parse(bot.scheduled_join_time) > now;
  return { ahead: bots.filter(isAhead), come: bots.filter((bot) => !isAhead(bot)) };
}
