import { isActive, isBookedOrActive } from './bot-status';
import type { Decision } from './join-decision';
import { hasEndedBot, type PlannedBot, type PlannedOccurrence, planBot } from './plan-bot';

export type CopyBot = PlannedBot & { id: string; createdAt: Date; isManual: boolean };

/** A copy of a meeting, with its newest bot. */
export type Copy<Bot extends CopyBot> = PlannedOccurrence & {
  id: string;
  bot: Bot | null;
  /** It exists, and its calendar is synced. */
  isLive: boolean;
  isPrimary: boolean;
  /** When it was changed at Google, in ISO 8601. */
  updatedAtGoogle: string | null;
  /** The decision about this copy alone, made with `botOfAll`. */
  decision: Decision;
};

/**
 * Returns the bot that counts for all copies of a meeting: the one that is booked or active, active ones and those that a
 * person scheduled first; else one that was in the meeting before; else the newest.
 * @param meeting the copy that the bot may have been for
 */
export function botOfAll<Bot extends CopyBot>(
  copies: { bot: Bot | null }[],
  meeting: PlannedOccurrence,
): Bot | null {
  const bots = copies.flatMap((copy) => copy.bot ?? []);
  const [booked] = bots.filter((bot) => isBookedOrActive(bot.status)).sort(byWeight);
  if (booked) return booked;
  const ended = bots.find((bot) => hasEndedBot(meeting, bot));
  return ended ?? bots.sort((one, other) => +other.createdAt - +one.createdAt)[0] ?? null;
}

function byWeight(one: CopyBot, other: CopyBot): number {
  return (
    rankOf(one) - rankOf(other) ||
    Number(other.isManual) - Number(one.isManual) ||
    +one.createdAt - +other.createdAt ||
    (one.id < other.id ? -1 : 1)
  );
}

function rankOf(bot: CopyBot): number {
  if (!isActive(bot.status)) return 1;
  return bot.recallRequested ? 2 : 0;
}

/** The copy that has the bot of all copies, and that bot: it may hang on another copy still. */
export type Assigned<Bot> = { holderId: string; bot: Bot | null };

/**
 * Assigns the bot of a meeting that has copies to one of them, or to none where no copy asks for it. The bot stays where it
 * hangs as long as that copy asks for it; else it goes to one that does, and so it is neither canceled nor recalled because
 * of what concerns one copy only. Copies are read one after the other: where their times differ, the one that was changed
 * last says when the meeting is, but an active bot stays where it is.
 */
export function assignCopy<Bot extends CopyBot>(copies: Copy<Bot>[], now: Date): Assigned<Bot> | null {
  const bookedOf = (copy: Copy<Bot>) => (copy.bot && isBookedOrActive(copy.bot.status) ? copy.bot : null);
  const booked = copies.flatMap((copy) => bookedOf(copy) ?? []).sort(byWeight)[0] ?? null;
  const isHome = (copy: Copy<Bot>) => booked !== null && copy.bot?.id === booked.id;
  const fits = (copy: Copy<Bot>) => {
    if (!booked) return copy.decision.will_join;
    const { action } = planBot(copy, booked, copy.decision, now);
    return action !== 'cancel' && action !== 'recall';
  };
  const fitting = copies.filter(fits);
  const home = fitting.find(isHome);
  const live = copies.filter((copy) => copy.isLive);
  const holder =
    (booked && isActive(booked.status) ? home : undefined) ??
    [
      fitting.filter((copy) => live.includes(copy) && isCurrent(copy, live)),
      fitting,
      live.filter((copy) => copy.decision.will_join),
    ]
      .find((some) => some.length > 0)
      ?.sort(
        (one, other) =>
          Number(isHome(other)) - Number(isHome(one)) ||
          Number(bookedOf(other) !== null) - Number(bookedOf(one) !== null) ||
          Number(other.isPrimary) - Number(one.isPrimary) ||
          (one.id < other.id ? -1 : 1),
      )[0];
  if (!holder) return null;
  return { holderId: holder.id, bot: bookedOf(holder) ?? booked ?? botOfAll(copies, holder) };
}

/** Returns whether a copy starts when the copy starts that was changed last. */
function isCurrent<Bot extends CopyBot>(copy: Copy<Bot>, live: Copy<Bot>[]): boolean {
  const newest = live.reduce((last, other) => (changedAt(other) > changedAt(last) ? other : last), copy);
  return +newest.startTime === +copy.startTime;
}

function changedAt(copy: { updatedAtGoogle: string | null }): number {
  return Date.parse(copy.updatedAtGoogle ?? '') || 0;
}
