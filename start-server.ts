import { carryOutCommand } from './commands/carry-out';
import { startJobs } from './inngest/start-jobs';
import { storeDerivedSecrets } from './lib/dispatch/callbacks/callback-secrets';
import { adjustRequests } from './lib/http/adjust-requests';
import { answerCommands } from './lib/platform/admin-socket/listen';
import { closeDatabase, openDatabase } from './lib/platform/database/client';
import { DatabaseRefusal } from './lib/platform/database/refusal';
import { checkEncryptionKey } from './lib/platform/encryption/check-key';
import { rewriteOldSecrets } from './lib/platform/encryption/rewrite';
import { exitWithParent } from './lib/platform/exit-with-parent';
import { followDatabaseClock } from './lib/platform/follow-database-clock';
import { logger } from './lib/platform/logger';
import { processGlobal } from './lib/platform/process-global';
import { beforeStop, onStop } from './lib/platform/stop';

const shared = processGlobal('start', (): { started?: Promise<void> } => ({}));

/** Opens the database and starts the jobs, once a process. A database that cannot be used ends the process with one sentence. */
export function start(): Promise<void> {
  shared.started ??= run();
  return shared.started;
}

/** Stores the secrets of release 0.1.0 as this release does. */
async function takeOverSecrets(): Promise<void> {
  await storeDerivedSecrets();
  await rewriteOldSecrets();
}

async function run(): Promise<void> {
  exitWithParent();
  adjustRequests();
  onStop('close', closeDatabase);
  try {
    await openDatabase();
    await followDatabaseClock();
    await checkEncryptionKey();
    await startJobs();
    answerCommands(carryOutCommand);
    void beforeStop(takeOverSecrets()).catch((error: unknown) =>
      logger.error({ error }, 'The secrets of an earlier release could not be taken over'),
    );
  } catch (error) {
    if (error instanceof DatabaseRefusal) console.error(error.message);
    else logger.fatal({ error }, 'Usher could not start');
    await closeDatabase().catch(() => undefined);
    process.exit(1);
  }
}
