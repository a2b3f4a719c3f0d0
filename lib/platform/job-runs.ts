import { db } from './database/client';
import { finishRun, startRun } from './queries';

/** Jobs whose runs are recorded, so that any process can tell how long ago one has run. */
type RecordedJob = 'sweep';

/** Records that a job starts to run. @returns the number of rows written, 1 */
export function recordStart(job: RecordedJob): Promise<number> {
  return startRun(db(), job);
}

/** Records that a job has run, whatever of it has failed. @returns the number of rows written, 1 */
export function recordFinish(job: RecordedJob): Promise<number> {
  return finishRun(db(), job);
}
