import { db } from '@/lib/platform/database/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { calendarsToWatch, RETRY_AFTER_MS } from './watch-calendar';

/** Channels that have ended are forgotten after this time. */
const KEEP_ENDED_MS = 7 * 86_400_000;

/**
 * Asks for a new push channel wherever the present one ends within two days, or there is none.
 * @returns how many calendars need one
 */
export async function renewChannels(now: Date): Promise<{ calendars: number }> {
  // Whoever was opening these has died: Google's answer will not come any more.
  await db().watchChannel.updateMany({
    where: { status: 'opening', createdAt: { lt: new Date(+now - RETRY_AFTER_MS) } },
    data: { status: 'failed', error: 'Google’s answer got lost.' },
  });
  const before = new Date(+now - KEEP_ENDED_MS);
  await db().watchChannel.deleteMany({
    where: {
      OR: [
        { status: { in: ['stopped', 'failed'] }, createdAt: { lt: before } },
        { status: 'open', expiresAt: { lt: before } },
      ],
    },
  });
  const calendars = await calendarsToWatch(now);
  await sendJobs(calendars.map((calendarId): JobEvent => ({ name: 'calendar/watch', data: { calendarId } })));
  return { calendars: calendars.length };
}
