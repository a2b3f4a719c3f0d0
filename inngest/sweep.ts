import { forgetOldAnswers } from '@/lib/accounts/idempotency-keys';
import { forgetEndedSessions } from '@/lib/accounts/sessions';
import { pollAfterOutage } from '@/lib/calendar-sync/poll-calendars';
import { deleteRemovedPeople } from '@/lib/calendar-sync/remove-person';
import { revokeGrants } from '@/lib/calendar-sync/revoke-grants';
import { askSilentBots } from '@/lib/dispatch/ask-silent-bots';
import { forgetDelivered } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { countOverdueJoins } from '@/lib/dispatch/dispatch-due';
import { endMissedBots, endSilentBots } from '@/lib/dispatch/end-bots';
import { handOverDue } from '@/lib/dispatch/hand-over';
import { pollBots } from '@/lib/dispatch/poll-bots';
import { askStoppedProviders } from '@/lib/dispatch/provider-stops';
import { recordFinish, recordStart } from '@/lib/platform/job-runs';
import { sendJobs } from '@/lib/platform/jobs';
import { runAll } from '@/lib/platform/run-all';
import { armJoins } from '@/lib/scheduling/enqueue-follow-ups';
import { WAITING } from './waiting-jobs';

/**
 * The sweep's repairs, in their order. Each is independent: it finds the rows that are due, works on them or enqueues a job
 * for them, and returns how many there were. Every job that is enqueued may run twice. The first and the last record that
 * the sweep has run.
 */
export const REPAIRS = {
  // Before the end of this sweep hides that there was an outage.
  outage: pollAfterOutage,
  started: () => recordStart('sweep'),
  missed: endMissedBots,
  armed: armJoins,
  answers: forgetOldAnswers,
  sessions: forgetEndedSessions,
  people: deleteRemovedPeople,
  overdue: enqueueOverdueJoins,
  handOvers: handOverDue,
  recalls: enqueueWaiting('recalls'),
  syncs: enqueueWaiting('syncs'),
  lists: enqueueWaiting('lists'),
  autoReschedules: enqueueWaiting('autoReschedules'),
  callbacks: enqueueWaiting('callbacks'),
  delivered: forgetDelivered,
  scans: enqueueWaiting('scans'),
  windows: enqueueWaiting('windows'),
  watches: enqueueWaiting('watches'),
  // Last, because a provider that is slow to answer must not delay the joins. A silent bot is asked about before it ends.
  providers: askStoppedProviders,
  asked: askSilentBots,
  polled: pollBots,
  grants: revokeGrants,
  silent: endSilentBots,
  finished: () => recordFinish('sweep'),
} satisfies Record<string, (now: Date) => Promise<number>>;

/**
 * Runs every repair, also when others fail, and returns how many rows each has found.
 * @throws AggregateError after all have run, when any has thrown
 */
export function sweep(now: Date): Promise<Record<keyof typeof REPAIRS, number>> {
  return runAll(REPAIRS, (repair) => repair(now));
}

async function enqueueOverdueJoins(now: Date): Promise<number> {
  const count = await countOverdueJoins(now);
  if (count > 0) await sendJobs([{ name: 'bots/due', data: { at: now.toISOString() } }]);
  return count;
}

/** Returns a function that enqueues the jobs of a kind that the rows ask for, and returns how many. */
export function enqueueWaiting(kind: keyof typeof WAITING): (now: Date) => Promise<number> {
  return async (now) => {
    const jobs = await WAITING[kind](now);
    await sendJobs(jobs);
    return jobs.length;
  };
}
