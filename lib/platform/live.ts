import { listenForChanges } from './database/listen';
import { logger } from './logger';

type Listener = () => void;

// The bundler may load this module several times into one process, which must listen on one connection.
const shared = globalThis as typeof globalThis & {
  usherLive?: { listeners: Map<string, Set<Listener>>; started: Promise<unknown> | null };
};

function live() {
  shared.usherLive ??= { listeners: new Map(), started: null };
  return shared.usherLive;
}

/**
 * Calls `listener` whenever rows of a user have changed, whichever process changed them.
 * @returns a function that stops the calls
 */
export function onUserChanged(userId: string, listener: Listener): () => void {
  const state = live();
  state.started ??= listenForChanges((payload) => {
    const concerned = payload === '*' ? [...state.listeners.values()] : [state.listeners.get(payload)];
    for (const listeners of concerned) for (const each of listeners ?? []) each();
  }).catch((error) => {
    // The next page that is opened tries again. Until then pages refetch every 30 seconds.
    state.started = null;
    logger.warn({ error }, 'Changes cannot be listened for');
  });
  const listeners = state.listeners.get(userId) ?? new Set();
  state.listeners.set(userId, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) state.listeners.delete(userId);
  };
}
