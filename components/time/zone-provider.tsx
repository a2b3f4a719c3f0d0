'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { useSettings } from '@/components/settings/requests/settings';
import type { Settings } from '@/lib/contract/settings';
import { showZone } from './zone';

const Chosen = createContext<string | null>(null);

/** The zone the person chose; null: the device's. */
export function useChosenZone(): string | null {
  return useContext(Chosen);
}

type ZoneProviderProps = { settings: Settings; children: ReactNode };

/** Has times shown in the person's zone: from the first render on, and in another one as soon as it is chosen. */
export function ZoneProvider({ settings, children }: ZoneProviderProps) {
  const { time_zone } = useSettings(settings);
  // Before anything below is rendered. The server renders for many people at once, and writes no times.
  if (typeof window !== 'undefined') showZone(time_zone);
  return <Chosen value={time_zone}>{children}</Chosen>;
}
