import { now } from '@/lib/platform/clock';
import { scheduleNextOccurrence } from '@/lib/scheduling/auto-reschedule';
import { inngest } from '../client';
import { seriesJoined } from '../events';

/** How often a meeting may become longer while a run waits for its end. After that the sweep takes over. */
const ROUNDS = 5;

/** Schedules a bot for the next occurrence of a series with auto-reschedule when the current occurrence ends. */
export const scheduleNext = inngest.createFunction(
  {
    id: 'book-next-occurrence',
    triggers: [seriesJoined],
    concurrency: { limit: 1, key: 'event.data.eventId' },
    retries: 3,
  },
  async ({ event, step }) => {
    let { endsAt } = event.data;
    for (let round = 1; round <= ROUNDS; round++) {
      await step.sleepUntil(`until-end-${round}`, endsAt);
      const next = await step.run(`book-${round}`, () => scheduleNextOccurrence(event.data.eventId, now()));
      if (next.state !== 'not_yet') return next;
      endsAt = next.endsAt;
    }
    return { state: 'left to the sweep' };
  },
);
