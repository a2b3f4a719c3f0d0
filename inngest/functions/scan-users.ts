import { now } from '@/lib/platform/clock';
import { scanUpcoming } from '@/lib/scheduling/auto-schedule';
import { inngest } from '../client';
import { usersScan } from '../events';

/** Schedules the bots of the next 24 hours for a batch of users. */
export const scanUsers = inngest.createFunction(
  { id: 'scan-users', triggers: [usersScan], concurrency: { limit: 2 }, retries: 3 },
  ({ event, step }) => step.run('scan', () => scanUpcoming(event.data.userIds, now())),
);
