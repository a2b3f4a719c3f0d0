import { now } from '@/lib/clock';
import { syncCalendar } from '@/lib/services/sync-calendar';
import { inngest } from '../client';
import { calendarChanged } from '../events';

/** Follows a calendar that has changed. Of a burst of hints the first sync serves all; the rest find nothing to do. */
export const syncCalendarJob = inngest.createFunction(
  {
    id: 'sync-calendar',
    triggers: [calendarChanged],
    concurrency: { limit: 1, key: 'event.data.calendarId' },
    retries: 2,
  },
  ({ event, step }) => step.run('sync', () => syncCalendar(event.data.calendarId, now)),
);
