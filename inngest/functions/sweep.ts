import { cron } from 'inngest';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { sweep } from '../sweep';

/** Each minute: repairs whatever a lost message or a dead process left behind. */
export const sweepJob = inngest.createFunction(
  { id: 'sweep', triggers: [cron('* * * * *')], retries: 0 },
  ({ step }) => step.run('sweep', () => sweep(now())),
);
