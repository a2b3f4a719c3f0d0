import { now } from '@/lib/clock';
import { scanUpcoming } from '@/lib/services/scan-upcoming';
import { inngest } from '../client';
import { userScan } from '../events';

/** Books what one user is to join in the next 24 hours. */
export const scanUser = inngest.createFunction(
  { id: 'scan-user', triggers: [userScan], concurrency: { limit: 1, key: 'event.data.userId' }, retries: 3 },
  ({ event, step }) => step.run('scan', () => scanUpcoming(event.data.userId, now())),
);
