import { type Activity, botFacts } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import type { ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { meetingsThatGaveWay } from './queries';

/** Why a bot is `Missed` of which nothing else is known. */
export const TOO_LATE = 'The meeting ended before a bot could be sent.';

/** Longer than any meeting runs over: a bot whose meeting ended so long ago is in no room any more. */
export const LONGEST_OVERRUN_MS = 6 * 3_600_000;

/** What is told of a bot that ends without having been at its meeting. */
export function endEntry(
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

/**
 * Lets the meetings that gave way to bots, in the same room, have their own now that those have ended.
 * @param tx holds the users' locks, and has ended the bots
 * @returns bots that must leave
 */
export async function freeSharedLinks(tx: Tx, botIds: string[], now: Date): Promise<{ recalled: string[] }> {
  const waiting = await meetingsThatGaveWay(tx, botIds, now);
  const recalled: string[] = [];
  for (const { userId, eventIds } of waiting) {
    recalled.push(...(await reconcileBots({ tx, now, actor: 'usher' }, userId, { eventIds })).recalled);
  }
  return { recalled };
}
