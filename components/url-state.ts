'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

type Changes = Record<string, string | null>;

/**
 * Returns the page's query string as state. Setting it changes the address without a request to the server;
 * `push` adds a step for the Back button. A null or empty value removes its key.
 */
export function useUrlState() {
  const params = useSearchParams();
  const set = useCallback((changes: Changes, how: 'replace' | 'push' = 'replace') => {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    const query = next.toString();
    const address = `${window.location.pathname}${query ? `?${query}` : ''}`;
    if (how === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
  }, []);
  return { params, set };
}
