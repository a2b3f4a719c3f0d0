import { type BotStatus, isActive, isBookedOrActive } from './bot-status';
import type { Decision } from './join-decision';
import { BOOKING_HORIZON_MS, joinTime } from './join-time';

/** What the plan needs to know of an occurrence. */
export type PlannedOccurrence = {
  startTime: Date;
  endTime: Date;
  meetingUrl: string | null;
  linkKey: string | null;
  title: string;
};

/** What the plan needs to know of the occurrence's newest bot. */
export type PlannedBot = {
  status: BotStatus;
  meetingUrl: string;
  /** Key of the room behind `meetingUrl`. */
  linkKey: string | null;
  meetingStart: Date;
  meetingEnd: Date;
  joinOffsetSeconds: number;
  title: string;
  recallRequested: boolean;
  /** It was cancelled because its meeting was, not because a person said so. */
  cancelledByCalendar: boolean;
};

export type BotPlan =
  | { action: 'keep' }
  | { action: 'create'; revive: boolean }
  | { action: 'update'; joinAt: Date; moved: boolean; relinked: boolean }
  /** It is under way and stays; its row takes over the meeting's times, link and title. */
  | { action: 'follow'; moved: boolean; relinked: boolean }
  | { action: 'cancel'; reason: string }
  | { action: 'recall'; reason: string };

/** A meeting that moves by less than this while its bot is in the room keeps its bot. */
const SAME_MEETING_MS = 5 * 60_000;

/**
 * What must be done so that an occurrence has exactly the bot its decision asks for. Pure: the caller
 * carries the plan out with updates that are conditional on what was read here.
 */
export function planBot(
  occurrence: PlannedOccurrence,
  bot: PlannedBot | null,
  decision: Decision,
  now: Date,
): BotPlan {
  if (!bot || !isBookedOrActive(bot.status)) return planWithoutBot(occurrence, bot, decision, now);
  if (isActive(bot.status)) return planActive(occurrence, bot, decision, now);

  const moved = +occurrence.startTime !== +bot.meetingStart || +occurrence.endTime !== +bot.meetingEnd;
  // It was not called off: nobody sent its bot in time, and it will be told so.
  if (decision.code === 'ended' && !moved) return { action: 'keep' };
  if (!decision.will_join) return { action: 'cancel', reason: decision.reason };
  const relinked = occurrence.meetingUrl !== bot.meetingUrl;
  if (!moved && !relinked && occurrence.title === bot.title) return { action: 'keep' };
  return { action: 'update', joinAt: joinTime(occurrence.startTime, bot.joinOffsetSeconds), moved, relinked };
}

function planWithoutBot(
  occurrence: PlannedOccurrence,
  last: PlannedBot | null,
  decision: Decision,
  now: Date,
): BotPlan {
  if (!decision.will_join) return { action: 'keep' };
  if (last?.status === 'Cancelled') {
    // The meeting came back to life: so does the bot that was booked for it.
    if (last.cancelledByCalendar) return { action: 'create', revive: true };
  } else if (last && hasEndedBot(occurrence, last)) {
    return { action: 'keep' };
  }
  if (decision.code === 'auto_reschedule' || decision.code === 'scheduled_manually')
    return { action: 'keep' };
  const due = +occurrence.startTime - +now <= BOOKING_HORIZON_MS;
  return due ? { action: 'create', revive: false } : { action: 'keep' };
}

/**
 * Whether this very meeting (same start, same room) had its bot, whatever became of it: a second one would be a
 * surprise. A bot that was cancelled never was there.
 */
export function hasEndedBot(
  occurrence: HasLink & { startTime: Date },
  last: HasLink & { status: BotStatus; meetingStart: Date },
): boolean {
  return (
    !isBookedOrActive(last.status) &&
    last.status !== 'Cancelled' &&
    +last.meetingStart === +occurrence.startTime &&
    isSameLink(occurrence, last)
  );
}

function planActive(occurrence: PlannedOccurrence, bot: PlannedBot, decision: Decision, now: Date): BotPlan {
  if (bot.recallRequested) return { action: 'keep' };
  if (decision.code === 'cancelled' || decision.code === 'calendar_off') {
    return { action: 'recall', reason: decision.reason };
  }
  // Also when the meeting runs over its end, which is what the decision speaks of then.
  if (decision.override === 'never') return { action: 'recall', reason: 'You said no bot for this meeting.' };
  if (decision.code === 'no_link' || !isSameLink(occurrence, bot)) {
    return { action: 'recall', reason: 'The meeting link changed.' };
  }
  // Never-rules hold to the end; only-rules say which meetings are booked.
  if (decision.code === 'shared_link' || decision.code.startsWith('never_')) {
    return { action: 'recall', reason: decision.reason };
  }
  const movedMs = +occurrence.startTime - +bot.meetingStart;
  if (movedMs > SAME_MEETING_MS && occurrence.startTime > now) {
    return { action: 'recall', reason: 'The meeting moved to a later time.' };
  }
  if (movedMs < -SAME_MEETING_MS && occurrence.endTime <= now) {
    return { action: 'recall', reason: 'The meeting moved into the past.' };
  }
  const moved = movedMs !== 0 || +occurrence.endTime !== +bot.meetingEnd;
  const relinked = occurrence.meetingUrl !== bot.meetingUrl;
  if (!moved && !relinked && occurrence.title === bot.title) return { action: 'keep' };
  return { action: 'follow', moved, relinked };
}

type HasLink = Pick<PlannedOccurrence, 'meetingUrl' | 'linkKey'>;

/** One room has many links: the key is what they have in common. */
function isSameLink(one: HasLink, other: HasLink): boolean {
  return one.meetingUrl === other.meetingUrl || (one.linkKey !== null && one.linkKey === other.linkKey);
}
