import type { Tx } from '@/lib/platform/database/client';
import type { BotSource, Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/secrets';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { DEFAULT_JOIN_OFFSET_SECONDS } from './domain/join-time';

const DEFAULT_BOT_NAME = 'Usher';

export type Booking = {
  occurrenceId: string;
  source: BotSource;
  botConfig: unknown;
  /** Distance from the meeting's start, in seconds. */
  joinOffsetSeconds?: number;
  /** Since when it is wanted, by default now; null = since before it is due. */
  bookedSince?: Date | null;
  scheduleGroup?: string | null;
};

export type NewBooking = Pick<
  ScheduledBot,
  'id' | 'status' | 'joinAt' | 'meetingUrl' | 'title' | 'scheduleGroup' | 'botConfig'
> & { occurrenceId: string };

/**
 * Writes bots for occurrences that have a link, in one statement; each takes its meeting from the occurrence's row.
 * @returns what was written; an occurrence that has a live bot already (the partial unique index decides) is left out
 */
export async function createBookings(tx: Tx, bookings: Booking[], now: Date): Promise<NewBooking[]> {
  if (bookings.length === 0) return [];
  const rows = bookings.map((booking) => {
    const { botName, customAttributes } = nameAndAttributes(booking.botConfig);
    return {
      id: newId('bot'),
      occurrenceId: booking.occurrenceId,
      source: booking.source,
      joinOffsetSeconds: booking.joinOffsetSeconds ?? DEFAULT_JOIN_OFFSET_SECONDS,
      bookedSince: booking.bookedSince === undefined ? now : booking.bookedSince,
      botName,
      customAttributes,
      botConfig: booking.botConfig ?? {},
      scheduleGroup: booking.scheduleGroup ?? null,
    };
  });
  return tx.$queryRaw<NewBooking[]>`
    INSERT INTO "ScheduledBot" (
      "id", "userId", "occurrenceId", "source", "title", "meetingUrl", "meetingPlatform", "linkKey", "meetingStart",
      "meetingEnd", "joinOffsetSeconds", "joinAt", "bookedSince", "botName", "customAttributes", "botConfig", "scheduleGroup",
      "provider", "createdAt", "updatedAt")
    SELECT n."id", o."userId", o."id", n."source", o."title", COALESCE(o."meetingUrl", ''), o."meetingPlatform",
           o."linkKey", o."startTime", o."endTime", n."joinOffsetSeconds",
           o."startTime" + n."joinOffsetSeconds" * interval '1 second', n."bookedSince", n."botName",
           n."customAttributes", n."botConfig", n."scheduleGroup", ${env().BOT_PROVIDER}, ${now}, ${now}
      FROM jsonb_populate_recordset(NULL::"ScheduledBot", ${JSON.stringify(rows)}::jsonb) AS n
      JOIN "Occurrence" o ON o."id" = n."occurrenceId"
    ON CONFLICT DO NOTHING
    RETURNING "id", "occurrenceId", "status", "joinAt", "meetingUrl", "title", "scheduleGroup", "botConfig"`;
}

/**
 * What a configuration says of a bot's name and attributes. A bot's columns for them always say this: whoever writes
 * its configuration writes them with it.
 */
export function nameAndAttributes(botConfig: unknown): {
  botName: string;
  customAttributes: Prisma.JsonObject;
} {
  const config = (botConfig ?? {}) as Prisma.JsonObject;
  return {
    botName: typeof config.bot_name === 'string' ? config.bot_name : DEFAULT_BOT_NAME,
    customAttributes: (config.custom_attributes as Prisma.JsonObject) ?? {},
  };
}

/**
 * Books a bot for an occurrence whose live one is being called back: that one's row takes the booking over and comes
 * back with it once it has ended, since an occurrence has one live bot at a time.
 * @returns the row of the bot that leaves, or null when no live bot is being called back
 */
export async function scheduleAfterRecall(tx: Tx, booking: Booking, now: Date): Promise<NewBooking | null> {
  const [leaving] = await tx.scheduledBot.updateManyAndReturn({
    where: {
      occurrenceId: booking.occurrenceId,
      status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
      recallRequestedAt: { not: null },
    },
    data: {
      ...nameAndAttributes(booking.botConfig),
      source: booking.source,
      botConfig: (booking.botConfig ?? {}) as Prisma.JsonObject,
      scheduleGroup: booking.scheduleGroup ?? null,
      cancelledByCalendar: true,
      bookedSince: now,
      updatedAt: now,
    },
  });
  return leaving ? { ...leaving, occurrenceId: booking.occurrenceId } : null;
}
