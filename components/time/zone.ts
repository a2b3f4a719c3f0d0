import { todaysName } from '@/lib/contract/settings';

/**
 * The zone that the person chose, in which this page shows times and begins days; null means the device's. It
 * is one variable for the whole page, set only in the browser, where a page belongs to one person; the server
 * renders no times.
 */
let shown: string | null = null;

/** Stored because it is needed for every time that is written, and slow to find out. */
let device: string | undefined;

/** Returns the zone of the device, as it was at the first call. */
export function deviceZone(): string {
  device ??= todaysName(new Intl.DateTimeFormat().resolvedOptions().timeZone);
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

/** Returns what people call a zone: `New York` of `America/New_York`. */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
