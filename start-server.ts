import { startJobs } from './inngest/start-jobs';
import { openDatabase } from './lib/db/client';
import { exitWithParent } from './lib/db/exit-with-parent';
import { DatabaseRefusal } from './lib/db/refusal';
import { stampPeers } from './lib/http/client-address';
import { refuseOddMethods } from './lib/http/odd-methods';
import { readOddPaths } from './lib/http/odd-paths';

const shared = globalThis as typeof globalThis & { usherStarted?: Promise<void> };

/** Opens the database and starts the jobs. A database that cannot be used ends the process with one sentence. */
export function start(): Promise<void> {
  shared.usherStarted ??= run();
  return shared.usherStarted;
}

async function run(): Promise<void> {
  exitWithParent();
  stampPeers();
  readOddPaths();
  refuseOddMethods();
  try {
    await openDatabase();
    await startJobs();
  } catch (error) {
    console.error(error instanceof DatabaseRefusal ? error.message : error);
    process.exit(1);
  }
}
