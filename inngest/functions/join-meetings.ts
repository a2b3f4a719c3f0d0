import { LOOK_AHEAD_MS, syncBeforeJoin } from '@/lib/calendar-sync/sync-in-time';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { botsDue } from '../events';

/** How often one run tries. After that the sweep tries each minute, until the meeting ends. */
const TRIES = 5;
/** How often it tries while a provider refuses this installation, each 5 seconds: until the next sweep. */
const PROBES = 13;

/** Sleeps until a second in which bots are due, syncs their calendars shortly before, then sends the bots. */
export const joinMeetings = inngest.createFunction(
  { id: 'join-meetings', triggers: [botsDue], retries: 4 },
  async ({ event, step }) => {
    const at = new Date(event.data.at);
    await step.sleepUntil('until-shortly-before', new Date(+at - LOOK_AHEAD_MS));
    await step.run('look-once-more', () => syncBeforeJoin(at, now));
    await step.sleepUntil('until-join', at);
    for (let attempt = 1, tries = TRIES; attempt <= tries; attempt++) {
      const { retryAt, isStopped } = await step.run(`dispatch-${attempt}`, () => dispatchDue(now));
      if (!retryAt) return { state: 'all sent' };
      if (isStopped) tries = PROBES;
      await step.sleepUntil(`until-retry-${attempt}`, retryAt);
    }
    return { state: 'left to the sweep' };
  },
);
