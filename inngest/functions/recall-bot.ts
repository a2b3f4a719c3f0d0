import { recallBot } from '@/lib/dispatch/recall-bot';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { botRecall } from '../events';

/** Makes a bot leave a meeting that it no longer belongs in, such as one that was moved or cancelled. */
export const recallBotJob = inngest.createFunction(
  { id: 'recall-bot', triggers: [botRecall], concurrency: { limit: 1, key: 'event.data.botId' }, retries: 4 },
  ({ event, step }) => step.run('recall', () => recallBot(event.data.botId, now)),
);
