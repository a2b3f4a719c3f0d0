'use client';

import { useEffect } from 'react';
import { callApi } from '@/components/api-client';
import type { eventsResponse } from '@/lib/contract/events';

const AT_MOST_EACH_MS = 60_000;

/** When the server was last asked to sync, by any screen. */
let askedAt = 0;

/**
 * Has the server sync with Google whenever someone opens a screen of meetings or comes back to it, so that
 * they see what Google has now, also where a notification was missed. Changes reach the lists as always;
 * problems show in the health of the calendars.
 */
export function useSyncWithGoogle() {
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState !== 'visible' || Date.now() - askedAt < AT_MOST_EACH_MS) return;
      askedAt = Date.now();
      callApi<typeof eventsResponse>('/calendar/events?limit=1').catch(() => {});
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => document.removeEventListener('visibilitychange', ask);
  }, []);
}
