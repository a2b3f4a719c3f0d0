import { cron } from 'inngest';
import { inngest } from '../client';
import { NIGHTLY } from '../nightly-scan';
import { runSteps } from '../run-steps';

/** Each midnight UTC: enqueues the scan of every user's next 24 hours, and the move of the windows of occurrences; deletes old rows. */
export const nightlyScanJob = inngest.createFunction(
  { id: 'nightly-scan', triggers: [cron('0 0 * * *')], retries: 3 },
  ({ step }) => runSteps(step, NIGHTLY),
);
