import { cron } from 'inngest';
import { now } from '@/lib/clock';
import { pollCalendars } from '@/lib/services/poll-calendars';
import { inngest } from '../client';

/** Each minute: whichever calendars have not been asked about for their interval. */
export const pollCalendarsJob = inngest.createFunction(
  { id: 'poll-calendars', triggers: [cron('* * * * *')], retries: 0 },
  ({ step }) => step.run('poll', () => pollCalendars(now())),
);
