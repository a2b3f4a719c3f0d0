import { recallBot } from '@/lib/dispatch/recall-bot';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { botRecall } from '../events';

/** Recalls a bot from a meeting in which it must not be any more, such as one that was moved or canceled. */
export const recallBotJob = inngest.createFunction(
  { id: 'recall-bot', triggers: [botRecall], concurrency: { limit: 1, key: 'event.data.botId' }, retries: 4 },
  ({ event, step }) => step.run('recall', () => recallBot(event.data.botId, now)),
);
