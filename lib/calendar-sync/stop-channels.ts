import { withGoogle } from '@/lib/accounts/google-session';
import { stopChannel } from '@/lib/google/calendar';
import type { CalendarConnection, WatchChannel } from '@/lib/platform/database/generated/prisma/client';
import { logger } from '@/lib/platform/logger';

/**
 * Stops channels at Google, as far as it lets us. Their rows are marked by the caller, before: until a channel has run
 * out its late messages are ignored.
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
