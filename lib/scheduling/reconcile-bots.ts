import type { Change } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from './bot-status-sql';
import { type Decider, decideAll, deciderOf } from './decide';
import { type DecisionInputRow, loadDecisionInputs, scopes, withSharedLinks } from './decision-input';
import { planBot } from './domain/plan-bot';
import type { Planned } from './planned';
import { type Since, sinceBefore, sinceThen } from './since';
import { type Reconciled, writePlans } from './write-plans';

export type { Reconciled };

/**
 * Gives each occurrence the bot that its decision asks for: schedules, moves, relinks, cancels and recalls bots, in a few
 * statements however many they are. Every write holds only while the bot still is what was read.
 * @param change its transaction holds the user's lock; `actor` changed what the bots follow
 * @param scope occurrences of these events, or all of the user that start within the booking horizon or have a bot;
 *   meetings with the same link at the same time are decided with them
 * @param since since when the bots should have been like this
 */
export async function reconcileBots(
  change: Change,
  userId: string,
  scope: { eventIds: string[] } | 'upcoming',
  since: Since = sinceThen(change.now),
): Promise<Reconciled> {
  const { tx, now } = change;
  const condition =
    scope === 'upcoming' ? scopes.upcoming(userId, now) : scopes.events(userId, scope.eventIds, now);
  return reconcile(change, [userId], await loadLocked(tx, condition), since);
}

/**
 * Schedules bots for meetings of any number of users that start within the booking horizon and have none. They should have
 * been there already.
 * @param tx holds the users' locks
 */
export async function scheduleDue(tx: Tx, userIds: string[], now: Date): Promise<Reconciled> {
  const rows = await loadDecisionInputs(tx, scopes.unscheduled(userIds, now));
  return reconcile({ tx, now, actor: 'usher' }, userIds, rows, sinceBefore);
}

async function reconcile(
  { tx, now, actor: cause }: Change,
  userIds: string[],
  asked: DecisionInputRow[],
  since: Since,
): Promise<Reconciled> {
  const rows = await withSharedLinks(tx, asked, loadLocked);
  if (rows.length === 0) return { created: 0, changed: 0, cancelled: 0, recalled: [] };
  const users = await tx.user.findMany({
    where: { id: { in: userIds } },
    select: { id: true, autoScheduleEnabled: true, rules: true, defaultBotConfig: true },
  });
  const deciders = new Map(users.map((user): [string, Decider] => [user.id, deciderOf(user)]));
  const decisions = decideAll(rows, deciders, now);
  const planned = rows.flatMap((row): Planned[] => {
    const decision = decisions.get(row.id);
    if (!decision) return [];
    const { bot } = row;
    const plan = planBot(
      row,
      bot && { ...bot, recallRequested: bot.recallRequestedAt !== null },
      decision,
      now,
    );
    return [{ row, decision, plan }];
  });
  const configs = new Map(users.map((user) => [user.id, user.defaultBotConfig]));
  return writePlans(tx, planned, configs, now, cause, since);
}

/** Reads occurrences after locking their live bots, which dispatch and the provider's reports move on their own. */
async function loadLocked(tx: Tx, condition: Prisma.Sql): Promise<DecisionInputRow[]> {
  await lockBookedOrActiveBots(tx, condition);
  return loadDecisionInputs(tx, condition);
}

/** Locks the live bots of occurrences ("Occurrence" o), always after their users, until the transaction ends. */
async function lockBookedOrActiveBots(tx: Tx, occurrences: Prisma.Sql): Promise<void> {
  await tx.$queryRaw`
    SELECT bot."id" FROM "ScheduledBot" bot JOIN "Occurrence" o ON o."id" = bot."occurrenceId"
     WHERE bot."status" IN (${BOOKED_OR_ACTIVE_IN_SQL})
       AND ${occurrences}
     ORDER BY bot."id" FOR NO KEY UPDATE OF bot`;
}
