import { type Activity, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { lockFreeUsers } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { endEntry, freeSharedLinks, LONGEST_OVERRUN_MS, TOO_LATE } from './end-bots';
import { type EndedBot, endOverdue, type Overdue, overdueBots } from './queries';

/** Bots ended in one transaction: after a long outage there are very many, and nobody is to wait for all of them. */
const BATCH = 200;

/**
 * Ends bots that certainly never set out before their meeting ended; of the others the provider is asked once more.
 * @returns how many
 */
export function endMissedBots(now: Date): Promise<number> {
  const end = { status: 'Missed', reason: TOO_LATE } as const;
  return endAll({ kind: 'missed' }, end, (bot) => endEntry(bot, bot.before, end, now), now);
}

/**
 * Ends bots whose provider has said nothing for hours after their meeting, also when it was asked a moment ago: they are
 * not there any more.
 * @returns how many
 */
export function endSilentBots(now: Date): Promise<number> {
  const since = new Date(+now - LONGEST_OVERRUN_MS);
  const end = { status: 'Done', reason: 'The provider never reported its end.' } as const;
  return endAll({ kind: 'silent', since }, end, (bot) => silentEntry(bot, now), now);
}

/**
 * Ends every bot that is overdue, and still is when its turn has come. Those of a user whose bots are
 * being changed just now are left for the next sweep: whoever is waited for would hold up what it repairs for everybody.
 */
async function endAll(
  overdue: Overdue,
  end: { status: 'Missed' | 'Done'; reason: string },
  entryOf: (bot: EndedBot) => Activity,
  now: Date,
): Promise<number> {
  const found = await overdueBots(db(), overdue, now);
  let count = 0;
  for (let i = 0; i < found.length; i += BATCH) {
    const batch = found.slice(i, i + BATCH);
    const { ended, recalled } = await db().$transaction(async (tx) => {
      const free = new Set(await lockFreeUsers(tx, [...new Set(batch.map((bot) => bot.userId))]));
      const ids = batch.filter((bot) => free.has(bot.userId)).map((bot) => bot.id);
      const bots = await endOverdue(tx, ids, overdue, end, now);
      await recordActivity(tx, bots.map(entryOf));
      const freed = await freeSharedLinks(
        tx,
        bots.map((bot) => bot.id),
        now,
      );
      return { ended: bots.length, ...freed };
    });
    count += ended;
    await enqueueFollowUps({ recalled }, now);
  }
  return count;
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
    summary: `Bot has finished in “${bot.title}”, as far as can be told: its provider never reported its end.`,
    before: { status: bot.before },
    after: { status: 'Done' },
  };
}
