import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { calendarChanged } from '../events';

/**
 * Syncs a calendar that has changed. The first event of a burst syncs all changes, and the others find nothing to do. The
 * lease allows one sync of a calendar at a time. Because of the limits, one user's many changes do not delay all other
 * users, and an account makes no more calls than Google allows (600 a minute).
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
  // Without a step the function is called once, not twice: its retries repeat all of it either way.
  ({ event }) => syncCalendar(event.data.calendarId, now),
);
