import { UsherError } from '@/lib/contract/errors';
import type { Tx } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { ON_LIST } from './calendar-row';

/**
 * Finds a calendar of a user's by what the API answers for it.
 * @param id ours (`usher_id`), or Google's, or `primary`, where only one account has it
 * @throws UsherError not_found; ambiguous_calendar, naming each account's own id
 */
export async function findCalendar(
  tx: Tx,
  userId: string,
  id: string,
): Promise<Calendar & { connection: CalendarConnection }> {
  const found = await tx.calendar.findMany({
    where: {
      userId,
      ...ON_LIST,
      OR: [{ id }, id === 'primary' ? { isPrimary: true } : { googleCalendarId: id }],
    },
    include: { connection: true },
    orderBy: { createdAt: 'asc' },
  });
  const [calendar] = found;
  if (!calendar) throw new UsherError('not_found', 'There is no calendar with this id.');
  if (found.length === 1) return calendar;
  throw new UsherError('ambiguous_calendar', `${found.length} accounts have this calendar: say which.`, {
    extra: {
      next_steps: found.map((row) => `Use ${row.id} for the one of ${row.connection.accountEmail}.`),
    },
  });
}
