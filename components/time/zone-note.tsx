'use client';

import { useNow } from './clock';
import { deviceZone, placeOf, shownZone } from './zone';
import { useChosenZone } from './zone-provider';

/** Says whose times these are, where they are not those of the device. */
export function ZoneNote() {
  useChosenZone();
  const isReady = useNow('minute') !== null;
  if (!isReady || shownZone() === deviceZone()) return null;
  return <p className="min-w-0 truncate text-ink-faint text-xs">Times in {placeOf(shownZone())}</p>;
}
