'use client';

import { useEffect, useSyncExternalStore } from 'react';

/** Whether the server answers: `no_network` when the browser says that it has none, `no_answer` when the server is silent. */
export type Connection = 'online' | 'no_network' | 'no_answer';

const ANSWER_WITHIN_MS = 2_000;
const ASK_AGAIN_MS = 2_000;

let connection: Connection = 'online';
let asking: Promise<void> | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Returns whether the server answers this page, as last seen. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    subscribe,
    () => connection,
    () => 'online',
  );
}

/**
 * Finds out within seconds when the server stops answering, and when it answers again. For one component of a page.
 * @param isLive whether the stream of changes is open
 */
export function useWatchConnection(isLive: boolean): void {
  useEffect(() => {
    const onOffline = () => set('no_network');
    const onOnline = () => void ask();
    window.addEventListener('offline', onOffline);
    window.addEventListener('online', onOnline);
    return () => {
      window.removeEventListener('offline', onOffline);
      window.removeEventListener('online', onOnline);
      clearTimeout(again);
    };
  }, []);
  useEffect(() => {
    // Nothing tells a silent server from a quiet one but a question.
    if (!isLive) void ask();
  }, [isLive]);
}

/** Says that a request had no answer, so that the server is asked at once whether it is there. */
export function reportUnreachable(): void {
  void ask();
}

function ask(): Promise<void> {
  asking ??= (navigator.onLine ? answers() : Promise.resolve<Connection>('no_network')).then((answer) => {
    asking = null;
    set(answer);
  });
  return asking;
}

async function answers(): Promise<Connection> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    return (await fetch('/api/health', { cache: 'no-store', signal })).ok ? 'online' : 'no_answer';
  } catch {
    return navigator.onLine ? 'no_answer' : 'no_network';
  }
}

function set(next: Connection): void {
  clearTimeout(again);
  if (next !== 'online') again = setTimeout(() => void ask(), ASK_AGAIN_MS);
  if (next === connection) return;
  connection = next;
  for (const notify of listeners) notify();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
