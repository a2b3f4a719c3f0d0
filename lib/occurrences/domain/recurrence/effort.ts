/**
 * What an answer may still cost, in steps: a day that is tested, a start that is found, a rule that is asked whether it
 * takes a slot out. Anybody may send an invitation, and what its rules ask for must not keep everybody else waiting.
 */
export type Effort = { left: number };

/** Some ten times what the liveliest series of a real calendar takes; a step costs about 0.4 µs. */
export const MAX_STEPS = 100_000;
/** In steps: whether a day is selected, and a leap over what is not. */
export const DAY_TEST = 0.2;
export const LEAP = 0.1;

/** The index of the first value that is not below `least`, in ascending values. */
export function lowerBound(values: readonly number[], least: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((values[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
