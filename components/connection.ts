'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Whether the server answers: `no_network` when the browser says that it has none, `no_answer` when the server is silent. */
export type Connection = 'online' | 'no_network' | 'no_answer';

const ANSWER_WITHIN_MS = 2_500;
const ASK_AGAIN_MS = 2_000;
/** A page that was just opened is not live yet. */
const LIVE_WITHIN_MS = 2_000;

let connection: Connection = 'online';
let asking: Promise<void> | null = null;
let lastAnswerAt = 0;
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
  const wasLive = useRef(false);
  useEffect(() => {
    if (isLive) {
      wasLive.current = true;
      return;
    }
    // Nothing but a question tells a silent server from a quiet one.
    const soon = setTimeout(() => void ask(), wasLive.current ? 0 : LIVE_WITHIN_MS);
    return () => clearTimeout(soon);
  }, [isLive]);
}

/** Says that a request had no answer, so that the server is asked at once whether it is there. */
export function reportUnreachable(): void {
  void ask();
}

/** Says that a request was answered: the server is there, however busy. */
export function reportAnswer(): void {
  lastAnswerAt = performance.now();
  if (navigator.onLine) set('online');
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
  if (isAnswered || lastAnswerAt > askedAt) return 'online';
  return navigator.onLine ? 'no_answer' : 'no_network';
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
