import { forgetOldAnswers } from '@/lib/accounts/idempotency-keys';
import { calendarsToSync, syncEvent } from '@/lib/calendar-sync/receive-push';
import { enqueueRenewals } from '@/lib/calendar-sync/watch-calendar';
import { askSilentBots } from '@/lib/dispatch/ask-silent-bots';
import { botsWithDueCallbacks, forgetDelivered } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { countOverdueJoins } from '@/lib/dispatch/dispatch-due';
import { endMissedBots, endSilentBots } from '@/lib/dispatch/end-bots';
import { handOverDue } from '@/lib/dispatch/hand-over';
import { pollBots } from '@/lib/dispatch/poll-bots';
import { askStoppedProviders } from '@/lib/dispatch/provider-stops';
import { botsToRecall } from '@/lib/dispatch/recall-bot';
import { recordFinish, recordStart } from '@/lib/platform/job-runs';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { runAll } from '@/lib/platform/run-all';
import { seriesToReschedule } from '@/lib/scheduling/auto-reschedule';
import { armJoins } from '@/lib/scheduling/enqueue-follow-ups';
import { enqueueScans, enqueueWindowMoves } from './nightly-scan';

/**
 * The sweep's repairs, in their order. Each is independent: it finds the rows that are due, works on them or enqueues a job
 * for them, and returns how many there were. Every job that is enqueued may run twice. The first and the last record that
 * the sweep has run.
 */
export const REPAIRS = {
  started: () => recordStart('sweep'),
  missed: endMissedBots,
  armed: armJoins,
  answers: forgetOldAnswers,
  overdue: enqueueOverdueJoins,
  handOvers: handOverDue,
  recalls: enqueueRecalls,
  syncs: enqueueSyncs,
  autoReschedules: enqueueAutoReschedules,
  callbacks: enqueueCallbacks,
  scans: enqueueScans,
  windows: enqueueWindowMoves,
  watches: enqueueRenewals,
  // Last, because a provider that is slow to answer must not delay the joins. A silent bot is asked about before it ends.
  providers: askStoppedProviders,
  asked: askSilentBots,
  polled: pollBots,
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

async function enqueueRecalls(): Promise<number> {
  const bots = await botsToRecall();
  return enqueue(bots.map((botId) => ({ name: 'bot/recall', data: { botId } })));
}

async function enqueueSyncs(now: Date): Promise<number> {
  const calendars = await calendarsToSync(now);
  return enqueue(calendars.map((calendar) => syncEvent(calendar)));
}

async function enqueueAutoReschedules(now: Date): Promise<number> {
  const events = await seriesToReschedule(now);
  const endsAt = now.toISOString();
  return enqueue(events.map((eventId) => ({ name: 'series/joined', data: { eventId, endsAt } })));
}

async function enqueueCallbacks(now: Date): Promise<number> {
  await forgetDelivered(now);
  const bots = await botsWithDueCallbacks(now);
  return enqueue(bots.map((botId) => ({ name: 'callback/due', data: { botId } })));
}

async function enqueue(jobs: JobEvent[]): Promise<number> {
  await sendJobs(jobs);
  return jobs.length;
}
