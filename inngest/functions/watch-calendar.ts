import { watchCalendar } from '@/lib/calendar-sync/watch-calendar';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { calendarWatch } from '../events';

/** Opens or renews the push channel of a calendar. */
export const watchCalendarJob = inngest.createFunction(
  {
    id: 'watch-calendar',
    triggers: [calendarWatch],
    concurrency: { limit: 1, key: 'event.data.calendarId' },
    retries: 2,
  },
  ({ event, step }) => step.run('watch', () => watchCalendar(event.data.calendarId, now())),
);
