import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { calendarChanged } from '../events';

/**
 * Follows a calendar that has changed. Of a burst of hints the first sync serves all; the rest find nothing to do. One
 * sync at a time a calendar is the lease's doing; the limits keep one person's storm from delaying everybody else, and
 * within what Google grants an account (600 calls a minute).
 */
export const syncCalendarJob = inngest.createFunction(
  {
    id: 'sync-calendar',
    triggers: [calendarChanged],
    concurrency: [
      { limit: 2, key: 'event.data.connectionId' },
      { limit: 4, key: 'event.data.userId' },
    ],
    retries: 2,
  },
  ({ event, step }) => step.run('sync', () => syncCalendar(event.data.calendarId, now)),
);
