import { db, type Tx } from '@/lib/platform/database/client';

/** Takes back what a transaction did. */
class DryRun extends Error {}

/**
 * Carries out a transaction. A dry run does the same and takes it back, so that what it says is what would happen.
 * @returns what the transaction came to
 */
export async function transact<Result>(isDryRun: boolean, run: (tx: Tx) => Promise<Result>): Promise<Result> {
  const done: Result[] = [];
  try {
    await db().$transaction(async (tx) => {
      done.push(await run(tx));
      if (isDryRun) throw new DryRun('Nothing is to be changed.');
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return done.at(-1) as Result;
}
