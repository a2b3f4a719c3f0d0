import { toUser, type User } from '@/lib/accounts/users';
import { type Actor, botFacts, recordActivity } from '@/lib/activity/record-activity';
import type { AutoScheduleSettings } from '@/lib/contract/auto-schedule';
import type { BotConfig } from '@/lib/contract/bot-config';
import { db } from '@/lib/platform/database/client';
import type { Prisma, User as UserRow } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { reconcileBots } from './reconcile-bots';

/**
 * Turns auto-schedule on and books the next 24 hours at once.
 * @param defaultBotConfig replaces the stored one; undefined keeps it
 */
export async function enableAutoSchedule(
  userId: string,
  defaultBotConfig: BotConfig | undefined,
  actor: Actor,
  now: Date,
): Promise<{ settings: AutoScheduleSettings; scheduledNow: number }> {
  const { user, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const user = await tx.user.update({
      where: { id: userId },
      data: {
        autoScheduleEnabled: true,
        ...(defaultBotConfig ? { defaultBotConfig: defaultBotConfig as Prisma.InputJsonObject } : {}),
      },
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'auto_schedule.enabled',
      cause: 'requested',
      summary: 'Auto-schedule turned on.',
      before: settingsOf(before),
      after: settingsOf(user),
    });
    return { user, reconciled: await reconcileBots({ tx, now, actor }, userId, 'upcoming') };
  });
  await enqueueFollowUps(reconciled, now);
  return { settings: autoScheduleSettings(toUser(user)), scheduledNow: reconciled.created };
}

/**
 * Turns auto-schedule off. Bots it booked stay, unless `cancelScheduled`; bots booked by hand always stay.
 */
export async function disableAutoSchedule(
  userId: string,
  cancelScheduled: boolean,
  actor: Actor,
  now: Date,
): Promise<void> {
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const user = await tx.user.update({ where: { id: userId }, data: { autoScheduleEnabled: false } });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'auto_schedule.disabled',
      cause: 'requested',
      summary: 'Auto-schedule turned off.',
      before: settingsOf(before),
      after: settingsOf(user),
    });
    if (cancelScheduled) {
      // Nor do those come back whose meetings are cancelled now and may be restored.
      await tx.scheduledBot.updateMany({
        where: { userId, source: 'auto', cancelledByCalendar: true },
        data: { cancelledByCalendar: false },
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
          summary: `Bot for “${bot.title}” cancelled: auto-schedule was turned off.`,
          before: botFacts({ ...bot, status: 'Scheduled' }),
          after: botFacts(bot),
        })),
      );
    }
    return reconcileBots({ tx, now, actor }, userId, 'upcoming');
  });
  await enqueueFollowUps(reconciled, now);
}

/**
 * Replaces the configuration that bots are booked with which bring none of their own. Those that are booked keep theirs.
 * @returns the settings as stored
 */
export async function setDefaultBotConfig(
  userId: string,
  defaultBotConfig: BotConfig,
  actor: Actor,
  now: Date,
): Promise<AutoScheduleSettings> {
  return db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const user = await tx.user.update({
      where: { id: userId },
      data: { defaultBotConfig: defaultBotConfig as Prisma.InputJsonObject },
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'auto_schedule.configured',
      cause: 'requested',
      summary: 'Default bot configuration changed.',
      before: { default_bot_config: settingsOf(before).default_bot_config },
      after: { default_bot_config: settingsOf(user).default_bot_config },
    });
    return autoScheduleSettings(toUser(user));
  });
}

/** Returns a user's auto-schedule settings as the contract shows them. */
export function autoScheduleSettings(user: User): AutoScheduleSettings {
  return {
    auto_schedule_enabled: user.autoScheduleEnabled,
    default_bot_config: user.defaultBotConfig,
    rules: user.rules,
  };
}

function settingsOf(user: UserRow): Prisma.InputJsonObject {
  return {
    auto_schedule_enabled: user.autoScheduleEnabled,
    default_bot_config: user.defaultBotConfig as Prisma.InputJsonObject,
  };
}
