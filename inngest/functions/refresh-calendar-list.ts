import { readDueList } from '@/lib/calendar-sync/poll-calendars';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { calendarsList } from '../events';

/** Reads an account's list of calendars from Google and stores which were added and removed. */
export const refreshCalendarListJob = inngest.createFunction(
  {
    id: 'refresh-calendar-list',
    triggers: [calendarsList],
    concurrency: { limit: 1, key: 'event.data.connectionId' },
    retries: 0,
  },
  ({ event, step }) => step.run('read', () => readDueList(event.data.connectionId, now())),
);
