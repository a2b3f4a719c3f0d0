import { DEFAULT_OCCURRENCES } from '@/lib/contract/limits';
import type { SeriesBotsResponse } from '@/lib/contract/recurrence';
import { cannotJoin } from '@/lib/dispatch/domain/joinable-links';
import { db } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { findTarget, notRecurring, upcomingOccurrences } from './find-target';
import { findTaken } from './manual-bookings';
import { senderOfCalendar } from './refuse-unsendable';

/**
 * Returns how many bots a series has, and how many scheduling all of its next meetings would add. Meetings beyond the
 * rolling window are stored, as when they are scheduled.
 * @param eventId id of a series, or of one of its occurrences
 * @throws UsherError not_found, not_recurring
 */
export async function countSeriesBots(
  userId: string,
  eventId: string,
  now: Date,
): Promise<SeriesBotsResponse> {
  return db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const target = await findTarget({ tx, now }, userId, eventId);
    const { event, occurrence } = target;
    if (event.kind !== 'master') throw notRecurring();
    const next = event.isDeleted ? [] : await upcomingOccurrences({ tx, now }, target, DEFAULT_OCCURRENCES);
    const sender = await senderOfCalendar(tx, event.calendarId);
    const taken = await findTaken(
      tx,
      next.map(({ id }) => id),
    );
    const isOpen = ({ id, meetingUrl }: (typeof next)[number]) =>
      meetingUrl !== null && !taken.has(id) && !cannotJoin(sender, meetingUrl);
    const count = (of: Prisma.OccurrenceWhereInput) =>
      tx.scheduledBot.count({
        where: {
          userId,
          status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
          occurrence: { eventId: event.id, ...of },
        },
      });
    return {
      event_id: eventId,
      schedulable: next.filter(isOpen).length,
      scheduled: await count({}),
      scheduled_from: await count(occurrence ? { originalStart: { gte: occurrence.originalStart } } : {}),
      scheduled_by_series: await count({ override: null }),
    };
  });
}
