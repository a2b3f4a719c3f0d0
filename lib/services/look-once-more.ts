import { db } from '@/lib/db/client';
import { withinLimit } from '@/lib/within-limit';
import { syncCalendar } from './sync-calendar';

/** A slow Google is never a reason to miss a meeting: after this time what is stored decides. */
const LIMIT_MS = 2_000;

/**
 * Follows the calendar of a bot that is about to set out once more, so that an edit whose notification was lost
 * still counts. A bot that had to change is fenced off by its new version.
 * @returns whether Google was heard in time
 */
export async function lookOnceMore(botId: string, clock: () => Date): Promise<boolean> {
  const occurrence = await db().occurrence.findFirst({
    where: { bots: { some: { id: botId, status: 'Scheduled' } } },
    select: { calendarId: true },
  });
  if (!occurrence) return false;
  const look = syncCalendar(occurrence.calendarId, clock, true).then(
    (outcome) => outcome.state === 'synced',
    () => false,
  );
  return withinLimit(look, LIMIT_MS, false);
}
