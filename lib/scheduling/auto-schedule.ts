import { toUser, type User } from '@/lib/accounts/users';
import {
  type Activity,
  type Actor,
  botFacts,
  type Change,
  recordActivity,
} from '@/lib/activity/record-activity';
import type { AutoScheduleSettings, DisableAutoScheduleBody } from '@/lib/contract/auto-schedule';
import type { BotConfig } from '@/lib/contract/bot-config';
import type { PreviewRulesResponse } from '@/lib/contract/rules';
import { readRules } from '@/lib/contract/stored';
import { db } from '@/lib/platform/database/client';
import type { Prisma, User as UserRow } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { type DecisionSettings, decideAll, decisionSettingsOf, withRelated } from './decide';
import type { Decision } from './domain/join-decision';
import { BOOKING_HORIZON_MS } from './domain/join-time';
import type { Rules } from './domain/rules';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { markScanned, usersScannedBefore } from './queries/bookings';
import { type DecisionInputRow, decisionInputs } from './queries/decision-input';
import { type Reconciled, reconcileBots, scheduleDue } from './reconcile-bots';
import { refuseConfig, sendersOf } from './refuse-unsendable';

const PREVIEW_MS = 28 * 86_400_000;

/**
 * Turns auto-schedule on and schedules bots for the next 24 hours at once.
 * @param defaultBotConfig replaces the stored one; undefined leaves it as it is
 * @returns the settings, and how many bots were scheduled
 * @throws UsherError validation_failed (a configuration that none of the accounts' providers takes)
 */
export async function enableAutoSchedule(
  userId: string,
  defaultBotConfig: BotConfig | undefined,
  actor: Actor,
  now: Date,
): Promise<{ settings: AutoScheduleSettings; scheduledNow: number }> {
  const { user, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    refuseConfig(await sendersOf(tx, userId), defaultBotConfig, { root: 'default_bot_config' });
    const user = await changeSettings(
      change,
      userId,
      { autoScheduleEnabled: true, ...storedConfig(defaultBotConfig) },
      { action: 'auto_schedule.enabled', summary: 'Auto-schedule turned on.', shown: enabledAndConfig },
    );
    return { user, reconciled: await reconcileBots(change, userId, 'upcoming') };
  });
  await enqueueFollowUps(reconciled, now);
  return { settings: autoScheduleSettings(toUser(user)), scheduledNow: reconciled.created };
}

/**
 * Turns auto-schedule off. The bots it has scheduled stay, unless `cancel_scheduled`; bots scheduled manually always stay.
 * @param body `default_bot_config` replaces the stored one; undefined leaves it as it is
 */
export async function disableAutoSchedule(
  userId: string,
  body: DisableAutoScheduleBody,
  actor: Actor,
  now: Date,
): Promise<void> {
  const reconciled = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await changeSettings(
      change,
      userId,
      { autoScheduleEnabled: false, ...storedConfig(body.default_bot_config) },
      { action: 'auto_schedule.disabled', summary: 'Auto-schedule turned off.', shown: enabledAndConfig },
    );
    if (body.cancel_scheduled) await cancelAutoScheduled(change, userId);
    return reconcileBots(change, userId, 'upcoming');
  });
  await enqueueFollowUps(reconciled, now);
}

/** Returns the column of a default configuration, where one is given. */
function storedConfig(config: BotConfig | undefined): Pick<Prisma.UserUpdateInput, 'defaultBotConfig'> {
  return config ? { defaultBotConfig: config as Prisma.InputJsonObject } : {};
}

async function cancelAutoScheduled({ tx, now, actor }: Change, userId: string): Promise<void> {
  // Bots of meetings that are cancelled now do not come back with their meetings either.
  await tx.scheduledBot.updateMany({
    where: { userId, source: 'auto', comesBack: true },
    data: { comesBack: false },
  });
  const cancelled = await tx.scheduledBot.updateManyAndReturn({
    where: { userId, source: 'auto', status: 'Scheduled' },
    data: {
      status: 'Cancelled',
      statusReason: 'Auto-schedule was turned off.',
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  await recordActivity(
    tx,
    cancelled.map((bot) => ({
      userId,
      at: now,
      actor,
      action: 'bot.cancelled',
      cause: 'auto_schedule_off',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot for “${bot.title}” canceled: Auto-schedule was turned off.`,
      before: botFacts({ ...bot, status: 'Scheduled' }),
      after: botFacts(bot),
    })),
  );
}

/**
 * Replaces the configuration of bots that are scheduled without one of their own. Bots that are scheduled already do not
 * change.
 * @returns the settings as stored
 * @throws UsherError validation_failed (what none of the accounts' providers takes)
 */
export async function setDefaultBotConfig(
  userId: string,
  defaultBotConfig: BotConfig,
  actor: Actor,
  now: Date,
): Promise<AutoScheduleSettings> {
  const user = await db().$transaction(async (tx) => {
    refuseConfig(await sendersOf(tx, userId), defaultBotConfig, { root: 'default_bot_config' });
    return changeSettings(
      { tx, now, actor },
      userId,
      { defaultBotConfig: defaultBotConfig as Prisma.InputJsonObject },
      {
        action: 'auto_schedule.configured',
        summary: 'Default bot configuration changed.',
        shown: (row) => ({ default_bot_config: row.defaultBotConfig }),
      },
    );
  });
  return autoScheduleSettings(toUser(user));
}

/** Replaces a user's rules, and schedules and cancels bots by them at once. */
export async function setRules(userId: string, rules: Rules, actor: Actor, now: Date): Promise<Reconciled> {
  const reconciled = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await changeSettings(
      change,
      userId,
      { rules },
      {
        action: 'rules.changed',
        summary: 'Auto-schedule rules changed.',
        shown: (row) => ({ rules: readRules(row.rules) }),
      },
    );
    return reconcileBots(change, userId, 'upcoming');
  });
  await enqueueFollowUps(reconciled, now);
  return reconciled;
}

/**
 * Changes settings under the user's lock, and records in the activity what is `shown` of the user before and after.
 * @returns the user as stored
 */
async function changeSettings(
  { tx, now, actor }: Change,
  userId: string,
  data: Prisma.UserUpdateInput,
  { shown, ...entry }: Pick<Activity, 'action' | 'summary'> & { shown: (row: UserRow) => Activity['before'] },
): Promise<UserRow> {
  await lockUser(tx, userId);
  const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const after = await tx.user.update({ where: { id: userId }, data });
  await recordActivity(tx, {
    ...entry,
    userId,
    at: now,
    actor,
    cause: 'requested',
    before: shown(before),
    after: shown(after),
  });
  return after;
}

function enabledAndConfig(row: UserRow): Activity['before'] {
  return { auto_schedule_enabled: row.autoScheduleEnabled, default_bot_config: row.defaultBotConfig };
}

/** Returns a user's auto-schedule settings as the contract shows them. */
export function autoScheduleSettings(user: User): AutoScheduleSettings {
  return {
    auto_schedule_enabled: user.autoScheduleEnabled,
    default_bot_config: user.defaultBotConfig,
    rules: user.rules,
  };
}

/**
 * Returns what auto-schedule with other rules would do to the meetings of the next 28 days, beside what happens as things
 * are. Writes nothing.
 */
export async function previewRules(user: User, rules: Rules, now: Date): Promise<PreviewRulesResponse> {
  const until = new Date(+now + PREVIEW_MS);
  const asked = await decisionInputs(db(), { kind: 'window', userId: user.id, from: now, to: until });
  const rows = await withRelated(db(), asked);
  const decide = (settings: DecisionSettings) => decideAll(rows, new Map([[user.id, settings]]), now);
  const before = decide(decisionSettingsOf(user));
  const after = decide({ autoScheduleEnabled: true, rules });

  const joins = (decisions: Map<string, Decision>) => asked.filter(({ id }) => decisions.get(id)?.will_join);
  const differs = (from: Map<string, Decision>, to: Map<string, Decision>) =>
    joins(to)
      .filter(({ id }) => !from.get(id)?.will_join)
      .sort((one, other) => +one.startTime - +other.startTime)
      .map((row) => toPreviewed(row, after.get(row.id)));
  return {
    auto_schedule_enabled: user.autoScheduleEnabled,
    time_min: now.toISOString(),
    time_max: until.toISOString(),
    joins_now: joins(before).length,
    would_join: joins(after).length,
    added: differs(before, after),
    dropped: differs(after, before),
  };
}

function toPreviewed(row: DecisionInputRow, decision: Decision | undefined) {
  return {
    event_id: row.id,
    title: row.title,
    start_time: row.startTime.toISOString(),
    end_time: row.endTime.toISOString(),
    code: decision?.code ?? '',
    reason: decision?.reason ?? '',
  };
}

/**
 * Schedules bots for the meetings of these users that start within the next 24 hours and have none. It takes a few
 * statements however many the users are, and repeating it does no harm.
 */
export async function scanUpcoming(userIds: string[], now: Date): Promise<Reconciled> {
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, ...userIds);
    const result = await scheduleDue({ tx, now }, userIds);
    await markScanned(tx, userIds, new Date(+now + BOOKING_HORIZON_MS));
    return result;
  });
  await enqueueFollowUps(reconciled, now);
  return reconciled;
}

/** Returns the ids of the users who have not been scanned since `since`: after an outage, all whom it missed. */
export async function usersToScan(since: Date): Promise<string[]> {
  const users = await usersScannedBefore(db(), new Date(+since + BOOKING_HORIZON_MS));
  return users.map((user) => user.id);
}

/** Returns the last midnight UTC. */
export function lastMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
