import { cron } from 'inngest';
import { inngest } from '../client';
import { runSteps } from '../run-steps';
import { REPAIRS } from '../sweep';

/** Each minute: repairs what a lost message or a dead process left behind. The next minute retries a repair that failed. */
export const sweepJob = inngest.createFunction(
  { id: 'sweep', triggers: [cron('* * * * *')], retries: 0 },
  ({ step }) => runSteps(step, REPAIRS),
);
