import { cron } from 'inngest';
import { now } from '@/lib/clock';
import { renewChannels } from '@/lib/services/channels/renew-channels';
import { inngest } from '../client';

/** Daily: every push channel that ends within two days. */
export const renewChannelsJob = inngest.createFunction(
  { id: 'renew-channels', triggers: [cron('30 2 * * *')], retries: 3 },
  ({ step }) => step.run('fan-out', () => renewChannels(now())),
);
