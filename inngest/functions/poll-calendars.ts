import { cron } from 'inngest';
import { pollCalendars, pollLists } from '@/lib/calendar-sync/poll-calendars';
import { inngest } from '../client';
import { runSteps } from '../run-steps';

/** Each minute: enqueues the sync of calendars, and of lists of calendars, whose polling interval has passed. */
export const pollCalendarsJob = inngest.createFunction(
  { id: 'poll-calendars', triggers: [cron('* * * * *')], retries: 0 },
  ({ step }) => runSteps(step, { poll: pollCalendars, 'poll-lists': pollLists }),
);
