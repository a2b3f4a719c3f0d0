import { UsherError } from '@/lib/contract/errors';
import type { UnscheduleBody, UnscheduleResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/db/client';
import type { Prisma, ScheduledBot } from '@/lib/db/generated/prisma/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { type Activity, type Actor, recordActivity } from '../activity/record-activity';
import { afterReconcile } from '../decisions/after-reconcile';
import { lockUser } from '../decisions/lock-user';
import { reconcileBots } from '../decisions/reconcile-bots';
import { findTarget, type Target } from './find-target';
import { notRecurring } from './schedule-bot';
import { takeOffBots, WITH_WISH } from './take-off-bots';

/**
 * Takes bots off a meeting, and remembers the wish: nothing books that meeting again by itself. A bot that is
 * under way is called back.
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
    const target = await findTarget(tx, userId, eventId);
    const isSeries = target.event.kind === 'master';
    if ((body.cancel_all_occurrences || body.from_date) && !isSeries) throw notRecurring();

    const bots = await tx.scheduledBot.findMany({
      where: { userId, status: { in: [...LIVE_STATUSES] }, occurrence: scopeOf(target, body) },
      orderBy: { joinAt: 'asc' },
      // A series' own id, without more, is about the next occurrence, as it is when booking.
      include: WITH_WISH,
      take: isSeries && !target.occurrence && !body.cancel_all_occurrences && !body.from_date ? 1 : undefined,
    });
    if (bots.length === 0 && !body.cancel_all_occurrences && !body.from_date) {
      throw new UsherError('nothing_scheduled', 'No bot is scheduled for this meeting.');
    }
    await rememberWish(tx, target, body, bots);
    const told = { userId, at: now, actor, cause: 'asked' };
    const isForSeries = Boolean(body.cancel_all_occurrences || body.from_date);
    if (isForSeries) await recordActivity(tx, await seriesWishEntry(tx, target, body, told));
    const { cancelled, recalled } = await takeOffBots(tx, bots, told, (was) =>
      isForSeries ? (was === 'always' ? null : was) : 'never',
    );
    const ids = [...cancelled, ...recalled];
    // The rooms they were to be in may be wanted by other meetings.
    const reconciled = await reconcileBots(tx, userId, { eventIds: [target.event.id] }, now, actor);
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
  await afterReconcile({ recalled }, now);
  return response;
}

function scopeOf(target: Target, body: UnscheduleBody): Prisma.OccurrenceWhereInput {
  const { event, occurrence } = target;
  if (body.cancel_all_occurrences) return { eventId: event.id };
  if (body.from_date) return { eventId: event.id, originalStart: { gte: new Date(body.from_date) } };
  return occurrence ? { id: occurrence.id } : { eventId: event.id };
}

async function rememberWish(
  tx: Tx,
  target: Target,
  body: UnscheduleBody,
  bots: ScheduledBot[],
): Promise<void> {
  const { event } = target;
  if (body.cancel_all_occurrences) {
    await tx.event.update({ where: { id: event.id }, data: { override: 'never', recurringEnabled: false } });
    await tx.occurrence.updateMany({
      where: { eventId: event.id, override: 'always' },
      data: { override: null },
    });
  } else if (body.from_date) {
    const from = new Date(body.from_date);
    // An earlier "none from then on" says this as well.
    const neverFrom = event.neverFrom && event.neverFrom < from ? event.neverFrom : from;
    await tx.event.update({ where: { id: event.id }, data: { neverFrom, recurringEnabled: false } });
    await tx.occurrence.updateMany({
      where: { eventId: event.id, override: 'always', originalStart: { gte: from } },
      data: { override: null },
    });
  } else {
    await tx.occurrence.updateMany({
      where: { id: { in: bots.flatMap((bot) => bot.occurrenceId ?? []) } },
      data: { override: 'never' },
    });
  }
}

/** What is said of a wish for a series, or for a series from a date on. */
async function seriesWishEntry(
  tx: Tx,
  { event }: Target,
  body: UnscheduleBody,
  told: Pick<Activity, 'userId' | 'at' | 'actor' | 'cause'>,
): Promise<Activity> {
  const since = await tx.event.findUniqueOrThrow({ where: { id: event.id } });
  const wishOf = ({ override, neverFrom, recurringEnabled }: typeof since) => ({
    override,
    never_from: neverFrom?.toISOString() ?? null,
    recurring_enabled: recurringEnabled,
  });
  const title = (event.raw as { summary?: string }).summary ?? '';
  return {
    ...told,
    eventId: event.id,
    action: 'override.set',
    summary: `Wish for “${title}”: never${body.from_date ? ` from ${body.from_date} on` : ''}.`,
    before: wishOf(event),
    after: wishOf(since),
  };
}
