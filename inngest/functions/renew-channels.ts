import { cron } from 'inngest';
import { renewChannels } from '@/lib/calendar-sync/watch-calendar';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';

/** Daily: every push channel that ends within two days. */
export const renewChannelsJob = inngest.createFunction(
  { id: 'renew-channels', triggers: [cron('30 2 * * *')], retries: 3 },
  ({ step }) => step.run('fan-out', () => renewChannels(now())),
);
