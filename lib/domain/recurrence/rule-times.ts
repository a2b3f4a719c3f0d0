import type { RuleParts } from './parse-rule';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Every combination of the hours, minutes and seconds given, as ms since midnight, ascending. */
export function timesOfDay({ byHour = [0], byMinute = [0], bySecond = [0] }: Partial<RuleParts>): number[] {
  const times = byHour.flatMap((hour) =>
    byMinute.flatMap((minute) =>
      // Clocks here know no leap second; RFC 5545 section 3.3.12 reads it as the 59th.
      bySecond.map((second) => hour * HOUR_MS + minute * MINUTE_MS + Math.min(second, 59) * SECOND_MS),
    ),
  );
  return [...new Set(times)].sort((one, other) => one - other);
}

/**
 * BYSETPOS: which of a period's candidates stay (RFC 5545 section 3.3.10).
 * @returns indexes below `total`, ascending; all of them where the rule has no BYSETPOS
 */
export function chosenPositions(bySetPos: number[] | undefined, total: number): number[] {
  if (!bySetPos) return Array.from({ length: total }, (_, index) => index);
  const indexes = bySetPos.map((position) => (position > 0 ? position - 1 : total + position));
  return [...new Set(indexes)].filter((i) => i >= 0 && i < total).sort((one, other) => one - other);
}
