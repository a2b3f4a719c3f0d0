'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

const COALESCE_MS = 250;
const REOPEN_MS = 3_000;
/** A stream that opens later may have missed changes: the server looks back ten seconds. */
const OPENED_LATE_MS = 5_000;

let connected = false;
const listeners = new Set<() => void>();

function setConnected(next: boolean) {
  if (next === connected) return;
  connected = next;
  for (const notify of listeners) notify();
}

/** Whether the server can notify this page of changes right now. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connected,
    () => false,
  );
}

/** Listens to the server's change feed and refreshes what is on screen, at most once in 250 ms. */
export function useLiveUpdates() {
  const queryClient = useQueryClient();
  useEffect(() => listenToChanges(queryClient), [queryClient]);
}

function listenToChanges(queryClient: QueryClient): () => void {
  let source: EventSource;
  let refresh: ReturnType<typeof setTimeout> | undefined;
  let reopen: ReturnType<typeof setTimeout> | undefined;
  const begun = performance.now();
  let isFirst = true;

  const refreshSoon = () => {
    refresh ??= setTimeout(() => {
      refresh = undefined;
      // A refetch now would show the old state of a switch that was just moved; its own answer refreshes
      // later.
      if (queryClient.isMutating() > 0) refreshSoon();
      else void queryClient.invalidateQueries();
    }, COALESCE_MS);
  };

  const open = () => {
    source = new EventSource('/api/v1/changes');
    source.onopen = () => {
      setConnected(true);
      // The server tells what has changed in the last ten seconds: what the page has just read is not read again.
      if (!isFirst || performance.now() - begun > OPENED_LATE_MS) refreshSoon();
      isFirst = false;
    };
    source.onmessage = refreshSoon;
    source.addEventListener('changed', refreshSoon);
    source.onerror = () => {
      setConnected(false);
      // The browser reconnects automatically, except after an error answer.
      if (source.readyState === EventSource.CLOSED) reopen = setTimeout(open, REOPEN_MS);
    };
  };

  open();
  return () => {
    clearTimeout(refresh);
    clearTimeout(reopen);
    source.close();
    setConnected(false);
  };
}
