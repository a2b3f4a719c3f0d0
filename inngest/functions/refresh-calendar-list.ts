import { now } from '@/lib/clock';
import { refreshListOf } from '@/lib/services/calendars/refresh-calendar-list';
import { inngest } from '../client';
import { calendarsList } from '../events';

/** Reads an account's list of calendars again: some may be new, some gone. */
export const refreshCalendarListJob = inngest.createFunction(
  {
    id: 'refresh-calendar-list',
    triggers: [calendarsList],
    concurrency: { limit: 1, key: 'event.data.connectionId' },
    retries: 0,
  },
  ({ event, step }) => step.run('read', () => refreshListOf(event.data.connectionId, now())),
);
