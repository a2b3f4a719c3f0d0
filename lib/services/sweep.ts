import { db } from '@/lib/db/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import type { JobEvent } from '@/lib/jobs';
import { sendJobs } from '@/lib/jobs';
import { armEvent, armJoins } from './after-reconcile';
import { askSilentBots, endSilentBots } from './ask-silent-bots';
import { forgetOldAnswers } from './claim-idempotency-key';
import { botsWithDueCallbacks } from './deliver-callbacks';
import { usersWithOldWindows } from './move-windows';
import { scanJobs, windowJobs } from './nightly-scan';
import { RECALLABLE } from './recall-bot';
import { syncEvent } from './receive-push';
import { recordActivity } from './record-activity';
import { lastMidnight, usersToScan } from './scan-upcoming';
import { calendarsToWatch } from './watch-calendar';

/** A join this late has been lost on its way. */
const OVERDUE_MS = 15_000;

export type Swept = {
  armed: number;
  overdue: number;
  missed: number;
  syncs: number;
  recalls: number;
  chains: number;
  scans: number;
  watches: number;
};

/**
 * Repairs, each minute and at start, whatever a lost message or a dead process left behind. It only reads what
 * the rows say is due and asks for it again; every job it asks for may run twice.
 */
export async function sweep(now: Date): Promise<Swept> {
  const missed = await markMissed(now);
  await endSilentBots(now);
  const armed = await armJoins(now);
  await forgetOldAnswers(now);
  const minute = Math.floor(+now / 60_000);

  const overdue = await db().scheduledBot.findMany({
    where: {
      OR: [
        { status: 'Scheduled', joinAt: { lt: new Date(+now - OVERDUE_MS) } },
        { status: 'Joining', providerBotId: null, leaseUntil: { lt: now } },
        { status: 'Joining', providerBotId: null, leaseUntil: null, nextAttemptAt: { lt: now } },
      ],
    },
    select: { id: true, version: true, joinAt: true },
    take: 1000,
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
  const chains = await db().event.findMany({
    where: {
      recurringEnabled: true,
      isDeleted: false,
      calendar: { syncEnabled: true },
      occurrences: {
        none: { bots: { some: { status: { in: [...LIVE_STATUSES] }, meetingEnd: { gt: now } } } },
        some: { startTime: { gt: now }, isDeleted: false },
      },
    },
    select: { id: true },
  });
  const scans = await usersToScan(lastMidnight(now));
  const watches = await calendarsToWatch(now);
  const callbacks = await botsWithDueCallbacks(now);

  const events: JobEvent[] = [
    ...overdue.map((bot) => armEvent(bot, `-${minute}`)),
    ...recalls.map(({ id }): JobEvent => ({ name: 'bot/recall', data: { botId: id } })),
    ...dirty.map(syncEvent),
    ...chains.map(
      ({ id }): JobEvent => ({ name: 'series/joined', data: { eventId: id, endsAt: now.toISOString() } }),
    ),
    ...callbacks.map((botId): JobEvent => ({ name: 'callback/due', data: { botId } })),
    ...scanJobs(scans),
    ...windowJobs(await usersWithOldWindows(now)),
    ...watches.map((calendarId): JobEvent => ({ name: 'calendar/watch', data: { calendarId } })),
  ];
  await sendJobs(events);
  // Last: a provider that is slow to answer must not hold the joins up.
  await askSilentBots(now);
  return {
    armed,
    overdue: overdue.length,
    missed,
    syncs: dirty.length,
    recalls: recalls.length,
    chains: chains.length,
    scans: scans.length,
    watches: watches.length,
  };
}

/** Bots that certainly never set out before their meeting ended; of the others the provider is asked once more. */
async function markMissed(now: Date): Promise<number> {
  return db().$transaction(async (tx) => {
    const missed = await tx.scheduledBot.updateManyAndReturn({
      where: {
        meetingEnd: { lte: now },
        recallRequestedAt: null,
        OR: [
          { status: 'Scheduled' },
          { status: 'Joining', providerBotId: null, leaseUntil: null, outcomeUnknown: false },
        ],
      },
      data: {
        status: 'Missed',
        statusReason: 'The meeting ended before a bot could be sent.',
        leaseUntil: null,
        updatedAt: now,
      },
    });
    await recordActivity(
      tx,
      missed.map((bot) => ({
        userId: bot.userId,
        at: now,
        actor: 'usher',
        action: 'bot.missed',
        cause: 'meeting_ended',
        botId: bot.id,
        occurrenceId: bot.occurrenceId,
        summary: `No bot was at “${bot.title}”: it ended before one could be sent.`,
        before: { status: bot.attempts > 0 ? 'Joining' : 'Scheduled' },
        after: { status: bot.status },
      })),
    );
    return missed.length;
  });
}
