import { db } from '@/lib/platform/database/client';
import type { JobEvent } from '@/lib/platform/jobs';
import { sendJobs } from '@/lib/platform/jobs';
import { forgetOldAnswers } from '../lib/accounts/idempotency-keys';
import { syncEvent } from '../lib/calendar-sync/receive-push';
import { calendarsToWatch } from '../lib/calendar-sync/watch-calendar';
import { askSilentBots } from '../lib/dispatch/ask-silent-bots';
import { botsWithDueCallbacks } from '../lib/dispatch/callbacks/deliver-callbacks';
import { endMissedBots, endSilentBots } from '../lib/dispatch/end-overdue-bots';
import { RECALLABLE } from '../lib/dispatch/recall-bot';
import { usersWithOldWindows } from '../lib/occurrences/rolling-window';
import { armJoins } from '../lib/scheduling/enqueue-follow-ups';
import { lastMidnight, usersToScan } from '../lib/scheduling/scan-upcoming';
import { seriesToReschedule } from '../lib/scheduling/series-to-reschedule';
import { scanJobs, windowJobs } from './nightly-scan';

/** A join this late has been lost on its way. */
const OVERDUE_MS = 15_000;

export type Swept = {
  armed: number;
  overdue: number;
  missed: number;
  syncs: number;
  recalls: number;
  autoReschedules: number;
  scans: number;
  watches: number;
};

/**
 * Repairs, each minute and at start, whatever a lost message or a dead process left behind. It only reads what
 * the rows say is due and asks for it again; every job it asks for may run twice.
 */
export async function sweep(now: Date): Promise<Swept> {
  const missed = await endMissedBots(now);
  const armed = await armJoins(now);
  await forgetOldAnswers(now);

  const overdue = await db().scheduledBot.count({
    where: {
      OR: [
        { status: 'Scheduled', joinAt: { lt: new Date(+now - OVERDUE_MS) } },
        { status: 'Joining', providerBotId: null, leaseUntil: { lt: now } },
        { status: 'Joining', providerBotId: null, leaseUntil: null, nextAttemptAt: { lt: now } },
      ],
    },
  });
  const recalls = await db().scheduledBot.findMany({
    where: RECALLABLE,
    select: { id: true },
  });
  const dirty = await db().$queryRaw<{ id: string; connectionId: string; userId: string }[]>`
    SELECT c."id", c."connectionId", c."userId" FROM "Calendar" AS c JOIN "CalendarConnection" AS k ON k."id" = c."connectionId"
     WHERE c."syncEnabled" AND k."status" = 'active' AND c."changeSeq" > c."syncedSeq"
       AND (c."retryAt" IS NULL AND c."lastSyncError" IS NULL OR c."retryAt" <= ${now})
       AND (c."syncLeaseUntil" IS NULL OR c."syncLeaseUntil" < ${now})`;
  const autoReschedules = await seriesToReschedule(now);
  const scans = await usersToScan(lastMidnight(now));
  const watches = await calendarsToWatch(now);
  const callbacks = await botsWithDueCallbacks(now);

  const events: JobEvent[] = [
    ...(overdue > 0 ? [{ name: 'bots/due', data: { at: now.toISOString() } } as const] : []),
    ...recalls.map(({ id }): JobEvent => ({ name: 'bot/recall', data: { botId: id } })),
    ...dirty.map(syncEvent),
    ...autoReschedules.map(
      (eventId): JobEvent => ({ name: 'series/joined', data: { eventId, endsAt: now.toISOString() } }),
    ),
    ...callbacks.map((botId): JobEvent => ({ name: 'callback/due', data: { botId } })),
    ...scanJobs(scans),
    ...windowJobs(await usersWithOldWindows(now)),
    ...watches.map((calendarId): JobEvent => ({ name: 'calendar/watch', data: { calendarId } })),
  ];
  await sendJobs(events);
  // Last: a provider that is slow to answer must not hold the joins up.
  await askSilentBots(now);
  await endSilentBots(now);
  return {
    armed,
    overdue,
    missed,
    syncs: dirty.length,
    recalls: recalls.length,
    autoReschedules: autoReschedules.length,
    scans: scans.length,
    watches: watches.length,
  };
}
