import { utcOf } from './google-time';
import { DAY_MS, instantOfWall, type WallMs, wallOfInstant } from './zone-clock';

/** A DATE or DATE-TIME value, understood in its zone. */
export type ReadDate = { isDate: boolean; isUtc: boolean; wallMs: WallMs; instantMs: number };

const DATE_VALUE = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

/** Reads a DATE or DATE-TIME of RFC 5545 (sections 3.3.4 and 3.3.5). */
export function readDate(text: string, zone: string): ReadDate | null {
  const match = DATE_VALUE.exec(text.trim().toUpperCase());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const written = utcOf(year ?? 0, month ?? 0, day ?? 0, hour, minute, second);
  if (written === null) return null;
  const isUtc = match[7] === 'Z';
  return {
    isDate: match[4] === undefined,
    isUtc,
    wallMs: isUtc ? wallOfInstant(zone, written) : written,
    instantMs: isUtc ? written : instantOfWall(zone, written),
  };
}

/** No meeting lasts longer than a year. */
const sane = (ms: number) => (ms > 0 && ms <= 366 * DAY_MS ? ms : null);

const DURATION = /^\+?P(?=\dW?|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** How long a PERIOD lasts, in ms, by its end or its duration (RFC 5545 section 3.3.9); null where that cannot be. */
export function periodLength(start: ReadDate, end: string, zone: string): number | null {
  const match = DURATION.exec(end.trim().toUpperCase());
  if (!match) {
    const until = readDate(end, zone);
    return until ? sane(until.instantMs - start.instantMs) : null;
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  return sane((weeks * 7 + days) * DAY_MS + (hours * 3600 + minutes * 60 + seconds) * 1000);
}
