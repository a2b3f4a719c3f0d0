import { type BotStatus, isActive, isBookedOrActive } from './bot-status';
import type { Decision, DecisionCode } from './join-decision';
import { BOOKING_HORIZON_MS, joinTime } from './join-time';

/** What a plan is made from of an occurrence. */
export type PlannedOccurrence = {
  startTime: Date;
  endTime: Date;
  meetingUrl: string | null;
  linkKey: string | null;
  title: string;
};

/** What a plan is made from of the occurrence's newest bot. */
export type PlannedBot = {
  status: BotStatus;
  meetingUrl: string;
  /** The link key of `meetingUrl`. */
  linkKey: string | null;
  meetingStart: Date;
  meetingEnd: Date;
  joinOffsetSeconds: number;
  title: string;
  recallRequested: boolean;
  /** It is scheduled again when its meeting can be joined. */
  comesBack: boolean;
};

/** What is to be done about an occurrence's bot. */
export type BotPlan =
  | { action: 'keep' }
  | { action: 'create'; revive: boolean }
  | { action: 'update'; joinAt: Date; moved: boolean; relinked: boolean }
  /** The bot is active and stays; its row takes over the meeting's times, link and title. */
  | { action: 'follow'; moved: boolean; relinked: boolean }
  | { action: 'cancel'; reason: string }
  | { action: 'recall'; reason: string };

/** Why a bot is removed, where the decision's sentence would no longer be true once the meeting has changed again. */
const WHY_REMOVED: Partial<Record<DecisionCode, string>> = {
  ended: 'The new time of the meeting has passed.',
  no_link: 'The meeting link was removed.',
};

/** A meeting that moves by this much or less, while its bot is active or after it has ended, is still the same meeting. */
export const SAME_MEETING_MS = 5 * 60_000;

/**
 * Returns what must be done so that an occurrence has exactly the bot that its decision asks for. The caller carries it out
 * with updates that hold only while the bot is still as it was read.
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
  // Its bot was not sent in time: it is left to become `Missed`.
  if (decision.code === 'ended' && !moved) return { action: 'keep' };
  if (!decision.will_join) return { action: 'cancel', reason: WHY_REMOVED[decision.code] ?? decision.reason };
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
    // Its meeting is to be joined again, and so the bot is scheduled again as it was.
    if (last.comesBack) return { action: 'create', revive: true };
  } else if (last && hasEndedBot(occurrence, last)) {
    return { action: 'keep' };
  }
  if (decision.code === 'auto_reschedule' || decision.code === 'scheduled_manually')
    return { action: 'keep' };
  const due = +occurrence.startTime - +now <= BOOKING_HORIZON_MS;
  return due ? { action: 'create', revive: false } : { action: 'keep' };
}

/**
 * Returns whether a meeting has had its bot, and no one expects a second one. A bot that was in the meeting, was not let in
 * or was put out counts while the meeting has the same link and starts within five minutes of when it started then. One that
 * failed counts for the same start only. One that was missed was never there: it counts until the meeting starts at another
 * time or ends later. A bot that was canceled does not count.
 */
export function hasEndedBot(
  occurrence: HasLink & { startTime: Date; endTime: Date },
  last: HasLink & { status: BotStatus; meetingStart: Date; meetingEnd: Date },
): boolean {
  if (isBookedOrActive(last.status) || last.status === 'Cancelled' || !isSameLink(occurrence, last)) {
    return false;
  }
  const movedMs = Math.abs(+occurrence.startTime - +last.meetingStart);
  if (last.status === 'Missed') return movedMs === 0 && occurrence.endTime <= last.meetingEnd;
  return movedMs <= (last.status === 'Error' ? 0 : SAME_MEETING_MS);
}

function planActive(occurrence: PlannedOccurrence, bot: PlannedBot, decision: Decision, now: Date): BotPlan {
  if (bot.recallRequested) return { action: 'keep' };
  if (decision.code === 'cancelled' || decision.code === 'calendar_off') {
    return { action: 'recall', reason: decision.reason };
  }
  // Also when the meeting lasts beyond its end: the decision's code is `ended` then.
  if (decision.override === 'never') return { action: 'recall', reason: 'You turned the bot off.' };
  if (decision.code === 'no_link' || !isSameLink(occurrence, bot)) {
    return { action: 'recall', reason: 'The meeting link changed.' };
  }
  // A never-rule holds to the end of a meeting; an only-rule is asked when its bot is scheduled.
  if (decision.code === 'shared_link' || decision.code === 'copy' || decision.code.startsWith('never_')) {
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

/** Returns whether two links are the same: one meeting has links of many forms, with one link key. */
function isSameLink(one: HasLink, other: HasLink): boolean {
  return one.meetingUrl === other.meetingUrl || (one.linkKey !== null && one.linkKey === other.linkKey);
}
