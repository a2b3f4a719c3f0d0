'use client';

import { createContext, Fragment, type ReactNode, useContext } from 'react';
import { useSettings } from '@/components/settings/requests/settings';
import type { Settings } from '@/lib/contract/settings';
import { useNow } from './clock';
import { deviceZone, placeOf, shownZone, showZone } from './zone';

const Chosen = createContext<string | null>(null);

/** Returns the zone the person chose; null means the device's. */
export function useChosenZone(): string | null {
  return useContext(Chosen);
}

type ZoneProviderProps = { settings: Settings; children: ReactNode };

/** Shows times in the person's zone, from the first render on, and in another one as soon as it is chosen. */
export function ZoneProvider({ settings, children }: ZoneProviderProps) {
  const { time_zone } = useSettings(settings);
  // This runs before anything below is rendered. The server renders for many people at once, and renders no
  // times.
  if (typeof window !== 'undefined') showZone(time_zone);
  return <Chosen value={time_zone}>{children}</Chosen>;
}

/** Screens full of times, which start again when another zone is chosen, wherever that is done. */
export function InZone({ children }: { children: ReactNode }) {
  return <Fragment key={useChosenZone()}>{children}</Fragment>;
}

/** Says in which zone times are shown, where that is not the device's. */
export function ZoneNote() {
  useChosenZone();
  const isReady = useNow('minute') !== null;
  if (!isReady || shownZone() === deviceZone()) return null;
  return <p className="min-w-0 truncate text-ink-faint text-xs">Times in {placeOf(shownZone())}</p>;
}
