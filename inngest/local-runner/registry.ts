import { processGlobal } from '@/lib/platform/process-global';
import type { InngestEvent, LocalRunner } from './types';

/** Events kept while no runner is there to take them. */
const MOST_EARLY_EVENTS = 10_000;

type Registry = { runner?: LocalRunner; early: InngestEvent[] };

function registry(): Registry {
  return processGlobal('local-runner', () => ({ early: [] }));
}

/** The process's running local runner, if there is one. */
export function currentLocalRunner(): LocalRunner | undefined {
  return registry().runner;
}

/** Makes `runner` the process's one, and gives the events that came before it. Throws when there is one already. */
export function register(runner: LocalRunner): InngestEvent[] {
  const slot = registry();
  if (slot.runner) throw new Error('A local runner is already running in this process; stop it first.');
  slot.runner = runner;
  return slot.early.splice(0);
}

/** Takes `runner` off its post; another that has taken over stays. */
export function unregister(runner: LocalRunner): void {
  const slot = registry();
  if (slot.runner === runner) slot.runner = undefined;
}

/** Keeps events for the runner to come. Throws when too many wait already. */
export function storeForLater(events: InngestEvent[]): void {
  const { early } = registry();
  if (early.length + events.length > MOST_EARLY_EVENTS) {
    throw new Error(`No local runner is running and ${early.length} events already wait for one.`);
  }
  early.push(...events);
}
