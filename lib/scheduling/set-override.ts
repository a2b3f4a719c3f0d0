import type { User } from '@/lib/accounts/users';
import { type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { OverrideResponse } from '@/lib/contract/recurrence';
import { materializeSeries } from '@/lib/occurrences/materialize-occurrences';
import { titleOf } from '@/lib/occurrences/stored-event';
import { db } from '@/lib/platform/database/client';
import type {
  BotSource,
  Occurrence,
  Override,
  Prisma,
} from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { decideAll, decideShown, decideStored, decisionSettingsOf, withRelated } from './decide';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import type { Decision, DecisionCode } from './domain/join-decision';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, refuseCancelled, type Target } from './find-target';
import { gatherTarget } from './gather-copies';
import { createInOrder, findTaken, recordScheduled } from './manual-bookings';
import { decisionInputs } from './queries/decision-input';
import { reconcileBots } from './reconcile-bots';
import { removeBots, WITH_OVERRIDE } from './remove-bots';

/**
 * Sets a person's override for one occurrence, a single event, or (by the series' own id) a whole series, changes the bots
 * at once, and returns the new decision: of a series, that about its next occurrence. Of one occurrence it is all that a
 * person wants: "always" schedules its bot now, however far ahead it is; "never" removes the bot; null leaves the meeting
 * to the rules, also where a person had scheduled its bot.
 * @throws UsherError not_found, meeting_cancelled and meeting_ended (a series without an upcoming occurrence)
 */
export async function setOverride(
  user: User,
  eventId: string,
  override: Override | null,
  { actor, now }: Author,
): Promise<OverrideResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, user.id);
    const target = await gatherTarget(change, await findTarget(change, user.id, eventId));
    const { event } = target;
    if (!target.occurrence) refuseCancelled(event);
    const bots = target.occurrence ? await bookedOrActive(tx, target.occurrence.id) : [];
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
      summary: inWords(override, target.occurrence?.title ?? titleOf(event), target.occurrence === null),
      before: { override: target.occurrence ? target.occurrence.override : event.override },
      after: { override },
    });
    const removed = target.occurrence
      ? await changeBot(change, user, { ...target, occurrence: target.occurrence }, { bots, override })
      : { cancelled: [], recalled: [] };
    const reconciled = await reconcileBots(change, user.id, { eventIds: [event.id] });
    const occurrence = await tx.occurrence.findFirst({
      where: target.occurrence
        ? { id: target.occurrence.id }
        : { eventId: event.id, isDeleted: false, endTime: { gt: now } },
      orderBy: { startTime: 'asc' },
      select: { id: true },
    });
    const decision = occurrence && (await decideShown(tx, user, occurrence.id, now));
    if (!decision) throw new UsherError('meeting_ended', 'This series has no upcoming meeting.');
    const response = {
      event_id: eventId,
      decision,
      removed_bots: [...removed.cancelled, ...removed.recalled],
    };
    return { response, reconciled: { recalled: [...removed.recalled, ...reconciled.recalled] } };
  });
  await enqueueFollowUps(reconciled, now);
  return response;
}

type BotOfMeeting = Prisma.ScheduledBotGetPayload<{ include: typeof WITH_OVERRIDE }>;
type Asked = { bots: BotOfMeeting[]; override: Override | null };

/** Returns the bot of an occurrence that is booked or active, with the override that the occurrence has now. */
function bookedOrActive(tx: Change['tx'], occurrenceId: string): Promise<BotOfMeeting[]> {
  return tx.scheduledBot.findMany({
    where: { occurrenceId, status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } },
    include: WITH_OVERRIDE,
  });
}

/**
 * Gives a meeting the bot that a person has just asked for, or removes it, as if they had scheduled or removed it.
 * @param asked its bot from before, and the override that is stored now
 * @returns ids of the bots that are removed
 */
async function changeBot(
  change: Change,
  user: User,
  target: Target & { occurrence: Occurrence },
  { bots, override }: Asked,
): Promise<{ cancelled: string[]; recalled: string[] }> {
  const { tx, now } = change;
  const { occurrence } = target;
  if (override === 'never') return removeBots(change, user.id, bots, () => override);
  if (override === 'always') {
    const decision = (await decideStored(tx, user, [occurrence.id], now)).get(occurrence.id);
    if (decision?.will_join && (await findTaken(tx, [occurrence.id])).size === 0) {
      const booking = { occurrenceId: occurrence.id, source: 'always' as const };
      const made = await createInOrder(change, [{ ...booking, botConfig: user.defaultBotConfig }]);
      await recordScheduled(change, target, made, () => [override, override]);
    }
    return { cancelled: [], recalled: [] };
  }
  const booked = bots.filter((bot) => bot.status === 'Scheduled' && BY_PEOPLE.includes(bot.source));
  const decision = await decideWithoutBot(tx, user, occurrence.id, now);
  if (!decision?.will_join) return removeBots(change, user.id, booked, () => override);
  const source = SOURCES[decision.code] ?? 'auto';
  await tx.scheduledBot.updateMany({
    where: { id: { in: booked.map(({ id }) => id) }, status: 'Scheduled' },
    data: { source, updatedAt: now },
  });
  return { cancelled: [], recalled: [] };
}

/** What schedules bots because people ask for them. */
const BY_PEOPLE: readonly BotSource[] = ['manual', 'batch', 'always'];

/** What a bot is scheduled by, where that is not auto-schedule. */
const SOURCES: Partial<Record<DecisionCode, BotSource>> = {
  auto_reschedule: 'auto_reschedule',
  series_always: 'always',
};

/** Returns what would be decided about a meeting if it had no bot. Writes nothing. */
async function decideWithoutBot(
  tx: Change['tx'],
  user: User,
  id: string,
  now: Date,
): Promise<Decision | undefined> {
  const rows = await withRelated(tx, await decisionInputs(tx, { kind: 'ids', ids: [id] }));
  const without = rows.map((row) => (row.id === id ? { ...row, bot: null } : row));
  return decideAll(without, new Map([[user.id, decisionSettingsOf(user)]]), now).get(id);
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

/** Returns what an override does, as a sentence. */
function inWords(override: Override | null, title: string, isSeries: boolean): string {
  const bots = isSeries ? `Bots for the series “${title}”` : `Bot for “${title}”`;
  if (override === null) return `${bots}: your rules decide.`;
  return `${bots} turned ${override === 'always' ? 'on' : 'off'}.`;
}
