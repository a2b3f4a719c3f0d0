'use client';

import { createContext, Fragment, type ReactNode, useContext } from 'react';
import { useSettings } from '@/components/settings/requests/settings';
import type { DisplayFormats, Settings } from '@/lib/contract/settings';
import { useNow } from './clock';
import { showFormats } from './region';
import { deviceZone, placeOf, shownZone, showZone } from './zone';

type Display = DisplayFormats & Pick<Settings, 'time_zone'>;

const Chosen = createContext<Display>({ time_zone: null, time_format: null, week_start: null });

/** Returns the zone and the formats the person chose; null means the device's and its region's. */
export function useDisplay(): Display {
  return useContext(Chosen);
}

type DisplayProviderProps = { settings: Settings; children: ReactNode };

/** Shows times as the person wants them, from the first render on, and otherwise as soon as another choice is made. */
export function DisplayProvider({ settings, children }: DisplayProviderProps) {
  const display = useSettings(settings);
  // This runs before anything below is rendered. The server renders for many people at once, and renders no
  // times.
  if (typeof window !== 'undefined') {
    showZone(display.time_zone);
    showFormats(display);
  }
  return <Chosen value={display}>{children}</Chosen>;
}

/** Screens full of times, which start again when times are to be shown otherwise, wherever that is chosen. */
export function InDisplay({ children }: { children: ReactNode }) {
  const { time_zone, time_format, week_start } = useDisplay();
  return <Fragment key={`${time_zone} ${time_format} ${week_start}`}>{children}</Fragment>;
}

/** Says in which zone times are shown, where that is not the device's. */
export function ZoneNote() {
  useDisplay();
  const isReady = useNow('minute') !== null;
  if (!isReady || shownZone() === deviceZone()) return null;
  return <p className="min-w-0 truncate text-ink-faint text-xs">Times in {placeOf(shownZone())}</p>;
}
