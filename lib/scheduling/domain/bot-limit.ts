import type { Decision } from './join-decision';

/**
 * How many bots may be in meetings at one time: of one person, and of the whole installation. The bots that exceed a limit
 * when they are due wait for a place while their meetings run. A place is given to the bot whose meeting starts first, then
 * to one that a person scheduled (docs/decisions/0048-bots-at-one-time.md).
 */
export type BotLimit = { of: 'person' | 'installation'; most: number };

/** A bot, or a meeting that may get one, and what its turn for a place depends on. */
export type Turn = { id: string; start: Date; manual: boolean };
/** A bot that is scheduled or active. `end` of its meeting. */
export type Holder = Turn & { end: Date; isActive: boolean };

/** Compares bots by their turn for a place. */
export function byTurn(one: Turn, other: Turn): number {
  return (
    +one.start - +other.start ||
    Number(other.manual) - Number(one.manual) ||
    (one.id < other.id ? -1 : Number(one.id !== other.id))
  );
}

/** Returns why a bot waits, in a sentence. */
export function limitReason({ of, most }: BotLimit): string {
  const bots = most === 1 ? '1 bot' : `${most} bots`;
  const limit =
    of === 'person'
      ? `Usher sends at most ${bots} at a time for you.`
      : `This installation sends at most ${bots} at a time.`;
  return `${limit} This one joins once another has left, if its meeting still runs.`;
}

/**
 * Returns whether a bot finds all places taken when its meeting starts, or now if that is later.
 * @param others the bots that are scheduled or active and count against the same limit; the bot itself is passed over
 */
export function isBeyond(most: number, bot: Turn, others: readonly Holder[], now: Date): boolean {
  const at = Math.max(+bot.start, +now);
  const ahead = others.filter(
    (other) =>
      other.id !== bot.id &&
      // An active bot whose meeting has ended still has its place, and leaves soon.
      (+other.end > at || (other.isActive && at === +now)) &&
      (other.isActive || byTurn(other, bot) < 0),
  );
  return ahead.length >= most;
}

/** Returns the decision about a meeting whose bot would wait for a place. */
export function asBeyondLimit(decision: Decision, limit: BotLimit): Decision {
  return { ...decision, will_join: false, code: 'bot_limit', reason: limitReason(limit) };
}

/**
 * Returns those of the bots that are due that get a place, in their turn.
 * @param free how many places are free: of each person, and of the installation
 */
export function takePlaces<Bot extends Turn & { userId: string }>(
  due: readonly Bot[],
  free: { ofPerson: ReadonlyMap<string, number>; ofInstallation: number },
): Bot[] {
  const left = new Map(free.ofPerson);
  let leftOfAll = free.ofInstallation;
  return [...due].sort(byTurn).filter(({ userId }) => {
    const own = left.get(userId) ?? 0;
    if (own <= 0 || leftOfAll <= 0) return false;
    left.set(userId, own - 1);
    leftOfAll -= 1;
    return true;
  });
}
