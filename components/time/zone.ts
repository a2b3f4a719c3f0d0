import { todaysName } from '@/lib/accounts/domain/time-zone';

/**
 * The zone that the person chose, in which this page shows times and begins days; null means the device's. It
 * is one variable for the whole page, set only in the browser, where a page belongs to one person; the server
 * renders no times.
 */
let shown: string | null = null;

/** Stored because it is needed for every time that is written, and slow to find out. */
let device: string | undefined;

/** Returns the zone of the device, as it was at the first call; UTC where the browser does not say one that it knows. */
export function deviceZone(): string {
  if (device === undefined) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    device = timeZone && isKnown(timeZone) ? todaysName(timeZone) : 'UTC';
  }
  return device;
}

/** Returns the zone in which times are shown now. */
export function shownZone(): string {
  return shown ?? deviceZone();
}

/**
 * Shows times in the zone the person chose; for null, or a zone that this browser does not know, in the
 * device's.
 */
export function showZone(chosen: string | null): void {
  shown = chosen !== null && isKnown(chosen) ? chosen : null;
}

/** Returns a zone where this browser knows it, else the one that is shown. */
export function knownZone(zone: string | undefined): string {
  return zone !== undefined && isKnown(zone) ? zone : shownZone();
}

/** Returns what people call a zone: `New York` of `America/New_York`. */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Answers about zones, remembered because a formatter is slow to make. */
const asked = new Map<string, boolean>();

function isKnown(zone: string): boolean {
  const known = asked.get(zone);
  if (known !== undefined) return known;
  let isKnownHere = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    isKnownHere = false;
  }
  asked.set(zone, isKnownHere);
  return isKnownHere;
}
