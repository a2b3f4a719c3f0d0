import type { User } from '@/lib/accounts/users';
import { type Actor, botFacts, recordActivity } from '@/lib/activity/record-activity';
import type { RestoreBotsResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Occurrence, Override, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { createBookings } from './create-bookings';
import { decideAll, deciderOf, withSharedLinks } from './decide';
import type { Decision } from './domain/join-decision';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { decisionInputs } from './queries/decision-input';
import { reconcileBots } from './reconcile-bots';

/** A bot that was taken off, its meeting, and the wish that its meeting has once it is back. */
type RemovedBot = { bot: ScheduledBot; occurrence: Occurrence; override: Override | null };

/**
 * Undoes the taking off of bots: each meeting has the bot again that it had, with the wish there was for it. What was
 * wished for, booked or decided since stays: then the bot stays away, nothing is written, and the answer says why.
 */
export async function restoreBots(
  user: User,
  botIds: string[],
  actor: Actor,
  now: Date,
): Promise<RestoreBotsResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const { removedBots, refused } = await findRemoved(tx, user.id, botIds, now);
    const decisions = await decideAsBefore(tx, user, removedBots, now);
    const back = removedBots.filter(({ bot, occurrence }) => {
      const decision = decisions.get(occurrence.id);
      if (!decision?.will_join) refused.set(bot.id, decision?.reason ?? 'It may not join.');
      return decision?.will_join;
    });
    for (const override of [null, 'always'] as const) {
      const ids = back.filter((each) => each.override === override).map((each) => each.occurrence.id);
      await tx.occurrence.updateMany({ where: { id: { in: ids } }, data: { override } });
    }
    const newIds = await scheduleAgain(tx, user.id, back, actor, now);
    const eventIds = [...new Set(back.map((each) => each.occurrence.eventId))];
    const reconciled = await reconcileBots({ tx, now, actor }, user.id, { eventIds });
    const restored = back.map(({ bot, occurrence }) => ({
      bot_id: bot.id,
      restored_as: newIds.get(occurrence.id) ?? bot.id,
    }));
    const skipped = [...refused].map(([bot_id, reason]) => ({ bot_id, reason }));
    return { response: { restored, skipped }, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  return response;
}

async function findRemoved(tx: Tx, userId: string, botIds: string[], now: Date) {
  const found = await tx.scheduledBot.findMany({
    where: { userId, id: { in: botIds } },
    include: { occurrence: { include: { bots: { orderBy: { createdAt: 'desc' }, take: 1 } } } },
  });
  const overrides = await overridesBefore(tx, userId, found);
  const byId = new Map(found.map((bot) => [bot.id, bot]));
  const removedBots: RemovedBot[] = [];
  const refused = new Map<string, string>();
  for (const id of new Set(botIds)) {
    const bot = byId.get(id);
    const override = overrides.get(id);
    const isOff = bot && (bot.status === 'Cancelled' || bot.recallRequestedAt !== null);
    if (!bot) refused.set(id, 'There is no bot with this id.');
    else if (!isOff || override === undefined) refused.set(id, 'This bot was not taken off by hand.');
    else if (!bot.occurrence || bot.occurrence.isDeleted) refused.set(id, 'The meeting is cancelled.');
    else if (bot.occurrence.endTime <= now) refused.set(id, 'The meeting is over.');
    else if (bot.occurrence.bots[0]?.id !== id) refused.set(id, 'The meeting has had another bot since.');
    else if (!bot.occurrence.meetingUrl) refused.set(id, 'The meeting has no link any more.');
    else removedBots.push({ bot, occurrence: bot.occurrence, override });
  }
  return { removedBots, refused };
}

type BotOfMeeting = ScheduledBot & { occurrence: Occurrence | null };

/**
 * The wishes there were for the meetings of bots before they were taken off; where one was made since, that one.
 * @returns by bot id; nothing for a bot that was not taken off by hand
 */
async function overridesBefore(
  tx: Tx,
  userId: string,
  bots: BotOfMeeting[],
): Promise<Map<string, Override | null>> {
  const entries = await tx.activityEntry.findMany({
    where: {
      userId,
      OR: [
        { botId: { in: bots.map((bot) => bot.id) }, action: 'bot.unscheduled' },
        { occurrenceId: { in: bots.flatMap((bot) => bot.occurrenceId ?? []) }, action: 'override.set' },
      ],
    },
    orderBy: { id: 'asc' },
  });
  const overrides = new Map<string, Override | null>();
  for (const bot of bots) {
    // The newest one counts.
    const off = entries.findLast(({ botId }) => botId === bot.id);
    if (!off) continue;
    const isOverriddenSince = entries.some(
      ({ id, action, occurrenceId }) =>
        id > off.id && action === 'override.set' && occurrenceId === bot.occurrenceId,
    );
    const is = bot.occurrence?.override ?? null;
    const was = (off.before as { override?: Override | null }).override ?? null;
    overrides.set(bot.id, is === 'never' && !isOverriddenSince ? was : is);
  }
  return overrides;
}

/** What would be decided about the meetings if they had their bots and wishes again; nothing is written. */
async function decideAsBefore(
  tx: Tx,
  user: User,
  removedBots: RemovedBot[],
  now: Date,
): Promise<Map<string, Decision>> {
  const byId = new Map(removedBots.map((each) => [each.occurrence.id, each]));
  const rows = await withSharedLinks(tx, await decisionInputs(tx, { kind: 'ids', ids: [...byId.keys()] }));
  const asBefore = rows.map((row) => {
    const off = byId.get(row.id);
    if (!off || !row.bot) return row;
    const bot = { ...row.bot, status: 'Scheduled' as const, recallRequestedAt: null };
    return { ...row, override: off.override, bot };
  });
  return decideAll(asBefore, new Map([[user.id, deciderOf(user)]]), now);
}

/**
 * Books the same again; one that is still leaving comes back with its own row, once it has left.
 * @returns the new bots, by occurrence
 */
async function scheduleAgain(
  tx: Tx,
  userId: string,
  removedBots: RemovedBot[],
  actor: Actor,
  now: Date,
): Promise<Map<string, string>> {
  await tx.scheduledBot.updateMany({
    where: { id: { in: removedBots.map(({ bot }) => bot.id) }, recallRequestedAt: { not: null } },
    data: { cancelledByCalendar: true, bookedSince: now },
  });
  const scheduled = await createBookings(
    tx,
    removedBots.map(({ bot, occurrence }) => ({
      occurrenceId: occurrence.id,
      source: bot.source,
      botConfig: bot.botConfig,
      joinOffsetSeconds: bot.joinOffsetSeconds,
      scheduleGroup: bot.scheduleGroup,
    })),
    now,
  );
  const overrides = new Map(removedBots.map(({ occurrence, override }) => [occurrence.id, override]));
  await recordActivity(
    tx,
    scheduled.map((bot) => ({
      userId,
      at: now,
      actor,
      action: 'bot.scheduled',
      cause: 'undone',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot for “${bot.title}” is back as it was.`,
      before: { ...botFacts(null), override: 'never' },
      after: { ...botFacts(bot), override: overrides.get(bot.occurrenceId) ?? null },
    })),
  );
  return new Map(scheduled.map((bot) => [bot.occurrenceId, bot.id]));
}
