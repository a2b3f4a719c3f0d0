import type { BotConfig } from '@/lib/contract/bot-config';
import { db } from '@/lib/db/client';
import type { Prisma, User } from '@/lib/db/generated/prisma/client';
import { lockUser } from './lock-user';
import { type Actor, recordActivity } from './record-activity';
import { scanUpcoming } from './scan-upcoming';

/**
 * Turns auto-schedule on and books the next 24 hours at once.
 * @param defaultBotConfig replaces the stored one; undefined keeps it
 */
export async function enableAutoSchedule(
  userId: string,
  defaultBotConfig: BotConfig | undefined,
  actor: Actor,
  now: Date,
): Promise<{ user: User; scheduledNow: number }> {
  const user = await db().$transaction(async (tx) => {
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'auto_schedule.enabled',
      summary: 'Auto-schedule turned on.',
    });
    return tx.user.update({
      where: { id: userId },
      data: {
        autoScheduleEnabled: true,
        ...(defaultBotConfig ? { defaultBotConfig: defaultBotConfig as Prisma.InputJsonObject } : {}),
      },
    });
  });
  const { created } = await scanUpcoming(userId, now);
  return { user, scheduledNow: created };
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
  await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    await tx.user.update({ where: { id: userId }, data: { autoScheduleEnabled: false } });
    if (cancelScheduled) {
      // Nor do those come back whose meetings are cancelled now and may be restored.
      await tx.scheduledBot.updateMany({
        where: { userId, source: 'auto', cancelledByCalendar: true },
        data: { cancelledByCalendar: false },
      });
      await tx.scheduledBot.updateMany({
        where: { userId, source: 'auto', status: 'Scheduled' },
        data: {
          status: 'Cancelled',
          statusReason: 'Auto-schedule was turned off.',
          version: { increment: 1 },
          updatedAt: now,
        },
      });
    }
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'auto_schedule.disabled',
      summary: 'Auto-schedule turned off.',
    });
  });
}
