'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { ChangeKind } from '@/lib/contract/changes';
import { reportHeard } from './connection';
import { followTogether } from './live/follow-together';
import { refreshChanged } from './live/shown-changes';

const COALESCE_MS = 250;

/** The server has just answered with this page. */
let isLive = true;
const listeners = new Set<() => void>();

function setLive(next: boolean) {
  if (next) reportHeard();
  if (next === isLive) return;
  isLive = next;
  for (const notify of listeners) notify();
}

/** Returns whether the server was heard in the last five seconds: it tells this page of changes at once. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isLive,
    () => true,
  );
}

/** Listens to the server's changes and refreshes what shows them, at most once in 250 ms. @param person id of who is signed in */
export function useLiveUpdates(person: string) {
  const queryClient = useQueryClient();
  useEffect(() => {
    const refresh = refreshTogether(queryClient);
    const stop = followTogether(person, {
      onChanged: refresh.soon,
      onLive: setLive,
      onOtherPerson: () => window.location.reload(),
    });
    return () => {
      stop();
      refresh.stop();
    };
  }, [queryClient, person]);
}

function refreshTogether(queryClient: QueryClient) {
  const changed = new Set<ChangeKind>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    // A refetch now would show the old state of a switch that was just moved; its own answer refreshes later.
    if (queryClient.isMutating() > 0) {
      timer = setTimeout(refresh, COALESCE_MS);
      return;
    }
    timer = undefined;
    void refreshChanged(queryClient, changed);
    changed.clear();
  };
  return {
    soon: (kinds: readonly ChangeKind[]) => {
      for (const kind of kinds) changed.add(kind);
      timer ??= setTimeout(refresh, COALESCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
