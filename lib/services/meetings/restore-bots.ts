import type { RestoreBotsResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/db/client';
import type { Occurrence, Override, ScheduledBot, User } from '@/lib/db/generated/prisma/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { type Actor, botFacts, recordActivity } from '../activity/record-activity';
import { afterReconcile } from '../decisions/after-reconcile';
import { bookBots } from '../decisions/book-bots';
import { decideStored } from '../decisions/decide-stored';
import { lockUser } from '../decisions/lock-user';
import { reconcileBots } from '../decisions/reconcile-bots';

/** A bot that was taken off, its meeting, and the wish for that meeting before. */
type TakenOff = { bot: ScheduledBot; occurrence: Occurrence; wish: Override | null };

/**
 * Undoes the taking off of bots: each meeting has the bot again that it had, with the wish there was for it. What was
 * wished for, booked or decided since stays: then the bot stays away, and the answer says why.
 */
export async function restoreBots(
  user: User,
  botIds: string[],
  actor: Actor,
  now: Date,
): Promise<RestoreBotsResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const { takenOff, refused } = await findTakenOff(tx, user.id, botIds, now);
    for (const wish of [null, 'always'] as const) {
      const ids = takenOff.filter((each) => each.wish === wish).map((each) => each.occurrence.id);
      // A wish that was made since is not taken back.
      await tx.occurrence.updateMany({
        where: { id: { in: ids }, override: 'never' },
        data: { override: wish },
      });
    }
    await bookAgain(tx, user.id, takenOff, actor, now);
    const eventIds = [...new Set(takenOff.map((each) => each.occurrence.eventId))];
    const reconciled = await reconcileBots(tx, user.id, { eventIds }, now, actor);
    return { response: await answer(tx, user, takenOff, refused, now), reconciled };
  });
  await afterReconcile(reconciled, now);
  return response;
}

async function findTakenOff(tx: Tx, userId: string, botIds: string[], now: Date) {
  const found = await tx.scheduledBot.findMany({
    where: { userId, id: { in: botIds } },
    include: { occurrence: { include: { bots: { orderBy: { createdAt: 'desc' }, take: 1 } } } },
  });
  const entries = await tx.activityEntry.findMany({
    where: { userId, botId: { in: found.map((bot) => bot.id) }, action: 'bot.unscheduled' },
    orderBy: { id: 'asc' },
  });
  // The newest one counts.
  const wishes = new Map(
    entries.map(({ botId, before }) => [botId, (before as { override?: Override | null }).override ?? null]),
  );
  const byId = new Map(found.map((bot) => [bot.id, bot]));
  const takenOff: TakenOff[] = [];
  const refused = new Map<string, string>();
  for (const id of new Set(botIds)) {
    const bot = byId.get(id);
    const wish = wishes.get(id);
    const isOff = bot && (bot.status === 'Cancelled' || bot.recallRequestedAt !== null);
    if (!bot) refused.set(id, 'There is no bot with this id.');
    else if (!isOff || wish === undefined) refused.set(id, 'This bot was not taken off by hand.');
    else if (!bot.occurrence || bot.occurrence.isDeleted) refused.set(id, 'The meeting is cancelled.');
    else if (bot.occurrence.endTime <= now) refused.set(id, 'The meeting is over.');
    else if (bot.occurrence.bots[0]?.id !== id) refused.set(id, 'The meeting has had another bot since.');
    else if (!bot.occurrence.meetingUrl) refused.set(id, 'The meeting has no link any more.');
    else takenOff.push({ bot, occurrence: bot.occurrence, wish });
  }
  return { takenOff, refused };
}

/** Books the same again; one that is still leaving comes back with its own row, once it has left. */
async function bookAgain(
  tx: Tx,
  userId: string,
  takenOff: TakenOff[],
  actor: Actor,
  now: Date,
): Promise<void> {
  await tx.scheduledBot.updateMany({
    where: { id: { in: takenOff.map(({ bot }) => bot.id) }, recallRequestedAt: { not: null } },
    data: { cancelledByCalendar: true },
  });
  const booked = await bookBots(
    tx,
    takenOff.map(({ bot, occurrence }) => ({
      occurrenceId: occurrence.id,
      source: bot.source,
      botConfig: bot.botConfig,
      joinOffsetSeconds: bot.joinOffsetSeconds,
      scheduleGroup: bot.scheduleGroup,
    })),
    now,
  );
  const wishes = new Map(takenOff.map(({ occurrence, wish }) => [occurrence.id, wish]));
  await recordActivity(
    tx,
    booked.map((bot) => ({
      userId,
      at: now,
      actor,
      action: 'bot.scheduled',
      cause: 'undone',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot for “${bot.title}” is back as it was.`,
      before: { ...botFacts(null), override: 'never' },
      after: { ...botFacts(bot), override: wishes.get(bot.occurrenceId) ?? null },
    })),
  );
}

async function answer(
  tx: Tx,
  user: User,
  takenOff: TakenOff[],
  refused: ReadonlyMap<string, string>,
  now: Date,
): Promise<RestoreBotsResponse> {
  const occurrenceIds = takenOff.map(({ occurrence }) => occurrence.id);
  const live = await tx.scheduledBot.findMany({
    where: { occurrenceId: { in: occurrenceIds }, status: { in: [...LIVE_STATUSES] } },
    select: { id: true, occurrenceId: true },
  });
  const botOf = new Map(live.map((bot) => [bot.occurrenceId, bot.id]));
  const away = occurrenceIds.filter((id) => !botOf.has(id));
  const decisions = away.length > 0 ? await decideStored(tx, user, away, now) : new Map();
  const skipped = [...refused].map(([bot_id, reason]) => ({ bot_id, reason }));
  const restored: RestoreBotsResponse['restored'] = [];
  for (const { bot, occurrence } of takenOff) {
    const id = botOf.get(occurrence.id);
    if (id) restored.push({ bot_id: bot.id, restored_as: id });
    else skipped.push({ bot_id: bot.id, reason: decisions.get(occurrence.id)?.reason ?? 'It may not join.' });
  }
  return { restored, skipped };
}
