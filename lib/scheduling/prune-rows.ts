import { db, type Tx } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { pruneActivity, pruneBots, pruneEvents, pruneOccurrences } from './queries/pruning';

const DAY_MS = 86_400_000;

/** So many rows are deleted in one statement: few enough that no one waits long for their locks. */
const BATCH = 1_000;

/**
 * Deletes what ended, or was deleted, more than `RETENTION_DAYS` ago and decides about no meeting any more: bots, then
 * deleted occurrences and events, then entries of the activity. Each night continues where an interrupted one ended.
 * @returns how many rows
 */
export async function pruneRows(now: Date): Promise<number> {
  const until = new Date(+now - env().RETENTION_DAYS * DAY_MS);
  let pruned = 0;
  // In this order: a bot keeps its meeting's row, and both keep their entries.
  for (const prune of [pruneBots, pruneOccurrences, pruneEvents, pruneActivity])
    pruned += await inBatches(prune, until);
  return pruned;
}

async function inBatches(
  prune: (on: Tx, until: Date, limit: number) => Promise<number>,
  until: Date,
): Promise<number> {
  let total = 0;
  // A series goes in a batch after its exceptions, so only an empty batch is the last.
  for (let pruned = -1; pruned !== 0; total += pruned) pruned = await prune(db(), until, BATCH);
  return total;
}
