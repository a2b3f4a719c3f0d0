import { cron } from 'inngest';
import { pollCalendars, pollLists } from '@/lib/calendar-sync/poll-calendars';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';

/** Each minute: whichever calendars, and lists of calendars, have not been asked about for their interval. */
export const pollCalendarsJob = inngest.createFunction(
  { id: 'poll-calendars', triggers: [cron('* * * * *')], retries: 0 },
  async ({ step }) => {
    await step.run('poll', () => pollCalendars(now()));
    await step.run('poll-lists', () => pollLists(now()));
  },
);
