import { runAll } from '@/lib/platform/run-all';
import { pruneRows } from '@/lib/scheduling/prune-rows';
import { enqueueWaiting } from './sweep';

/** What is done or enqueued each night, independently of each other. Each function returns how many jobs, or rows. */
export const NIGHTLY = {
  users: enqueueWaiting('scans'),
  windows: enqueueWaiting('windows'),
  pruned: pruneRows,
} satisfies Record<string, (now: Date) => Promise<number>>;

/**
 * Enqueues the jobs of the night, also when one part fails. The sweep does it later for a night that was missed.
 * @throws AggregateError after all have run, when any has thrown
 */
export function nightlyScan(now: Date): Promise<Record<keyof typeof NIGHTLY, number>> {
  return runAll(NIGHTLY, (task) => task(now));
}
