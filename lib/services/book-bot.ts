import type { Tx } from '@/lib/db/client';
import type { BotSource, Occurrence, Prisma, ScheduledBot, User } from '@/lib/db/generated/prisma/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { joinTime } from '@/lib/domain/join-time';
import { env } from '@/lib/env';
import { newId } from '@/lib/secrets';

const DEFAULT_BOT_NAME = 'Usher';

export type Booking = {
  source: BotSource;
  botConfig: unknown;
  /** What was edited apart from the configuration; by default what that says. */
  edited?: Pick<ScheduledBot, 'botName' | 'customAttributes'>;
  joinOffsetSeconds?: number;
  scheduleGroup?: string | null;
  now: Date;
};

/**
 * Writes a bot for an occurrence that has a link.
 * @returns the new row, or null when the occurrence has a live bot already (the partial unique index decides)
 */
export async function bookBot(
  tx: Tx,
  user: Pick<User, 'id'>,
  occurrence: Occurrence,
  booking: Booking,
): Promise<ScheduledBot | null> {
  const { botName, customAttributes } = booking.edited ?? nameAndAttributes(booking.botConfig);
  const [made] = await tx.scheduledBot.createManyAndReturn({
    skipDuplicates: true,
    data: {
      id: newId('bot'),
      userId: user.id,
      occurrenceId: occurrence.id,
      source: booking.source,
      title: occurrence.title,
      meetingUrl: occurrence.meetingUrl ?? '',
      meetingPlatform: occurrence.meetingPlatform,
      meetingKey: occurrence.meetingKey,
      meetingStart: occurrence.startTime,
      meetingEnd: occurrence.endTime,
      joinOffsetSeconds: booking.joinOffsetSeconds,
      joinAt: joinTime(occurrence.startTime, booking.joinOffsetSeconds),
      botName,
      customAttributes: customAttributes as Prisma.JsonObject,
      botConfig: (booking.botConfig ?? {}) as Prisma.JsonObject,
      scheduleGroup: booking.scheduleGroup,
      provider: env().BOT_PROVIDER,
      createdAt: booking.now,
      updatedAt: booking.now,
    },
  });
  return made ?? null;
}

/**
 * Books a bot for an occurrence whose live one is being called back: that one's row takes the booking over and comes
 * back with it once it has ended, since an occurrence has one live bot at a time.
 * @returns the row of the bot that leaves, or null when no live bot is being called back
 */
export async function bookAfterRecall(
  tx: Tx,
  occurrence: Pick<Occurrence, 'id'>,
  booking: Booking,
): Promise<ScheduledBot | null> {
  const [leaving] = await tx.scheduledBot.updateManyAndReturn({
    where: {
      occurrenceId: occurrence.id,
      status: { in: [...LIVE_STATUSES] },
      recallRequestedAt: { not: null },
    },
    data: {
      ...nameAndAttributes(booking.botConfig),
      source: booking.source,
      botConfig: (booking.botConfig ?? {}) as Prisma.JsonObject,
      scheduleGroup: booking.scheduleGroup ?? null,
      cancelledByCalendar: true,
      updatedAt: booking.now,
    },
  });
  return leaving ?? null;
}

function nameAndAttributes(botConfig: unknown): { botName: string; customAttributes: Prisma.JsonObject } {
  const config = (botConfig ?? {}) as Prisma.JsonObject;
  return {
    botName: typeof config.bot_name === 'string' ? config.bot_name : DEFAULT_BOT_NAME,
    customAttributes: (config.custom_attributes as Prisma.JsonObject) ?? {},
  };
}
