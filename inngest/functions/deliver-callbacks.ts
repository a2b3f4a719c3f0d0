import { deliverCallbacks } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { callbackDue } from '../events';

/** Passes a provider's messages about one bot on to the address a person gave. The sweep tries again what failed. */
export const deliverCallbacksJob = inngest.createFunction(
  {
    id: 'deliver-callbacks',
    triggers: [callbackDue],
    concurrency: { limit: 1, key: 'event.data.botId' },
    retries: 0,
  },
  ({ event, step }) => step.run('deliver', () => deliverCallbacks(event.data.botId, now)),
);
