import { cron } from 'inngest';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { nightlyScan } from '../nightly-scan';

/** Each midnight UTC: every user's next 24 hours. */
export const nightlyScanJob = inngest.createFunction(
  { id: 'nightly-scan', triggers: [cron('0 0 * * *')], retries: 3 },
  ({ step }) => step.run('fan-out', () => nightlyScan(now())),
);
