import { groupBy } from './group-by';

/** A date that ends: a date of a series, or a single meeting. */
export type EndingDate = { eventId: string; startTime: Date };

/** A date that exists now. */
export type NewDate = EndingDate & { resourceId: string };

/** A date that ends, with an override or a bot. */
export type RelevantDate = NewDate & {
  /** It was an exception, until Google dropped that. */
  wasException?: boolean;
};

/** A successor starts within half a week of the date that ends. */
const SAME_MEETING_MS = 3.5 * 86_400_000;
/** This many dates are enough to see how a series was moved. */
const MOST_ASKED = 400;

/**
 * Returns the dates that are, to a person, the same meetings as dates that end: a series was moved, "this and
 * following" was edited, a single meeting became a series, or one date turns out to belong to a series.
 *
 * Where a whole series was moved, the successor of a date is at that distance. Where none is there, it is the
 * nearest date that is not the successor of another one: a date that the series leaves out now takes no
 * other's place. Former exceptions come last, and get no date that is nearer to another one.
 * @param ending all dates that end, also those without an override or a bot
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

/**
 * By how much a series was moved, null for not at all, and when its dates would start if none were left out.
 */
type Move = { shift: number | null; goals: Set<number> };

function readMove(ending: EndingDate[], appeared: EndingDate[]): Move {
  const before = startsOf(ending);
  const shift = shiftOf(before, startsOf(appeared));
  return { shift, goals: new Set(shift === null ? [] : before.map((start) => start + shift)) };
}

/**
 * Returns by how much a whole series was moved: the distance at which most of its dates exist again; of
 * several such distances the shortest.
 * @param before when its dates started, in milliseconds, in order
 * @param after when they do now, in order
 * @returns milliseconds; null where no new date is near an old one
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
