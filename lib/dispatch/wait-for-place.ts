import { recordActivity } from '@/lib/activity/record-activity';
import { db, type Tx } from '@/lib/platform/database/client';
import { limitReason, takePlaces } from '@/lib/scheduling/domain/bot-limit';
import { isManual } from '@/lib/scheduling/share-copies';
import { senders } from './provider-stops';
import { freePlaces, lockPlaces, tellBots, waitingForPlace } from './queries/places';
import type { LockedBot, Senders } from './queries/sending';

/** Bots that are told at a time why they wait. */
const MOST_TOLD = 500;

/**
 * Returns those of the bots that are due that get a place, and those that need none: a claim that has run out had one. The
 * places stay locked until the transaction ends, so that two processes never give the same one away. A bot whose places another
 * transaction has locked is left for the next claim.
 * @param due their rows are locked
 */
export async function withPlace(tx: Tx, due: LockedBot[], senders: Senders, now: Date): Promise<LockedBot[]> {
  const asking = due.filter(
    (bot) => bot.status === 'Scheduled' && bot.meetingEnd > now && !bot.recallRequestedAt,
  );
  if (asking.length === 0) return due;
  const users = await lockPlaces(tx, [...new Set(asking.map(({ userId }) => userId))], senders);
  // Another statement: it sees what those who had the locks have committed.
  const free = await freePlaces(
    tx,
    users.map(({ userId }) => userId),
    senders,
  );
  const turns = asking.map((bot) => ({
    id: bot.id,
    userId: bot.userId,
    start: bot.meetingStart,
    manual: isManual(bot),
  }));
  const taken = takePlaces(turns, {
    ofPerson: new Map(free.map(({ userId, ofPerson }) => [userId, ofPerson])),
    ofInstallation: free[0]?.ofInstallation ?? 0,
  });
  const waiting = new Set(asking.map(({ id }) => id));
  for (const { id } of taken) waiting.delete(id);
  return waiting.size === 0 ? due : due.filter(({ id }) => !waiting.has(id));
}

/** Writes to the bots that wait for a place why they do, and records it. */
export async function tellWaitingForPlace(now: Date): Promise<void> {
  const using = senders();
  const { ofInstallation } = using.most;
  const waiting = await waitingForPlace(db(), using, now, MOST_TOLD);
  const news = waiting.flatMap((bot) => {
    const of = bot.isOwnLimit || ofInstallation === null ? 'person' : 'installation';
    const reason = limitReason({ of, most: of === 'person' ? bot.ofPerson : (ofInstallation ?? 0) });
    return bot.statusReason === reason ? [] : [{ ...bot, reason }];
  });
  if (news.length === 0) return;
  await db().$transaction(async (tx) => {
    const rows = news.map(({ id, reason }) => ({ id, statusReason: reason }));
    const told = new Set((await tellBots(tx, rows, now)).map(({ id }) => id));
    await recordActivity(
      tx,
      news
        .filter(({ id }) => told.has(id))
        .map((bot) => ({
          userId: bot.userId,
          at: now,
          actor: 'usher',
          action: 'bot.waiting',
          cause: 'bot_limit',
          botId: bot.id,
          occurrenceId: bot.occurrenceId,
          summary: `Bot for “${bot.title}” waits for a place: ${bot.reason}`,
          before: { reason: bot.statusReason },
          after: { reason: bot.reason },
        })),
    );
  });
}
