import type { JobEvent } from '@/lib/platform/jobs';

/** A job that is seen waiting for so long has been left by the server, in ms: it has waited for ten seconds at most. */
export const LEFT_AFTER_MS = 8_000;
/** So many are taken at once; the others next time. */
const MOST = 200;

/** Finds, among the jobs that the rows ask for at one time after the other, those that no one begins. */
export class LeftJobs {
  /** When each job is left, by its text. */
  private dueMs = new Map<string, number>();

  /** @param againAfterMs a job that was taken and still waits, or waits again, is taken again after this time */
  constructor(private readonly againAfterMs: number) {}

  /**
   * Returns those of these jobs that have been seen waiting for eight seconds.
   * @param waiting all jobs that wait now: one that is missing has been begun
   */
  take(waiting: readonly JobEvent[], nowMs: number): JobEvent[] {
    const known = this.dueMs;
    this.dueMs = new Map();
    const left: JobEvent[] = [];
    for (const job of waiting) {
      const key = keyOf(job);
      const dueMs = known.get(key) ?? nowMs + LEFT_AFTER_MS;
      const isLeft = dueMs <= nowMs && left.length < MOST;
      if (isLeft) left.push(job);
      this.dueMs.set(key, isLeft ? nowMs + this.againAfterMs : dueMs);
    }
    return left;
  }

  /** Forgets what has been waiting. */
  clear(): void {
    this.dueMs.clear();
  }
}

/** The end of a series' meeting is the present time, in a job that waits. */
function keyOf(job: JobEvent): string {
  const { name, data } = job;
  return JSON.stringify(name === 'series/joined' ? [name, data.eventId] : [name, data]);
}
