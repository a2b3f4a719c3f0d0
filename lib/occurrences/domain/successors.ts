import { groupBy } from './group-by';

/** A date that ends: one of a series, or a single meeting. */
export type EndingDate = { eventId: string; startTime: Date };

/** One that is there now. */
export type NewDate = EndingDate & { resourceId: string };

/** One that ends, and that somebody has said something about. */
export type RelevantDate = NewDate & {
  /** It had been changed or cancelled by itself, until that was forgotten. */
  wasException?: boolean;
};

/** A date is taken for another one's successor when it starts within half a week of it. */
const SAME_MEETING_MS = 3.5 * 86_400_000;
/** So many dates tell how a series was moved. */
const MOST_ASKED = 400;

/**
 * Finds the dates that are, to a person, the same meetings as those that end: all events of a series moved, "this and
 * following" edited, a single meeting made a series, or one date that turns out to belong to a series.
 *
 * Where a series is moved as a whole, each date goes by that distance; what is farther from it goes to the nearest that is
 * no other's, so that nothing that is left out now takes another date's place. A date that had been changed or
 * cancelled by itself comes after the others, and takes nothing that is nearer to another date.
 * @param ending all that end, the heeded ones included
 * @param familyOf names what is one series to a person
 * @returns pairs; no date is in two of them
 */
export function findSuccessors<Old extends RelevantDate, New extends NewDate>(
  relevant: Old[],
  ending: EndingDate[],
  appeared: New[],
  familyOf: (eventId: string) => string | undefined,
): { old: Old; next: New }[] {
  const free = new Set(appeared);
  const ofResource = groupBy(appeared, (row) => row.resourceId);
  const ofFamily = groupBy(appeared, (row) => familyOf(row.eventId));
  const endingOf = groupBy(ending, (row) => familyOf(row.eventId));
  const moves = new Map<string, Move>();
  const moveOf = (family: string) => {
    const move = moves.get(family) ?? readMove(endingOf.get(family) ?? [], ofFamily.get(family) ?? []);
    moves.set(family, move);
    return move;
  };

  const nearby = (old: Old, family: string): New | undefined => {
    const { shift, goals } = moveOf(family);
    const goal = +old.startTime + (shift ?? Number.NaN);
    const distance = (other: EndingDate) => apart(other, old);
    const isNearerToAnother = (other: New) =>
      endingOf.get(family)?.some((date) => apart(other, date) < distance(other));
    const candidates = (ofFamily.get(family) ?? []).filter(
      (other) => free.has(other) && distance(other) <= SAME_MEETING_MS,
    );
    const its = candidates.find((other) => +other.startTime === goal);
    if (its && !old.wasException) return its;
    return candidates
      .filter((other) => other === its || !goals.has(+other.startTime))
      .filter((other) => !old.wasException || !isNearerToAnother(other))
      .sort((a, b) => distance(a) - distance(b))[0];
  };

  const inOrder = [...relevant].sort((a, b) => rank(a) - rank(b) || +a.startTime - +b.startTime);
  return inOrder.flatMap((old) => {
    const family = familyOf(old.eventId);
    const next =
      ofResource.get(old.resourceId)?.find((other) => free.has(other) && other.eventId !== old.eventId) ??
      (family === undefined ? undefined : nearby(old, family));
    if (!next) return [];
    free.delete(next);
    return { old, next };
  });
}

/** By how much a series was moved, if at all, and when its dates would start if none were left out. */
type Move = { shift: number | null; goals: Set<number> };

function readMove(ending: EndingDate[], appeared: EndingDate[]): Move {
  const before = startsOf(ending);
  const shift = shiftOf(before, startsOf(appeared));
  return { shift, goals: new Set(shift === null ? [] : before.map((start) => start + shift)) };
}

/**
 * By how much a series was moved as a whole: the distance at which most of its dates are there again; of distances with as
 * many, the shortest.
 * @param before when its dates started, in milliseconds, in order
 * @param after when they do now, in order
 * @returns milliseconds; null where no date has another one near
 */
export function shiftOf(before: number[], after: number[]): number | null {
  const votes = new Map<number, number>();
  let first = 0;
  for (const start of before.slice(0, MOST_ASKED)) {
    while ((after[first] ?? Infinity) < start - SAME_MEETING_MS) first++;
    for (let i = first; (after[i] ?? Infinity) <= start + SAME_MEETING_MS; i++) {
      const shift = (after[i] ?? 0) - start;
      votes.set(shift, (votes.get(shift) ?? 0) + 1);
    }
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]));
  return best?.[0] ?? null;
}

function startsOf(dates: EndingDate[]): number[] {
  return dates.map((date) => +date.startTime).sort((a, b) => a - b);
}

function rank(date: RelevantDate): number {
  return Number(date.wasException ?? false);
}

function apart(one: EndingDate, other: EndingDate): number {
  return Math.abs(+one.startTime - +other.startTime);
}
