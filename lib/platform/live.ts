import { listenForChanges } from './database/listen';
import { logger } from './logger';
import { processGlobal } from './process-global';
import { onStop } from './stop';

type Listener = () => void;

type Live = { listeners: Map<string, Set<Listener>>; started: Promise<unknown> | null };

const state = processGlobal('live', (): Live => ({ listeners: new Map(), started: null }));

/**
 * Calls a listener whenever rows of a user have changed, in any process.
 * @returns a function that ends this
 */
export function onUserChanged(userId: string, listener: Listener): () => void {
  state.started ??= listenForChanges((payload) => {
    const affected = payload === '*' ? [...state.listeners.values()] : [state.listeners.get(payload)];
    for (const listeners of affected) for (const each of listeners ?? []) each();
  }).then(
    (stopListening) => onStop('close', stopListening),
    (error) => {
      // The next page that opens tries again. Until then pages refetch every half minute.
      state.started = null;
      logger.warn({ error }, 'Cannot listen for changed rows');
    },
  );
  const listeners = state.listeners.get(userId) ?? new Set();
  state.listeners.set(userId, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) state.listeners.delete(userId);
  };
}
