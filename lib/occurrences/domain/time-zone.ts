import { Temporal } from 'temporal-polyfill';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';

/** Answers that are remembered: asking Temporal about a name that it does not know costs some 30 µs. */
const known = new Map<string, string | null>();
const MAX_REMEMBERED = 2_000;
/** No zone has a longer name. */
const MAX_LENGTH = 100;

/**
 * Returns the zone that a text of Google's means, as `Temporal` takes it: an IANA name, or `-03:30` for a fixed offset that
 * has none. It reads IANA names in any case, `GMT+02:00`, `UTC-3:30` and `UTC+2` (fixed offsets), the names that Windows has
 * for its zones (CLDR, windowsZones), and the identifiers of iCalendar files that end in an IANA name.
 * @returns null for what is no zone; never throws
 */
export function readZone(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return null;
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  if (known.size >= MAX_REMEMBERED) known.clear();
  const name = text.trim();
  const zone = ianaZone(name) ?? fixedOffset(name) ?? windowsZone(name) ?? lastPartOf(name);
  known.set(text, zone);
  return zone;
}

/** Names by their lower case: of a name in another case Temporal makes `Port-Au-Prince`. */
const inOwnCase = new Map(
  [...Intl.supportedValuesOf('timeZone'), 'UTC'].map((name) => [name.toLowerCase(), name]),
);

function ianaZone(name: string): string | null {
  // The zones of System V stand in no list of IANA's.
  if (!/^[A-Za-z]/.test(name) || /^systemv\//i.test(name)) return null;
  try {
    const { timeZoneId } = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    const isInOneCase = name === name.toLowerCase() || name === name.toUpperCase();
    return inOwnCase.get(name.toLowerCase()) ?? (isInOneCase ? timeZoneId : name);
  } catch {
    return null;
  }
}

const OFFSET = /^(?:GMT|UTC|UT)? ?([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?(?::?00)?$/i;

/** Returns the zone with a fixed offset: UTC+2 is `Etc/GMT-2`, whose sign is that of POSIX. */
function fixedOffset(name: string): string | null {
  if (/^z$/i.test(name)) return 'UTC';
  const match = OFFSET.exec(name);
  if (!match) return null;
  const sign = match[1] === '+' ? 1 : -1;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  // Clocks on Earth are at most 12 hours behind UTC, and 14 hours ahead.
  const total = sign * (hours * 60 + minutes);
  if (total < -12 * 60 || total > 14 * 60) return null;
  if (total === 0) return 'UTC';
  if (minutes === 0) return `Etc/GMT${sign > 0 ? '-' : '+'}${hours}`;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${sign > 0 ? '+' : '-'}${two(hours)}:${two(minutes)}`;
}

/** By their names in lower case: what Windows means where it knows no country (territory 001 of CLDR). */
const windowsZones = new Map(
  WINDOWS_TO_IANA_MAP.filter(({ territory }) => territory === '001').map(({ windowsName, iana }) => [
    windowsName.toLowerCase(),
    iana[0],
  ]),
);

function windowsZone(name: string): string | null {
  return windowsZones.get(name.toLowerCase()) ?? null;
}

/** Returns the zone of `/freeassociation.sourceforge.net/Europe/Berlin` or `tzone://Microsoft/Utc`. */
function lastPartOf(name: string): string | null {
  if (!/^\/|^tzone:/i.test(name)) return null;
  const parts = name.split('/');
  for (let first = 1; first < parts.length; first += 1) {
    const zone = ianaZone(parts.slice(first).join('/'));
    if (zone) return zone;
  }
  return null;
}

/** Zones with a fixed offset that is not whole hours, by which it can be named. */
const NAMED_OFFSETS: Record<string, string> = {
  '+03:30': 'Asia/Tehran',
  '+04:30': 'Asia/Kabul',
  '+05:30': 'Asia/Kolkata',
  '+05:45': 'Asia/Kathmandu',
  '+06:30': 'Asia/Yangon',
  '+08:45': 'Australia/Eucla',
  '+09:30': 'Australia/Darwin',
  '-09:30': 'Pacific/Marquesas',
};

/**
 * Returns the name under which the `Intl` of every browser knows a zone. An offset that no zone has, such as `-03:30`, is
 * shown in UTC, where every time is right.
 * @param zone as `readZone` returns it, or any text; UTC for what is no zone
 */
export function zoneName(zone: string): string {
  const read = readZone(zone) ?? 'UTC';
  return /^[+-]/.test(read) ? (NAMED_OFFSETS[read] ?? 'UTC') : read;
}
