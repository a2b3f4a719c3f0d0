import { listenForChanges } from './database/listen';
import { logger } from './logger';
import { processGlobal } from './process-global';
import { onStop } from './stop';

type Listener = () => void;

type Live = {
  listeners: Map<string, Set<Listener>>;
  /** When the rows of a user (`*`: of anyone) have changed last, on the monotonic clock, in ms. */
  changedAt: Map<string, number>;
  started: Promise<unknown> | null;
};

/** A page reads its data a few seconds before it listens, or after it. What has changed in this time, in ms, counts too. */
const RECENT_MS = 10_000;

const state = processGlobal(
  'live',
  (): Live => ({ listeners: new Map(), changedAt: new Map(), started: null }),
);

/**
 * Calls a listener whenever rows of a user have changed, in any process, and at once when they have in the last ten seconds.
 * @returns a function that ends this
 */
export function onUserChanged(userId: string, listener: Listener): () => void {
  state.started ??= listenForChanges(tellChanged).then(
    (stopListening) => {
      // Until now nothing was heard.
      tellChanged('*');
      onStop('close', stopListening);
    },
    (error) => {
      // The next page that opens tries again. Until then pages refetch every half minute.
      state.started = null;
      logger.warn({ error }, 'Cannot listen for changed rows');
    },
  );
  const listeners = state.listeners.get(userId) ?? new Set();
  state.listeners.set(userId, listeners.add(listener));
  if (isRecent(userId) || isRecent('*')) listener();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) state.listeners.delete(userId);
  };
}

/** Tells the listeners of a user, or all of them (`*`). */
function tellChanged(userId: string): void {
  // Set anew, it is the last one of the map.
  state.changedAt.delete(userId);
  state.changedAt.set(userId, performance.now());
  for (const old of state.changedAt.keys()) {
    if (isRecent(old)) break;
    state.changedAt.delete(old);
  }
  const affected = userId === '*' ? [...state.listeners.values()] : [state.listeners.get(userId)];
  for (const listeners of affected) for (const each of listeners ?? []) each();
}

function isRecent(userId: string): boolean {
  const at = state.changedAt.get(userId);
  return at !== undefined && performance.now() - at < RECENT_MS;
}
