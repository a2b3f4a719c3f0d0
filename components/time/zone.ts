import { todaysName } from '@/lib/contract/settings';

/**
 * The zone in which this page shows times and begins its days: the person's, or else the device's. One for the whole
 * page, and set in the browser alone, where a page belongs to one person; the server writes no times.
 */
let shown: string | null = null;

/** Asked for with every time that is written, and slow to find out. */
let device: string | undefined;

/** The zone of the device, as it is when it is first asked for. */
export function deviceZone(): string {
  device ??= todaysName(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  return device;
}

/** The zone in which times are shown now. */
export function shownZone(): string {
  return shown ?? deviceZone();
}

/** Shows times in the zone the person chose; null, or one that this browser does not know: in the device's. */
export function showZone(chosen: string | null): void {
  shown = chosen !== null && isKnown(chosen) ? chosen : null;
}

/** What people call a zone: `New York` of `America/New_York`. */
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
