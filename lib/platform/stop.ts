import { logger } from './logger';
import { processGlobal } from './process-global';

/** `begin`: before anything that is in progress has ended. `close`: after it has. */
export type StopPhase = 'begin' | 'close';

type Action = () => unknown;

type Stop = {
  stopping?: Promise<boolean>;
  actions: Record<StopPhase, Set<Action>>;
  inProgress: Set<Promise<unknown>>;
};

const shared = processGlobal(
  'stop',
  (): Stop => ({ actions: { begin: new Set(), close: new Set() }, inProgress: new Set() }),
);

/** Returns whether this process is stopping: it takes no new work. */
export function isStopping(): boolean {
  return shared.stopping !== undefined;
}

/**
 * Adds an action for the stop of this process. If the process is stopping, an action of `begin` runs at once.
 * @param phase `begin` ends what brings new work (timers, jobs, event streams): all of these actions run at once, and what
 *   they return is waited for with the work in progress. `close` closes what work needs (connections, the database): these
 *   actions run one after the other, the last added one first
 * @returns a function that takes the action away
 */
export function onStop(phase: StopPhase, action: Action): () => void {
  if (phase === 'begin' && isStopping()) begin(action);
  else shared.actions[phase].add(action);
  return () => void shared.actions[phase].delete(action);
}

/** Makes the stop of this process wait for work, for as long as its limit allows, and returns the work. */
export function beforeStop<T>(work: Promise<T>): Promise<T> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  shared.inProgress.add(settled);
  void settled.then(() => shared.inProgress.delete(settled));
  return work;
}

/**
 * Stops the work of this process: begins with what brings new work, waits for the work in progress, and closes what it
 * needed. A second call returns the promise of the first one.
 * @param limitMs how long work in progress is waited for, in milliseconds
 * @returns whether all work ended within that time
 */
export function stopWork(limitMs: number): Promise<boolean> {
  shared.stopping ??= Promise.resolve().then(() => carryOut(limitMs));
  return shared.stopping;
}

/** Forgets that the process is stopping, and all actions. For tests. */
export function forgetStop(): void {
  shared.stopping = undefined;
  for (const actions of Object.values(shared.actions)) actions.clear();
  shared.inProgress.clear();
}

async function carryOut(limitMs: number): Promise<boolean> {
  for (const action of shared.actions.begin) begin(action);
  const hasEnded = await endOfWork(limitMs);
  if (!hasEnded) logger.warn({ left: shared.inProgress.size }, 'Stopping before all work has ended');
  for (const action of [...shared.actions.close].reverse()) {
    await attempt(action).catch((error: unknown) => logger.warn({ error }, 'Could not close in order'));
  }
  return hasEnded;
}

function begin(action: Action): void {
  const done = Promise.resolve(action)
    .then(attempt)
    .catch((error: unknown) => logger.warn({ error }, 'Could not stop in order'));
  void beforeStop(done);
}

async function attempt(action: Action): Promise<void> {
  await action();
}

/** Work may begin other work, so it is looked at again until there is none. */
async function endOfWork(limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'late');
  });
  try {
    while (shared.inProgress.size > 0) {
      if ((await Promise.race([Promise.all(shared.inProgress), limit])) === 'late') return false;
    }
    return true;
  } finally {
    clearTimeout(timer);
  }
}
