import { delaySince } from '@/lib/activity/domain/delay';
import type { Change } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import { type DecisionSettings, decideShared, decisionSettingsOf, withRelated } from './decide';
import { planBot } from './domain/plan-bot';
import { handOverBots } from './hand-over-bots';
import { settleOverrides, settleSeriesOverrides } from './queries/copies';
import {
  type DecisionInputRow,
  decisionInputs,
  lockBots,
  type Scope,
  settingsOfUsers,
} from './queries/decision-input';
import { type Planned, type Reconciled, type Since, writePlans } from './write-plans';

export type { Reconciled, Since };

/**
 * Gives each occurrence the bot that its decision asks for: schedules, moves, relinks, cancels and recalls bots, in a few
 * statements however many they are. Every write holds only while the bot still is what was read.
 * @param change its transaction holds the user's lock; `actor` changed what the bots depend on
 * @param scope occurrences of these events, or all of the user that start within the booking horizon or have a bot;
 *   copies of them, and meetings with the same link at the same time, are decided with them
 * @param since when what led to this happened: delays are measured from then
 */
export async function reconcileBots(
  change: Change,
  userId: string,
  scope: { eventIds: string[] } | 'upcoming',
  since: Since = sinceThen(change.now),
): Promise<Reconciled> {
  const { tx, now } = change;
  const asked: Scope =
    scope === 'upcoming'
      ? { kind: 'upcoming', userId, now }
      : { kind: 'events', userId, eventIds: scope.eventIds, now };
  return reconcile(change, [userId], await loadLocked(tx, asked), since);
}

/**
 * Schedules bots for the meetings of these users that start within the booking horizon and have none. They should have
 * been scheduled already.
 * @param change its transaction holds the users' locks
 */
export async function scheduleDue(
  change: Pick<Change, 'tx' | 'now'>,
  userIds: string[],
): Promise<Reconciled> {
  const { tx, now } = change;
  const rows = await decisionInputs(tx, { kind: 'unscheduled', userIds, now });
  return reconcile({ ...change, actor: 'usher' }, userIds, rows, sinceBefore);
}

async function reconcile(
  change: Change,
  userIds: string[],
  asked: DecisionInputRow[],
  since: Since,
): Promise<Reconciled> {
  const { tx, now } = change;
  const rows = await withRelated(tx, asked, loadLocked);
  if (rows.length === 0) return { created: 0, updated: 0, changed: 0, cancelled: 0, recalled: [] };
  const users = await settingsOfUsers(tx, userIds);
  const settingsByUser = new Map(
    users.map((user): [string, DecisionSettings] => [user.id, decisionSettingsOf(user)]),
  );
  const { decisions, handOvers, unsettled, ...shared } = decideShared(rows, settingsByUser, now);
  if (unsettled.occurrences.length > 0) await settleOverrides(tx, unsettled.occurrences);
  if (unsettled.events.length > 0) await settleSeriesOverrides(tx, unsettled.events);
  await handOverBots(change, handOvers);
  const planned = shared.rows.flatMap((row): Planned[] => {
    const decision = decisions.get(row.id);
    if (!decision) return [];
    const bot = row.bot && { ...row.bot, recallRequested: row.bot.recallRequestedAt !== null };
    return [{ row, decision, plan: planBot(row, bot, decision, now) }];
  });
  const configs = new Map(users.map((user) => [user.id, user.defaultBotConfig]));
  return writePlans(change, planned, configs, since);
}

/** Reads occurrences after locking their bots: dispatch and the provider's reports change them without the user's lock. */
async function loadLocked(tx: Tx, scope: Scope): Promise<DecisionInputRow[]> {
  await lockBots(tx, scope);
  return decisionInputs(tx, scope);
}

const unmeasured = () => null;

/** Returns the `Since` of a change that is being requested, or found out, at an instant. */
export function sinceThen(then: Date): Since {
  return { bookedSince: () => then, delayOf: unmeasured };
}

/** Of bots that should have been scheduled by now: one that is scheduled after it is due is late. */
const sinceBefore: Since = { bookedSince: () => null, delayOf: unmeasured };

/**
 * Returns the `Since` of the changes at Google that a sync has brought.
 * @param changedAt when an event was changed, by the id of its row; a change of any other is found out now
 * @param clock tells when the bots have been changed
 */
export function sinceChanged(changedAt: ReadonlyMap<string, Date>, now: Date, clock: () => Date): Since {
  // An exception that did not change itself may change with its series.
  const changeOf = (row: DecisionInputRow) =>
    changedAt.get(row.resourceId) ?? changedAt.get(row.eventId) ?? null;
  return {
    bookedSince(row) {
      const changed = changeOf(row);
      return changed && changed < now ? changed : now;
    },
    delayOf(row) {
      const changed = changeOf(row);
      return changed && delaySince(changed, clock());
    },
  };
}
