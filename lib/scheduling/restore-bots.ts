import { z } from 'zod';
import type { User } from '@/lib/accounts/users';
import { type Actor, botFacts, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { RestoreBotsResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Occurrence, Override, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { createBookings } from './create-bookings';
import { decideAll, decisionSettingsOf, withRelated } from './decide';
import type { Decision } from './domain/join-decision';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { decisionInputs } from './queries/decision-input';
import { reconcileBots } from './reconcile-bots';

/** A bot that was removed, its meeting, and the override that the meeting has once the bot is restored. */
type RemovedBot = { bot: ScheduledBot; occurrence: Occurrence; override: Override | null };

/**
 * Restores bots that were removed manually, with the overrides that their meetings had, and returns which are back. What
 * was overridden, scheduled or decided since then wins: that bot is not restored, nothing is written for it, and the
 * answer says why.
 */
export async function restoreBots(
  user: User,
  botIds: string[],
  actor: Actor,
  now: Date,
): Promise<RestoreBotsResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, user.id);
    const { removedBots, refused } = await findRemoved(change, user.id, botIds);
    const decisions = await decideAsBefore(change, user, removedBots);
    const back = removedBots.filter(({ bot, occurrence }) => {
      const decision = decisions.get(occurrence.id);
      if (!decision?.will_join) refused.set(bot.id, decision?.reason ?? 'It cannot join.');
      return decision?.will_join;
    });
    for (const override of [null, 'always'] as const) {
      const ids = back.filter((each) => each.override === override).map((each) => each.occurrence.id);
      // Without an override of its own, what is overridden at a copy counts again.
      const overrideSetAt = override && now;
      await tx.occurrence.updateMany({ where: { id: { in: ids } }, data: { override, overrideSetAt } });
    }
    const newIds = await scheduleAgain(change, user.id, back);
    const eventIds = [...new Set(back.map((each) => each.occurrence.eventId))];
    const reconciled = await reconcileBots(change, user.id, { eventIds });
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

/** Returns which of these bots may be restored, and for the others the reason why not, by id. */
async function findRemoved({ tx, now }: Change, userId: string, botIds: string[]) {
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
    const isRemoved = bot && (bot.status === 'Cancelled' || bot.recallRequestedAt !== null);
    if (!bot) refused.set(id, 'There is no bot with this id.');
    else if (!isRemoved || override === undefined) refused.set(id, 'This bot was not removed manually.');
    else if (!bot.occurrence || bot.occurrence.isDeleted) refused.set(id, 'The meeting is canceled.');
    else if (bot.occurrence.endTime <= now) refused.set(id, 'The meeting has ended.');
    else if (bot.occurrence.bots[0]?.id !== id) refused.set(id, 'The meeting has had another bot since.');
    else if (!bot.occurrence.meetingUrl) refused.set(id, 'The meeting no longer has a link.');
    else removedBots.push({ bot, occurrence: bot.occurrence, override });
  }
  return { removedBots, refused };
}

/** What an entry of the activity records of the meeting's override. */
const recorded = z.object({ override: z.enum(['always', 'never']).nullish() });

type BotOfMeeting = ScheduledBot & { occurrence: Occurrence | null };

/**
 * Returns the overrides that the meetings of these bots had before the bots were removed, or the current one where it was
 * set since then.
 * @returns by bot id; nothing for a bot that was not removed manually
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
    // Its last removal counts.
    const removal = entries.findLast(({ botId }) => botId === bot.id);
    if (!removal) continue;
    const isOverriddenSince = entries.some(
      ({ id, action, occurrenceId }) =>
        id > removal.id && action === 'override.set' && occurrenceId === bot.occurrenceId,
    );
    const is = bot.occurrence?.override ?? null;
    const was = recorded.parse(removal.before).override ?? null;
    overrides.set(bot.id, is === 'never' && !isOverriddenSince ? was : is);
  }
  return overrides;
}

/** Returns what would be decided about the meetings if they had their bots and overrides again. Writes nothing. */
async function decideAsBefore(
  { tx, now }: Change,
  user: User,
  removedBots: RemovedBot[],
): Promise<Map<string, Decision>> {
  const byId = new Map(removedBots.map((each) => [each.occurrence.id, each]));
  const inputs = await decisionInputs(tx, { kind: 'ids', ids: [...byId.keys()] });
  const rows = await withRelated(tx, inputs);
  const asBefore = rows.map((row) => {
    const removed = byId.get(row.id);
    if (!removed || !row.bot) return row;
    const bot = { ...row.bot, status: 'Scheduled' as const, recallRequestedAt: null };
    return { ...row, override: removed.override, bot };
  });
  return decideAll(asBefore, new Map([[user.id, decisionSettingsOf(user)]]), now);
}

/**
 * Schedules the same bots again. A recalled one that has not left yet is scheduled again in its own row, once it has left.
 * @returns ids of the new bots, by occurrence id
 */
async function scheduleAgain(
  { tx, now, actor }: Change,
  userId: string,
  removedBots: RemovedBot[],
): Promise<Map<string, string>> {
  await tx.scheduledBot.updateMany({
    where: { id: { in: removedBots.map(({ bot }) => bot.id) }, recallRequestedAt: { not: null } },
    data: { comesBack: true, bookedSince: now },
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
      summary: `Bot for “${bot.title}” restored as it was.`,
      before: { ...botFacts(null), override: 'never' },
      after: { ...botFacts(bot), override: overrides.get(bot.occurrenceId) ?? null },
    })),
  );
  return new Map(scheduled.map((bot) => [bot.occurrenceId, bot.id]));
}
