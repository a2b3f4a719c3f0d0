'use client';

import { useEffect, useSyncExternalStore } from 'react';

/** Whether the server answers: `no_network` when the browser says that it has none, `no_answer` when the server is silent. */
export type Connection = 'online' | 'no_network' | 'no_answer';

/** The stream of changes says every two seconds that the server is there. After this long without a word it is asked. */
const QUIET_MS = 2_500;
const ANSWER_WITHIN_MS = 2_500;
const ASK_AGAIN_MS = 2_000;

let connection: Connection = 'online';
let asking: Promise<void> | null = null;
let heardAt = 0;
let isWatched = false;
let nextAsk: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Returns whether the server answers this page, as last seen. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    subscribe,
    () => connection,
    () => 'online',
  );
}

/** Finds out within five seconds when the server stops answering, and when it answers again. For one component of a page. */
export function useWatchConnection(): void {
  useEffect(() => {
    const onOffline = () => set('no_network');
    const onOnline = () => void ask();
    const onVisible = () => askIn(QUIET_MS);
    isWatched = true;
    askIn(QUIET_MS);
    window.addEventListener('offline', onOffline);
    window.addEventListener('online', onOnline);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isWatched = false;
      clearTimeout(nextAsk);
      window.removeEventListener('offline', onOffline);
      window.removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, []);
}

/** Says that the server was heard: by an answer, or in the stream of changes. */
export function reportHeard(): void {
  heardAt = performance.now();
  if (navigator.onLine) set('online');
}

/** Says that a request had no answer: the server is asked at once whether it is there. */
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
  const askedAt = performance.now();
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const isAnswered = await fetch('/api/health', { cache: 'no-store', signal }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (isAnswered || heardAt > askedAt) return 'online';
  return navigator.onLine ? 'no_answer' : 'no_network';
}

function set(next: Connection): void {
  askIn(next === 'online' ? QUIET_MS : ASK_AGAIN_MS);
  if (next === connection) return;
  connection = next;
  for (const notify of listeners) notify();
}

function askIn(ms: number): void {
  clearTimeout(nextAsk);
  // No one sees a hidden page.
  if (isWatched && document.visibilityState === 'visible') nextAsk = setTimeout(() => void ask(), ms);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
