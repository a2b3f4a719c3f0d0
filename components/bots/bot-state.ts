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
  Cancelled: 'Canceled',
  Denied: 'Denied',
  NotAllowed: 'Not allowed',
  Error: 'Error',
  Missed: 'Missed',
};

/** What scheduled a bot, in a few words. */
export const SOURCES: Record<ScheduledBotRow['source'], string> = {
  manual: 'Manual',
  batch: 'Series',
  auto_reschedule: 'Auto-reschedule',
  auto: 'Auto-schedule',
  always: 'Turned on',
};

/** Where a bot is, as words before the title of its meeting; none for a bot that did not get there. */
export const WHEREABOUTS: Partial<Record<BotStatusName, string>> = {
  Scheduled: 'It joins',
  Joining: 'It is joining',
  WaitingRoom: 'It is waiting to be let into',
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

/** Whether a bot is sent and has not ended: it can be recalled, but no longer canceled. */
export function isActive(status: BotStatusName): boolean {
  return ACTIVE.has(status);
}

/** Whether a bot is scheduled or active. */
export function isBookedOrActive(status: BotStatusName): boolean {
  return status === 'Scheduled' || isActive(status);
}

/** Returns the bot of a meeting that is booked or active, or null. */
export function bookedOrActiveBot(event: CalendarEvent): EventBot | null {
  return event.bots[0] ?? null;
}

/** Returns the bot of a meeting that is booked or active, else the one that ended last, or null. */
export function latestBot(event: CalendarEvent): EventBot | null {
  return event.bots[0] ?? event.past_bots[0] ?? null;
}

/** How bots end that did not do what they were sent for. */
const FAILED: ReadonlySet<BotStatusName> = new Set(['Denied', 'NotAllowed', 'Error', 'Missed']);
/** A bot may be sent again so long before its meeting starts, in ms: bots join a minute early, and may fail at once. */
const EARLY_MS = 5 * 60_000;

/**
 * Returns whether a person can send a bot again: it did not get into its meeting, or failed there, and the meeting runs.
 * @param meeting its times in ISO 8601
 * @param now milliseconds since 1970
 */
export function canSendAgain(
  status: BotStatusName,
  meeting: { start: string; end: string },
  now: number,
): boolean {
  return FAILED.has(status) && now >= Date.parse(meeting.start) - EARLY_MS && now < Date.parse(meeting.end);
}

/** Returns whether a person can send the bot of a meeting again. */
export function canSendAgainTo(event: CalendarEvent, now: number): boolean {
  const bot = latestBot(event);
  const isOpen = !event.is_deleted && event.meeting_url !== null && !event.decision.will_join;
  const meeting = { start: event.start_time, end: event.end_time };
  return bot !== null && isOpen && canSendAgain(bot.status, meeting, now);
}

export type SwitchState = { on: boolean; locked: string | null };

/**
 * Returns what the bot switch of a meeting shows, and why it is locked, if it is.
 * @param now milliseconds since 1970
 */
export function switchState(event: CalendarEvent, now: number): SwitchState {
  const bot = bookedOrActiveBot(event);
  if (bot?.status === 'Leaving') return { on: true, locked: 'The bot is leaving.' };
  if (bot) return { on: true, locked: null };
  if (event.is_deleted) return { on: false, locked: 'This meeting was canceled.' };
  if (!event.meeting_url) return { on: false, locked: 'This meeting has no link a bot can join by.' };
  if (Date.parse(event.end_time) <= now) return { on: false, locked: 'This meeting has ended.' };
  // A bot will be scheduled later: the switch is on already, so that it can be turned off.
  return { on: event.decision.will_join, locked: null };
}

type Split<T> = { ahead: T[]; come: T[] };

/**
 * Separates bots that have ended: `ahead` were canceled for meetings that have yet to begin, which is not
 * what someone looks for among past bots; the join times of `come` have passed.
 * @param now milliseconds since 1970
 */
export function splitByTime<T extends Pick<ScheduledBotRow, 'scheduled_join_time'>>(
  bots: readonly T[],
  now: number,
): Split<T> {
  const isAhead = (bot: T) => Date.parse(bot.scheduled_join_time) > now;
  return { ahead: bots.filter(isAhead), come: bots.filter((bot) => !isAhead(bot)) };
}
