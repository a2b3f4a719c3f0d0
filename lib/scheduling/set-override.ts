import type { User } from '@/lib/accounts/users';
import { type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { OverrideResponse } from '@/lib/contract/recurrence';
import { materializeSeries } from '@/lib/occurrences/materialize-occurrences';
import { titleOf } from '@/lib/occurrences/stored-event';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { decideStored } from './decide';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, refuseCancelled, type Target } from './find-target';
import { gatherTarget } from './gather-copies';
import { reconcileBots } from './reconcile-bots';

/**
 * Sets a person's override for one occurrence, a single event, or (by the series' own id) a whole series, changes the bots
 * at once, and returns the new decision: of a series, that about its next occurrence.
 * @param override null leaves the decision to the rules
 * @throws UsherError not_found, meeting_cancelled and meeting_ended (a series without an upcoming occurrence)
 */
export async function setOverride(
  user: User,
  eventId: string,
  override: 'always' | 'never' | null,
  { actor, now }: Author,
): Promise<OverrideResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, user.id);
    const target = await gatherTarget(change, await findTarget(change, user.id, eventId));
    const { event } = target;
    if (!target.occurrence) refuseCancelled(event);
    if (target.occurrence)
      await tx.occurrence.update({
        where: { id: target.occurrence.id },
        data: { override, overrideSetAt: now },
      });
    else {
      const data = { override, neverFrom: null, overrideSetAt: now };
      await tx.event.update({ where: { id: event.id }, data });
    }
    await recordActivity(tx, {
      userId: user.id,
      at: now,
      actor,
      action: 'override.set',
      cause: 'requested',
      eventId: event.id,
      occurrenceId: target.occurrence?.id,
      summary: `Override for “${target.occurrence?.title ?? titleOf(event)}”: ${override ?? 'none, the rules decide'}.`,
      before: { override: target.occurrence ? target.occurrence.override : event.override },
      after: { override },
    });
    const reconciled = await reconcileBots(change, user.id, { eventIds: [event.id] });
    const occurrence = await tx.occurrence.findFirst({
      where: target.occurrence
        ? { id: target.occurrence.id }
        : { eventId: event.id, isDeleted: false, endTime: { gt: now } },
      orderBy: { startTime: 'asc' },
      select: { id: true },
    });
    const decision = occurrence && (await decideStored(tx, user, [occurrence.id], now)).get(occurrence.id);
    if (!decision) throw new UsherError('meeting_ended', 'This series has no upcoming meeting.');
    return { response: { event_id: eventId, decision }, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  return response;
}

/**
 * Removes the override of a series that a new request for the series replaces. A request for the whole series replaces
 * all of it. A request from a meeting on leaves the meetings before that one as they are: an "always" of the series stays,
 * and a "never" becomes one for each of them that has no override of its own.
 * @param from the original start of the meeting from which on the request holds; null = the whole series
 */
export async function replaceSeriesOverride(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  { event }: Pick<Target, 'event'>,
  from: Date | null,
): Promise<void> {
  const neverSince = event.override === 'never' ? new Date(0) : event.neverFrom;
  if (from && neverSince && neverSince < from) {
    await materializeSeries({ tx, now }, event.calendar, [event.id], from);
    await tx.occurrence.updateMany({
      where: {
        eventId: event.id,
        originalStart: { gte: neverSince, lt: from },
        endTime: { gt: now },
        override: null,
      },
      data: { override: 'never', overrideSetAt: event.overrideSetAt ?? now },
    });
  }
  const staysAlways = from !== null && event.override === 'always';
  await tx.event.update({
    where: { id: event.id },
    data: { override: staysAlways ? 'always' : null, neverFrom: null, overrideSetAt: now },
  });
}
