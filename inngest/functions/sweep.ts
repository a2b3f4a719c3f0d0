import { cron } from 'inngest';
import { now } from '@/lib/clock';
import { sweep } from '@/lib/services/sweep';
import { inngest } from '../client';

/** Each minute: repairs whatever a lost message or a dead process left behind. */
export const sweepJob = inngest.createFunction(
  { id: 'sweep', triggers: [cron('* * * * *')], retries: 0 },
  ({ step }) => step.run('sweep', () => sweep(now())),
);
