import { now } from './clock';
import { checkWrites } from './database/check-writes';
import { db } from './database/client';
import { logSeldom } from './log-seldom';
import { processGlobal } from './process-global';
import { lastRun } from './queries';
import { isStopping } from './stop';

/** Why this process cannot do its work now. */
export type Unready = {
  code: 'stopping' | 'database_silent' | 'database_takes_no_writes' | 'jobs_late';
  /** One sentence, without anything that only an operator should see. */
  message: string;
};

/** Who asks waits three seconds at most. */
const LIMIT_MS = 2_500;

const STOPPING: Unready = { code: 'stopping', message: 'This process is stopping.' };
const SILENT: Unready = { code: 'database_silent', message: 'The database does not answer.' };
const NO_WRITES: Unready = {
  code: 'database_takes_no_writes',
  message: 'The database takes no writes: it is read-only, its disk is full, or a table is locked.',
};

const shared = processGlobal('readiness', (): { check?: Promise<Unready[]> } => ({}));

/**
 * Returns what keeps this process from its work, within three seconds; nothing when it is ready: the database answers and takes
 * writes, and the sweep has ended within the last three minutes, or within fifteen while another one is running. The database's own words are in the log.
 */
export async function reasonsUnready(limitMs = LIMIT_MS): Promise<Unready[]> {
  if (isStopping()) return [STOPPING];
  // One check at a time: who asks often must not use up the connections of a database that is slow.
  shared.check ??= check().finally(() => {
    shared.check = undefined;
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Unready[]>((resolve) => {
    timer = setTimeout(resolve, limitMs, [SILENT]);
  });
  return Promise.race([shared.check, limit]).finally(() => clearTimeout(timer));
}

async function check(): Promise<Unready[]> {
  try {
    const late = await lateJobs();
    const failed = await checkWrites(db()).catch(logged(NO_WRITES));
    return [failed, late].filter((reason) => reason !== undefined);
  } catch (error) {
    return [logged(SILENT)(error)];
  }
}

async function lateJobs(): Promise<Unready | undefined> {
  const [run] = await lastRun(db(), 'sweep');
  if (run?.isRecent) return undefined;
  const since = run?.finishedAt ? ` since ${run.finishedAt.toISOString()}` : ' yet';
  return { code: 'jobs_late', message: `The jobs have not run${since}.` };
}

function logged(reason: Unready): (error: unknown) => Unready {
  return (error) => {
    logSeldom({ level: 'warn', kind: `unready ${reason.code}`, message: reason.message }, { error }, now());
    return reason;
  };
}
