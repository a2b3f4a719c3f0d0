import { startJobs } from './inngest/start-jobs';
import { stampPeers } from './lib/http/client-address';
import { refuseOddMethods } from './lib/http/odd-methods';
import { readOddPaths } from './lib/http/odd-paths';
import { openDatabase } from './lib/platform/database/client';
import { exitWithParent } from './lib/platform/database/exit-with-parent';
import { DatabaseRefusal } from './lib/platform/database/refusal';
import { processGlobal } from './lib/platform/process-global';

const shared = processGlobal('start', (): { started?: Promise<void> } => ({}));

/** Opens the database and starts the jobs. A database that cannot be used ends the process with one sentence. */
export function start(): Promise<void> {
  shared.started ??= run();
  return shared.started;
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
