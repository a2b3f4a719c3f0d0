'use client';

import { useEffect } from 'react';
import { callApi } from '@/components/api-client';
import { eventsResponse } from '@/lib/contract/events';

const AT_MOST_EACH_MS = 60_000;

/** When Google was last asked, by any screen. */
let askedAt = 0;

/**
 * Whoever opens a screen of meetings, or comes back to it, sees what Google has now, also where a push was lost. What is
 * found reaches the lists as any other change does; what goes wrong, the health of the calendars tells.
 */
export function useSyncWithGoogle() {
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState !== 'visible' || Date.now() - askedAt < AT_MOST_EACH_MS) return;
      askedAt = Date.now();
      callApi(eventsResponse, '/calendar/events?limit=1').catch(() => {});
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => document.removeEventListener('visibilitychange', ask);
  }, []);
}
