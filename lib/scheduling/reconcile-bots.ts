import type { Actor } from '@/lib/activity/record-activity';
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
 * Gives each occurrence the bot its decision asks for: books, moves, relinks, cancels, recalls, in a few statements
 * however many there are. Every write is conditional on the bot still being what was read.
 * @param tx holds the user's lock
 * @param scope occurrences of these events, or all of one user that start within the booking horizon or have a bot;
 *   meetings that are in the same room at the same time are looked at with them
 * @param cause who changed what the bots follow
 * @param since how long it has been so
 */
export async function reconcileBots(
  tx: Tx,
  userId: string,
  scope: { eventIds: string[] } | 'upcoming',
  now: Date,
  cause: Actor = 'google',
  since: Since = sinceThen(now),
): Promise<Reconciled> {
  const condition =
    scope === 'upcoming' ? scopes.upcoming(userId, now) : scopes.events(userId, scope.eventIds, now);
  return reconcile(tx, [userId], await loadLocked(tx, condition), now, cause, since);
}

/**
 * Books what starts within the booking horizon and has no bot, of any number of users. All of it was to be found before.
 * @param tx holds the users' locks
 */
export async function scheduleDue(tx: Tx, userIds: string[], now: Date): Promise<Reconciled> {
  const rows = await loadDecisionInputs(tx, scopes.unscheduled(userIds, now));
  return reconcile(tx, userIds, rows, now, 'usher', sinceBefore);
}

async function reconcile(
  tx: Tx,
  userIds: string[],
  asked: DecisionInputRow[],
  now: Date,
  cause: Actor,
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
