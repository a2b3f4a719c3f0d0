import { listenForChanges } from './database/listen';
import { logger } from './logger';
import { processGlobal } from './process-global';
import { onStop } from './stop';

/** Gets the kind of rows that changed; `*`: of any kind. */
type Listener = (kind: string) => void;

type Live = {
  listeners: Map<string, Set<Listener>>;
  /** When rows have changed last, by user (`*`: anyone) and kind, on the monotonic clock, in ms. */
  changedAt: Map<string, Map<string, number>>;
  started: Promise<unknown> | null;
};

/** A page reads its data a few seconds before it listens, or after it. What has changed in this time, in ms, counts too. */
const RECENT_MS = 10_000;

const state = processGlobal(
  'live',
  (): Live => ({ listeners: new Map(), changedAt: new Map(), started: null }),
);

/**
 * Calls a listener with the kind of rows of a user whenever they change, in any process, and at once with the kinds that have
 * changed in the last ten seconds. The kinds are those of the database's triggers.
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
  for (const whose of [userId, '*'])
    for (const [kind, at] of state.changedAt.get(whose) ?? []) if (isRecent(at)) listener(kind);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) state.listeners.delete(userId);
  };
}

/** Returns how many listeners a user has in this process. */
export function listenersOf(userId: string): number {
  return state.listeners.get(userId)?.size ?? 0;
}

/** Tells the listeners of a user, or all of them. @param payload `<user id> <kind>`, or `*` */
function tellChanged(payload: string): void {
  const [userId = '*', kind = '*'] = payload.split(' ');
  // Set anew, it is the last one of the map.
  const kinds = state.changedAt.get(userId) ?? new Map<string, number>();
  state.changedAt.delete(userId);
  state.changedAt.set(userId, kinds.set(kind, performance.now()));
  for (const [oldUser, oldKinds] of state.changedAt) {
    if ([...oldKinds.values()].some(isRecent)) break;
    state.changedAt.delete(oldUser);
  }
  const affected = userId === '*' ? [...state.listeners.values()] : [state.listeners.get(userId)];
  for (const listeners of affected) for (const each of listeners ?? []) each(kind);
}

function isRecent(at: number): boolean {
  return performance.now() - at < RECENT_MS;
}
