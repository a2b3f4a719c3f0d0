import { startJobs } from './inngest/start-jobs';
import { adjustRequests } from './lib/http/adjust-requests';
import { openDatabase } from './lib/platform/database/client';
import { exitWithParent } from './lib/platform/database/exit-with-parent';
import { DatabaseRefusal } from './lib/platform/database/refusal';

const shared = globalThis as typeof globalThis & { usherStarted?: Promise<void> };

/** Opens the database and starts the jobs, once a process. A database that cannot be used ends the process with one sentence. */
export function start(): Promise<void> {
  shared.usherStarted ??= run();
  return shared.usherStarted;
}

async function run(): Promise<void> {
  exitWithParent();
  adjustRequests();
  try {
    await openDatabase();
    await startJobs();
  } catch (error) {
    console.error(error instanceof DatabaseRefusal ? error.message : error);
    process.exit(1);
  }
}
