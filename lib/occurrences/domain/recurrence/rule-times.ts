import type { RuleParts } from './parse-rule';
import type { WallMs } from './zone-clock';

/**
 * The starts in a closed range of wall times, ascending. Nothing before the range is walked through, and a consumer
 * who stops early pays only for what it took.
 */
export type Starts = (fromWallMs: WallMs, toWallMs: WallMs) => Generator<WallMs>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

const ZERO = [0];

/** Every combination of the hours, minutes and seconds given, as ms since midnight, ascending. */
export function timesOfDay(parts: Pick<RuleParts, 'byHour' | 'byMinute' | 'bySecond'>): number[] {
  const times: number[] = [];
  for (const hour of parts.byHour ?? ZERO)
    for (const minute of parts.byMinute ?? ZERO)
      for (const second of parts.bySecond ?? ZERO)
        times.push(hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS);
  return times;
}

/**
 * BYSETPOS: which of a period's candidates stay (RFC 5545 section 3.3.10).
 * @returns indexes below `total`, ascending
 */
export function chosenPositions(bySetPos: number[], total: number): number[] {
  const indexes = bySetPos.map((position) => (position > 0 ? position - 1 : total + position));
  return [...new Set(indexes)].filter((i) => i >= 0 && i < total).sort((one, other) => one - other);
}
