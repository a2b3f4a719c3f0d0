import { db } from '@/lib/db/client';
import { type JobEvent, sendJobs } from '@/lib/jobs';
import { calendarsToWatch } from './watch-calendar';

/** Channels that have ended are forgotten after this time. */
const KEEP_ENDED_MS = 7 * 86_400_000;

/**
 * Asks for a new push channel wherever the present one ends within two days, or there is none.
 * @returns how many calendars need one
 */
export async function renewChannels(now: Date): Promise<{ calendars: number }> {
  await db().watchChannel.deleteMany({
    where: { status: { in: ['stopped', 'failed'] }, createdAt: { lt: new Date(+now - KEEP_ENDED_MS) } },
  });
  const calendars = await calendarsToWatch(now);
  await sendJobs(calendars.map((calendarId): JobEvent => ({ name: 'calendar/watch', data: { calendarId } })));
  return { calendars: calendars.length };
}
