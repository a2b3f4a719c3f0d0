import { deliverCallbacks } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { callbackDue } from '../events';

/** Delivers a provider's reports about one bot to the bot's callback address. The sweep retries what failed. */
export const deliverCallbacksJob = inngest.createFunction(
  {
    id: 'deliver-callbacks',
    triggers: [callbackDue],
    concurrency: { limit: 1, key: 'event.data.botId' },
    retries: 0,
  },
  ({ event, step }) => step.run('deliver', () => deliverCallbacks(event.data.botId, now)),
);
