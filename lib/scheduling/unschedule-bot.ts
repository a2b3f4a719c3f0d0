import { toUser } from '@/lib/accounts/users';
import { type Activity, type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { UnscheduleBody, UnscheduleResponse } from '@/lib/contract/schedule';
import { titleOf } from '@/lib/occurrences/stored-event';
import { db } from '@/lib/platform/database/client';
import type { Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { decideStored } from './decide';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, notRecurring, type Target, upcomingOccurrences } from './find-target';
import { gatherTarget } from './gather-copies';
import { reconcileBots } from './reconcile-bots';
import { removeBots, WITH_OVERRIDE } from './remove-bots';

const NONE_SCHEDULED =
  'No bot is scheduled for this meeting. To prevent bots from joining it, set its override to "never".';
const NONE_UPCOMING = 'No bot is scheduled for these meetings, and none would be scheduled automatically.';

/**
 * Removes bots from a meeting and stores a "never", so that no bot is scheduled for it automatically again. Recalls a bot
 * that is active. For a whole series, or for a series from a date on, the "never" is also stored where no bot is booked yet
 * but one would be.
 * @param eventId id of an event or occurrence; a series' own id means its next occurrence with a bot
 * @throws UsherError not_found, nothing_scheduled, not_recurring
 */
export async function unscheduleBot(
  userId: string,
  eventId: string,
  body: UnscheduleBody,
  { actor, now }: Author,
): Promise<UnscheduleResponse> {
  const { response, recalled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, userId);
    const found = await findTarget(change, userId, eventId);
    const isForSeries = body.cancel_all_occurrences || body.from_date !== undefined;
    const target = await gatherTarget(change, found, isForSeries || found.occurrence === null);
    const isSeries = target.event.kind === 'master';
    if (isForSeries && !isSeries) throw notRecurring();

    const bots = await tx.scheduledBot.findMany({
      where: { userId, status: { in: [...BOOKED_OR_ACTIVE_STATUSES] }, occurrence: scopeOf(target, body) },
      orderBy: { joinAt: 'asc' },
      include: WITH_OVERRIDE,
      // A series' own id, without more, means the next occurrence, as in scheduling.
      take: isSeries && !target.occurrence && !isForSeries ? 1 : undefined,
    });
    if (bots.length === 0 && !(isForSeries && (await wouldBeScheduled(change, target, body)))) {
      throw new UsherError('nothing_scheduled', isForSeries ? NONE_UPCOMING : NONE_SCHEDULED);
    }
    await storeOverride(change, target, body, bots);
    if (isForSeries) await recordActivity(tx, await seriesOverrideEntry(change, target, body));
    const { cancelled, recalled } = await removeBots(change, userId, bots, (was) =>
      isForSeries ? (was === 'always' ? null : was) : 'never',
    );
    const ids = [...cancelled, ...recalled];
    // Other meetings may be waiting for the links that are now free.
    const reconciled = await reconcileBots(change, userId, { eventIds: [target.event.id] });
    return {
      recalled: [...recalled, ...reconciled.recalled],
      response: {
        unscheduled: true,
        event_id: eventId,
        cancelled_schedules: ids,
        schedules_cancelled: ids.length,
        bots_deleted: ids.length,
        cancel_all_occurrences: body.cancel_all_occurrences,
        is_recurring_series: isSeries,
      },
    };
  });
  await enqueueFollowUps({ recalled }, now);
  return response;
}

/**
 * Returns which occurrences a request is about. `from_date` narrows `cancel_all_occurrences` down: clients of the original
 * API send both.
 */
function scopeOf(target: Target, body: UnscheduleBody): Prisma.OccurrenceWhereInput {
  const { event, occurrence } = target;
  if (body.from_date) return { eventId: event.id, originalStart: { gte: new Date(body.from_date) } };
  return occurrence && !body.cancel_all_occurrences ? { id: occurrence.id } : { eventId: event.id };
}

/** Returns whether a bot would be scheduled automatically for one of the meetings, now or later. */
async function wouldBeScheduled(change: Change, target: Target, body: UnscheduleBody): Promise<boolean> {
  const { tx, now } = change;
  const { event } = target;
  if (event.autoRescheduleEnabled || event.override === 'always') return true;
  await upcomingOccurrences(change, target, 1, body.from_date ? new Date(body.from_date) : now);
  const rows = await tx.occurrence.findMany({
    where: { AND: [scopeOf(target, body), { isDeleted: false, endTime: { gt: now } }] },
    select: { id: true, override: true },
  });
  if (rows.some((row) => row.override === 'always')) return true;
  const user = toUser(await tx.user.findUniqueOrThrow({ where: { id: event.userId } }));
  const ids = rows.map((row) => row.id);
  const decisions = await decideStored(tx, user, ids, now);
  return ids.some((id) => decisions.get(id)?.will_join);
}

/** Stores the "never", and removes an "always" that occurrences of a series have of their own. */
async function storeOverride(
  { tx, now }: Change,
  target: Target,
  body: UnscheduleBody,
  bots: ScheduledBot[],
): Promise<void> {
  const { event } = target;
  if (body.from_date) {
    const from = new Date(body.from_date);
    // A "never" from an earlier date on covers this one.
    const neverFrom = event.neverFrom && event.neverFrom < from ? event.neverFrom : from;
    await tx.event.update({
      where: { id: event.id },
      data: { neverFrom, autoRescheduleEnabled: false, overrideSetAt: now },
    });
  } else if (body.cancel_all_occurrences) {
    await tx.event.update({
      where: { id: event.id },
      data: { override: 'never', autoRescheduleEnabled: false, overrideSetAt: now },
    });
  } else {
    await tx.occurrence.updateMany({
      where: { id: { in: bots.flatMap((bot) => bot.occurrenceId ?? []) } },
      data: { override: 'never', overrideSetAt: now },
    });
    return;
  }
  await tx.occurrence.updateMany({
    where: { AND: [scopeOf(target, body), { override: 'always' }] },
    data: { override: null, overrideSetAt: now },
  });
}

/** Returns the activity entry for a "never" of a series, or of a series from a date on. */
async function seriesOverrideEntry(
  { tx, now, actor }: Change,
  { event }: Target,
  body: UnscheduleBody,
): Promise<Activity> {
  const since = await tx.event.findUniqueOrThrow({ where: { id: event.id } });
  const overrideOf = ({ override, neverFrom, autoRescheduleEnabled }: typeof since) => ({
    override,
    never_from: neverFrom?.toISOString() ?? null,
    recurring_enabled: autoRescheduleEnabled,
  });
  return {
    userId: event.userId,
    at: now,
    actor,
    cause: 'requested',
    eventId: event.id,
    action: 'override.set',
    summary: `Bots for the series “${titleOf(event)}” turned off${body.from_date ? ` from ${body.from_date} on` : ''}.`,
    before: overrideOf(event),
    after: overrideOf(since),
  };
}
