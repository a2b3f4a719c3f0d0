import { cron } from 'inngest';
import { RENEWAL } from '@/lib/calendar-sync/watch-calendar';
import { inngest } from '../client';
import { runSteps } from '../run-steps';

/** Each day: enqueues the renewal of push channels that end within two days, and removes those that have ended. */
export const renewChannelsJob = inngest.createFunction(
  { id: 'renew-channels', triggers: [cron('30 2 * * *')], retries: 3 },
  ({ step }) => runSteps(step, RENEWAL),
);
