import { toUser } from '@/lib/accounts/users';
import { type Activity, type Actor, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { UnscheduleBody, UnscheduleResponse } from '@/lib/contract/schedule';
import { titleOf } from '@/lib/occurrences/stored-event';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { decideStored } from './decide';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, notRecurring, type Target, upcomingOccurrences } from './find-target';
import { reconcileBots } from './reconcile-bots';
import { removeBots, WITH_OVERRIDE } from './remove-bots';

const NONE_SCHEDULED =
  'No bot is scheduled for this meeting. To keep bots away from it all the same, set its override to "never".';
const NONE_TO_COME = 'No bot is scheduled for these meetings, and none would come by itself.';

/**
 * Takes bots off a meeting, and remembers the wish: nothing books that meeting again by itself. A bot that is
 * under way is called back. For a series, or for one from a date on, the wish is kept also when no bot is booked yet
 * but one would come.
 * @param eventId id of an event or occurrence; a series' own id means its next booked occurrence
 * @throws UsherError not_found, nothing_scheduled, not_recurring
 */
export async function unscheduleBot(
  userId: string,
  eventId: string,
  body: UnscheduleBody,
  actor: Actor,
  now: Date,
): Promise<UnscheduleResponse> {
  const { response, recalled } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const target = await findTarget(tx, userId, eventId, now);
    const isSeries = target.event.kind === 'master';
    const isForSeries = body.cancel_all_occurrences || body.from_date !== undefined;
    if (isForSeries && !isSeries) throw notRecurring();

    const bots = await tx.scheduledBot.findMany({
      where: { userId, status: { in: [...BOOKED_OR_ACTIVE_STATUSES] }, occurrence: scopeOf(target, body) },
      orderBy: { joinAt: 'asc' },
      // A series' own id, without more, is about the next occurrence, as it is when booking.
      include: WITH_OVERRIDE,
      take: isSeries && !target.occurrence && !isForSeries ? 1 : undefined,
    });
    if (bots.length === 0 && !(isForSeries && (await wouldCome(tx, target, body, now)))) {
      throw new UsherError('nothing_scheduled', isForSeries ? NONE_TO_COME : NONE_SCHEDULED);
    }
    await storeOverride(tx, target, body, bots);
    const told = { userId, at: now, actor, cause: 'requested' };
    if (isForSeries) await recordActivity(tx, await seriesOverrideEntry(tx, target, body, told));
    const { cancelled, recalled } = await removeBots(tx, bots, told, (was) =>
      isForSeries ? (was === 'always' ? null : was) : 'never',
    );
    const ids = [...cancelled, ...recalled];
    // The rooms they were to be in may be wanted by other meetings.
    const reconciled = await reconcileBots({ tx, now, actor }, userId, { eventIds: [target.event.id] });
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

/** `from_date` narrows `cancel_all_occurrences` down: clients of the original API send both. */
function scopeOf(target: Target, body: UnscheduleBody): Prisma.OccurrenceWhereInput {
  const { event, occurrence } = target;
  if (body.from_date) return { eventId: event.id, originalStart: { gte: new Date(body.from_date) } };
  return occurrence && !body.cancel_all_occurrences ? { id: occurrence.id } : { eventId: event.id };
}

/** Whether a bot would come by itself to one of the meetings, now or once something keeps it away no more. */
async function wouldCome(tx: Tx, target: Target, body: UnscheduleBody, now: Date): Promise<boolean> {
  const { event } = target;
  if (event.autoRescheduleEnabled || event.override === 'always') return true;
  await upcomingOccurrences(tx, target, 1, now, body.from_date ? new Date(body.from_date) : now);
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

async function storeOverride(
  tx: Tx,
  target: Target,
  body: UnscheduleBody,
  bots: ScheduledBot[],
): Promise<void> {
  const { event } = target;
  if (body.from_date) {
    const from = new Date(body.from_date);
    // An earlier "none from then on" says this as well.
    const neverFrom = event.neverFrom && event.neverFrom < from ? event.neverFrom : from;
    await tx.event.update({ where: { id: event.id }, data: { neverFrom, autoRescheduleEnabled: false } });
  } else if (body.cancel_all_occurrences) {
    await tx.event.update({
      where: { id: event.id },
      data: { override: 'never', autoRescheduleEnabled: false },
    });
  } else {
    await tx.occurrence.updateMany({
      where: { id: { in: bots.flatMap((bot) => bot.occurrenceId ?? []) } },
      data: { override: 'never' },
    });
    return;
  }
  await tx.occurrence.updateMany({
    where: { AND: [scopeOf(target, body), { override: 'always' }] },
    data: { override: null },
  });
}

/** What is said of a wish for a series, or for a series from a date on. */
async function seriesOverrideEntry(
  tx: Tx,
  { event }: Target,
  body: UnscheduleBody,
  told: Pick<Activity, 'userId' | 'at' | 'actor' | 'cause'>,
): Promise<Activity> {
  const since = await tx.event.findUniqueOrThrow({ where: { id: event.id } });
  const overrideOf = ({ override, neverFrom, autoRescheduleEnabled }: typeof since) => ({
    override,
    never_from: neverFrom?.toISOString() ?? null,
    recurring_enabled: autoRescheduleEnabled,
  });
  return {
    ...told,
    eventId: event.id,
    action: 'override.set',
    summary: `Wish for “${titleOf(event)}”: never${body.from_date ? ` from ${body.from_date} on` : ''}.`,
    before: overrideOf(event),
    after: overrideOf(since),
  };
}
