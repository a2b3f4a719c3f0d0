import { connectionsToList } from '@/lib/calendar-sync/poll-calendars';
import { calendarsToSync, syncEvent } from '@/lib/calendar-sync/receive-push';
import { calendarsToWatch } from '@/lib/calendar-sync/watch-calendar';
import { botsWithDueCallbacks } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { botsToRecall } from '@/lib/dispatch/recall-bot';
import { usersWithOldWindows } from '@/lib/occurrences/rolling-window';
import type { JobEvent } from '@/lib/platform/jobs';
import { seriesToReschedule } from '@/lib/scheduling/auto-reschedule';
import { lastMidnight, usersToScan } from '@/lib/scheduling/auto-schedule';

/** Users scanned in one transaction: enough to make each user cheap, few enough that no one waits long for its locks. */
const SCAN_BATCH = 200;

/**
 * The jobs that the rows ask for and that no one is carrying out, by kind. Whether they were enqueued before does not matter:
 * each may run twice. Joins and hand-overs are not among them: every process dispatches what is due, and the sweep hands over.
 */
export const WAITING = {
  recalls: async () => (await botsToRecall()).map((botId) => ({ name: 'bot/recall', data: { botId } })),
  syncs: async (now) => (await calendarsToSync(now)).map((calendar) => syncEvent(calendar)),
  lists: async (now) =>
    (await connectionsToList(now)).map((connectionId) => ({
      name: 'calendars/list',
      data: { connectionId },
    })),
  autoReschedules: async (now) =>
    (await seriesToReschedule(now)).map((eventId) => ({
      name: 'series/joined',
      data: { eventId, endsAt: now.toISOString() },
    })),
  callbacks: async (now) =>
    (await botsWithDueCallbacks(now)).map((botId) => ({ name: 'callback/due', data: { botId } })),
  scans: scansDue,
  windows: async (now) =>
    (await usersWithOldWindows(now)).map((userId) => ({ name: 'windows/move', data: { userId } })),
  watches: async (now) =>
    (await calendarsToWatch(now)).map((calendarId) => ({ name: 'calendar/watch', data: { calendarId } })),
} satisfies Record<string, (now: Date) => Promise<JobEvent[]>>;

/** A job for each batch of the users who have not been scanned since the last midnight UTC. */
async function scansDue(now: Date): Promise<JobEvent[]> {
  const userIds = await usersToScan(lastMidnight(now));
  const jobs: JobEvent[] = [];
  for (let i = 0; i < userIds.length; i += SCAN_BATCH) {
    jobs.push({ name: 'users/scan', data: { userIds: userIds.slice(i, i + SCAN_BATCH) } });
  }
  return jobs;
}
