import { now } from '@/lib/clock';
import { dispatchBot } from '@/lib/services/dispatch-bot';
import { lookOnceMore } from '@/lib/services/look-once-more';
import { inngest } from '../client';
import { botArmed } from '../events';

/** Tries of one run; after them the sweep takes over, each minute, until the meeting ends. */
const TRIES = 5;

/** Waits until a bot is due and sends it, if it is still booked as it was when this was armed. */
export const joinMeeting = inngest.createFunction(
  { id: 'join-meeting', triggers: [botArmed], retries: 4 },
  async ({ event, step }) => {
    const { botId, version, joinAt } = event.data;
    await step.sleepUntil('until-join', joinAt);
    await step.run('look-once-more', () => lookOnceMore(botId, now));
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const outcome = await step.run(`dispatch-${attempt}`, () => dispatchBot(botId, version, now));
      if (outcome.state !== 'retry') return outcome;
      await step.sleepUntil(`until-retry-${attempt}`, outcome.retryAt);
    }
    return { state: 'left to the sweep' };
  },
);
