import { RetryAfterError } from 'inngest';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { calendarChanged } from '../events';

/** How often one run tries again where the next try is due within a minute. After that the sweep does. */
const RETRIES = 4;
const SOON_MS = 60_000;
/** The wait, in ms, after a sync of which not even the failure could be stored: the database is away. */
const DATABASE_AWAY_MS = 2_000;

/**
 * Syncs a calendar that has changed. The first event of a burst syncs all changes, and the others find nothing to do. The
 * lease allows one sync of a calendar at a time. Because of the limits, one user's many changes do not delay all other
 * users, and an account makes no more calls than Google allows (600 a minute).
 */
export const syncCalendarJob = inngest.createFunction(
  {
    id: 'sync-calendar',
    triggers: [calendarChanged],
    concurrency: [
      { limit: 2, key: 'event.data.connectionId' },
      { limit: 4, key: 'event.data.userId' },
    ],
    retries: 2,
  },
  // The sync is no step, so that the function is called once, not twice. Each time that the run wakes, the function is called
  // anew, syncs, and passes the sleeps that have ended.
  async ({ event, step }) => {
    const { calendarId, at } = event.data;
    if (at) await step.sleepUntil('until-its-time', at);
    const outcome = await syncCalendar(calendarId, now).catch((cause: unknown) => {
      throw new RetryAfterError('The database could not be used for a sync.', DATABASE_AWAY_MS, { cause });
    });
    const retryAt = outcome.state === 'failed' ? outcome.retryAt : null;
    if (retryAt === null || +retryAt - +now() > SOON_MS) return outcome;
    for (let retry = 1; retry <= RETRIES; retry++) await step.sleepUntil(`until-retry-${retry}`, retryAt);
    return outcome;
  },
);
