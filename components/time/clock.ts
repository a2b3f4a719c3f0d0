'use client';

import { useSyncExternalStore } from 'react';

const PERIOD_MS = { second: 1_000, minute: 60_000 } as const;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * Returns the current time as milliseconds since 1970, rounded down to the second or the minute. The whole
 * page has one timer. Null on the server and while hydrating, so that times are rendered only in the browser,
 * which knows the zone (see zone.ts).
 */
export function useNow(period: keyof typeof PERIOD_MS): number | null {
  const step = PERIOD_MS[period];
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / step) * step,
    () => null,
  );
}
