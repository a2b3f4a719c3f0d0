import { type Activity, botFacts, type Change, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import type { ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockFreeUsers, lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import type { ClaimedBot } from './claim-bots';
import { botsToEnd, type EndedBot, endBots, meetingsWithSharedLink, type ToEnd } from './queries';

/** Why a bot is `Missed` when no other reason is known. */
export const TOO_LATE = 'The meeting ended before a bot could be sent.';

/** Longer than any meeting overruns: a bot whose meeting ended so long ago is in no meeting any more. */
export const LONGEST_OVERRUN_MS = 6 * 3_600_000;

/** Bots that are ended in one transaction: after a long outage there are very many, and no one waits for all of them. */
const BATCH = 200;

/**
 * Ends bots that certainly were not sent before their meeting ended, and returns how many. About the others the provider
 * is asked once more.
 */
export function endMissedBots(now: Date): Promise<number> {
  const end = { status: 'Missed', reason: TOO_LATE } as const;
  return endAll(
    { kind: 'missed' },
    end,
    (bot) => unsentEntry(bot, bot.before, { ...end, reason: bot.statusReason ?? TOO_LATE }, now),
    now,
  );
}

/**
 * Ends bots whose provider has reported nothing since hours after their meeting, not even when it was asked a moment ago,
 * and returns how many.
 */
export function endSilentBots(now: Date): Promise<number> {
  const since = new Date(+now - LONGEST_OVERRUN_MS);
  const end = { status: 'Done', reason: 'The provider never reported its end.' } as const;
  return endAll({ kind: 'silent', since }, end, (bot) => silentEntry(bot, now), now);
}

/**
 * Ends every bot that is to be ended, and still is when its turn comes. Bots of users whose bots another transaction is
 * changing are left for the next sweep: waiting for one user would delay the repairs for everyone.
 */
async function endAll(
  toEnd: ToEnd,
  end: { status: 'Missed' | 'Done'; reason: string },
  entryOf: (bot: EndedBot) => Activity,
  now: Date,
): Promise<number> {
  const found = await botsToEnd(db(), toEnd, now);
  let count = 0;
  for (let i = 0; i < found.length; i += BATCH) {
    const batch = found.slice(i, i + BATCH);
    const { ended, recalled } = await db().$transaction(async (tx) => {
      const free = new Set(await lockFreeUsers(tx, [...new Set(batch.map((bot) => bot.userId))]));
      const ids = batch.filter((bot) => free.has(bot.userId)).map((bot) => bot.id);
      const bots = await endBots(tx, ids, toEnd, end, now);
      await recordActivity(tx, bots.map(entryOf));
      const endedIds = bots.map((bot) => bot.id);
      return { ended: bots.length, ...(await freeSharedLinks({ tx, now }, endedIds)) };
    });
    count += ended;
    await enqueueFollowUps({ recalled }, now);
  }
  return count;
}

/**
 * Ends a claimed bot that the provider has not made. One that it has made meanwhile, or that another attempt has claimed, is
 * left as it is.
 * @returns whether the bot has been ended
 */
export async function endUnsentBot(
  bot: ClaimedBot,
  end: { status: 'Error' | 'Missed'; reason: string },
  now: Date,
): Promise<boolean> {
  const freed = await db().$transaction(async (tx) => {
    await lockUser(tx, bot.userId);
    const { count } = await tx.scheduledBot.updateMany({
      where: ownClaim(bot),
      data: {
        status: end.status,
        statusReason: end.reason,
        leaseUntil: null,
        nextAttemptAt: null,
        requestBody: null,
        updatedAt: now,
      },
    });
    if (count === 0) return null;
    await recordActivity(tx, unsentEntry(bot, 'Joining', end, now));
    return freeSharedLinks({ tx, now }, [bot.id]);
  });
  if (freed) await enqueueFollowUps(freed, now);
  return freed !== null;
}

/**
 * Selects the row of a bot as long as this claim of it stands: its provider has not named a bot, and no other attempt has
 * claimed it, as happens when a process is frozen for longer than its lease.
 */
export function ownClaim({ id, attempts }: Pick<ClaimedBot, 'id' | 'attempts'>) {
  return { id, attempts, status: 'Joining', providerBotId: null } as const;
}

/**
 * Schedules bots for the meetings that these bots covered, by the same link at the same time, and that need their own now.
 * @param change its transaction holds the users' locks, and has ended the bots
 * @returns bots that must leave
 */
export async function freeSharedLinks(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  botIds: string[],
): Promise<{ recalled: string[] }> {
  const recalled: string[] = [];
  for (const { userId, eventIds } of await meetingsWithSharedLink(tx, botIds, now)) {
    recalled.push(...(await reconcileBots({ tx, now, actor: 'usher' }, userId, { eventIds })).recalled);
  }
  return { recalled };
}

/** The entry of a bot that ends without having been sent. */
function unsentEntry(
  bot: Pick<ScheduledBot, 'id' | 'userId' | 'occurrenceId' | 'title' | 'joinAt' | 'meetingUrl'>,
  before: ScheduledBot['status'],
  end: { status: 'Error' | 'Missed'; reason: string },
  now: Date,
): Activity {
  const missed = end.status === 'Missed';
  return {
    userId: bot.userId,
    at: now,
    actor: 'usher',
    action: missed ? 'bot.missed' : 'bot.failed',
    cause: missed ? 'meeting_ended' : 'provider_refused',
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: `No bot for “${bot.title}”: ${end.reason}`,
    before: { ...botFacts({ ...bot, status: before }), reason: null },
    after: { ...botFacts({ ...bot, status: end.status }), reason: end.reason },
  };
}

function silentEntry(bot: EndedBot, now: Date): Activity {
  return {
    userId: bot.userId,
    at: now,
    actor: 'usher',
    action: 'bot.status',
    cause: 'provider_silent',
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: `Bot probably finished in “${bot.title}”: its provider never reported the end.`,
    before: { status: bot.before },
    after: { status: 'Done' },
  };
}
