import { db } from '@/lib/platform/database/client';
import type { JobEvent } from '@/lib/platform/jobs';
import { sendJobs } from '@/lib/platform/jobs';
import { runAll } from '@/lib/platform/run-all';
import { forgetOldAnswers } from '../lib/accounts/idempotency-keys';
import { syncEvent } from '../lib/calendar-sync/receive-push';
import { enqueueRenewals } from '../lib/calendar-sync/renew-channels';
import { askSilentBots } from '../lib/dispatch/ask-silent-bots';
import { botsWithDueCallbacks } from '../lib/dispatch/callbacks/deliver-callbacks';
import { endMissedBots, endSilentBots } from '../lib/dispatch/end-overdue-bots';
import { RECALLABLE } from '../lib/dispatch/recall-bot';
import { armJoins } from '../lib/scheduling/enqueue-follow-ups';
import { seriesToReschedule } from '../lib/scheduling/series-to-reschedule';
import { enqueueScans, enqueueWindowMoves } from './nightly-scan';

/** A bot that is not sent this long after its join time is overdue: the message that should have sent it was lost. */
const OVERDUE_MS = 15_000;

/**
 * The sweep's repairs, in their order. Each is independent: it finds the rows that are due, works on them or enqueues a job
 * for them, and returns how many there were. Every job that is enqueued may run twice.
 */
export const REPAIRS = {
  missed: endMissedBots,
  armed: armJoins,
  answers: forgetOldAnswers,
  overdue: enqueueOverdueJoins,
  recalls: enqueueRecalls,
  syncs: enqueueSyncs,
  autoReschedules: enqueueAutoReschedules,
  callbacks: enqueueCallbacks,
  scans: enqueueScans,
  windows: enqueueWindowMoves,
  watches: enqueueRenewals,
  // Last, because a provider that is slow to answer must not delay the joins. A silent bot is asked about before it ends.
  asked: askSilentBots,
  silent: endSilentBots,
} satisfies Record<string, (now: Date) => Promise<number>>;

/**
 * Runs every repair, also when others fail, and returns how many rows each has found.
 * @throws AggregateError after all have run, when any has thrown
 */
export function sweep(now: Date): Promise<Record<keyof typeof REPAIRS, number>> {
  return runAll(REPAIRS, (repair) => repair(now));
}

async function enqueueOverdueJoins(now: Date): Promise<number> {
  const count = await db().scheduledBot.count({
    where: {
      OR: [
        { status: 'Scheduled', joinAt: { lt: new Date(+now - OVERDUE_MS) } },
        { status: 'Joining', providerBotId: null, leaseUntil: { lt: now } },
        { status: 'Joining', providerBotId: null, leaseUntil: null, nextAttemptAt: { lt: now } },
      ],
    },
  });
  if (count > 0) await sendJobs([{ name: 'bots/due', data: { at: now.toISOString() } }]);
  return count;
}

async function enqueueRecalls(): Promise<number> {
  const bots = await db().scheduledBot.findMany({ where: RECALLABLE, select: { id: true } });
  return enqueue(bots.map(({ id }) => ({ name: 'bot/recall', data: { botId: id } })));
}

async function enqueueSyncs(now: Date): Promise<number> {
  const calendars = await db().$queryRaw<{ id: string; connectionId: string; userId: string }[]>`
    SELECT c."id", c."connectionId", c."userId" FROM "Calendar" AS c JOIN "CalendarConnection" AS k ON k."id" = c."connectionId"
     WHERE c."syncEnabled" AND k."status" = 'active' AND c."changeSeq" > c."syncedSeq"
       AND (c."retryAt" IS NULL AND c."lastSyncError" IS NULL OR c."retryAt" <= ${now})
       AND (c."syncLeaseUntil" IS NULL OR c."syncLeaseUntil" < ${now})`;
  return enqueue(calendars.map(syncEvent));
}

async function enqueueAutoReschedules(now: Date): Promise<number> {
  const events = await seriesToReschedule(now);
  const endsAt = now.toISOString();
  return enqueue(events.map((eventId) => ({ name: 'series/joined', data: { eventId, endsAt } })));
}

async function enqueueCallbacks(now: Date): Promise<number> {
  const bots = await botsWithDueCallbacks(now);
  return enqueue(bots.map((botId) => ({ name: 'callback/due', data: { botId } })));
}

async function enqueue(jobs: JobEvent[]): Promise<number> {
  await sendJobs(jobs);
  return jobs.length;
}
