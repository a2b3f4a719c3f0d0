import { handOverDue } from '@/lib/dispatch/hand-over';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { botsHandOver } from '../events';

/** Sleeps until a meeting ends whose bot has been relieved by that of the next one on the link, and makes it leave. */
export const handOverJob = inngest.createFunction(
  { id: 'hand-over', triggers: [botsHandOver], retries: 3 },
  async ({ event, step }) => {
    await step.sleepUntil('until-end', event.data.at);
    return step.run('hand-over', () => handOverDue(now()));
  },
);
