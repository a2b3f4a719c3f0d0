import type { Tx } from '@/lib/db/client';
import type { BotSource, Occurrence, Prisma, ScheduledBot, User } from '@/lib/db/generated/prisma/client';
import { joinTime } from '@/lib/domain/join-time';
import { env } from '@/lib/env';
import { newId } from '@/lib/secrets';

const DEFAULT_BOT_NAME = 'Usher';

export type Booking = {
  source: BotSource;
  botConfig: unknown;
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
  const config = (booking.botConfig ?? {}) as Prisma.JsonObject;
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
      botName: typeof config.bot_name === 'string' ? config.bot_name : DEFAULT_BOT_NAME,
      customAttributes: (config.custom_attributes as Prisma.JsonObject) ?? {},
      botConfig: config,
      scheduleGroup: booking.scheduleGroup,
      provider: env().BOT_PROVIDER,
      createdAt: booking.now,
      updatedAt: booking.now,
    },
  });
  return made ?? null;
}
