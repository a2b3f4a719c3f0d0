import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { calendarChanged } from '../events';

/**
 * Syncs a calendar that has changed. The first of a burst of events syncs all that changed, and the others find nothing to
 * do. The lease lets one sync of a calendar run at a time. The limits keep one user's many changes from delaying all other
 * users, and an account within what Google allows (600 calls a minute).
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
