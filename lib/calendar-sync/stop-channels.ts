import { withGoogle } from '@/lib/accounts/google-session';
import { stopChannel } from '@/lib/google/calendar';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection, WatchChannel } from '@/lib/platform/database/generated/prisma/client';
import { withinLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';

/**
 * Stops channels at Google, as far as Google lets us. The caller has marked their rows as stopped before, so
 * that late messages of a channel that goes on are ignored until it runs out. One whose resource Google has not told us yet
 * is stopped when its next message tells it (`receivePush`).
 * @returns whether Google has stopped all of them
 */
export async function stopChannels(
  connection: CalendarConnection,
  channels: WatchChannel[],
  now: Date,
): Promise<boolean> {
  let all = true;
  for (const channel of channels) {
    const { resourceId } = channel;
    if (!resourceId) continue;
    try {
      await withGoogle(connection, now, (session) => stopChannel(session, channel.id, resourceId));
    } catch (error) {
      all = false;
      logger.warn(
        { error: error instanceof Error ? error.message : error },
        'A push channel could not be stopped',
      );
    }
  }
  return all;
}

/** How long Google's message waits for the stop of its channel, in ms. */
const STOP_LIMIT_MS = 3_000;

/**
 * Stops a channel that does not count any more and that we could not stop because Google had not told us its resource. A
 * message that comes later finds the resource known and stops nothing.
 * @param resourceId of the channel's message
 */
export async function stopOnFirstMessage(
  channel: WatchChannel,
  resourceId: string,
  now: Date,
): Promise<void> {
  const [told] = await db().watchChannel.updateManyAndReturn({
    where: { id: channel.id, resourceId: null, status: { in: ['stopped', 'failed'] } },
    data: { resourceId },
    include: { calendar: { select: { connection: true } } },
  });
  if (told) await withinLimit(stopChannels(told.calendar.connection, [told], now), STOP_LIMIT_MS, false);
}
