import { z } from 'zod';
import type { Tx } from '@/lib/platform/database/client';
import type { BotSource, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/secrets';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { DEFAULT_JOIN_OFFSET_SECONDS } from './domain/join-time';
import { insertBookings, type NewBooking } from './queries/bookings';

export type { NewBooking };

/** A bot that is to be scheduled. */
export type Booking = {
  occurrenceId: string;
  source: BotSource;
  botConfig: unknown;
  /** Distance of the join from the meeting's start, in seconds; negative = before it. */
  joinOffsetSeconds?: number;
  /** Since when the bot should have been scheduled, by default now; null = since before it is due. */
  bookedSince?: Date | null;
  scheduleGroup?: string | null;
};

/**
 * Schedules bots for occurrences that have a link, in one statement. Each bot takes its meeting from the occurrence's row.
 * @returns the bots that were created; an occurrence with a bot that is booked or active is left out
 */
export async function createBookings(tx: Tx, bookings: Booking[], now: Date): Promise<NewBooking[]> {
  if (bookings.length === 0) return [];
  const rows = bookings.map((booking) => ({
    id: newId('bot'),
    occurrenceId: booking.occurrenceId,
    source: booking.source,
    joinOffsetSeconds: booking.joinOffsetSeconds ?? DEFAULT_JOIN_OFFSET_SECONDS,
    bookedSince: booking.bookedSince === undefined ? now : booking.bookedSince,
    ...nameAndAttributes(booking.botConfig),
    botConfig: booking.botConfig ?? {},
    scheduleGroup: booking.scheduleGroup ?? null,
  }));
  return insertBookings(tx, rows, env().BOT_PROVIDER, now);
}

/**
 * Returns a bot's name and attributes by its configuration. The bot's columns of these names always hold them: whoever
 * writes a configuration writes them with it.
 */
export function nameAndAttributes(botConfig: unknown) {
  const { bot_name, custom_attributes } = named.parse(botConfig ?? {});
  return { botName: bot_name, customAttributes: custom_attributes ?? {} };
}

// A check constraint of the table asks for the same.
const named = z.object({
  bot_name: z.string().catch('Usher'),
  custom_attributes: z.json().nullish(),
});

/**
 * Schedules a bot for an occurrence whose bot is being recalled. An occurrence has one bot at a time that is booked or
 * active, so the row of the leaving bot takes the booking over, and is scheduled with it once that bot has left.
 * @returns the row of the leaving bot, or null when none is being recalled
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
      comesBack: true,
      bookedSince: now,
      updatedAt: now,
    },
  });
  return leaving ? { ...leaving, occurrenceId: booking.occurrenceId } : null;
}
