import type { Change } from '@/lib/activity/record-activity';
import { readBotConfig } from '@/lib/contract/stored';
import type { Tx } from '@/lib/platform/database/client';
import type { Event, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { withRelatedCopies } from './decide';
import { isBookedOrActive } from './domain/bot-status';
import { groupCopies, newestOverrides } from './domain/copies';
import type { Target } from './find-target';
import { moveToCopies } from './queries/copies';
import { decisionInputs } from './queries/decision-input';
import type { SharedRow } from './share-copies';

/** What an event takes from its copies beside the overrides: bots that are booked or active, all bots, or none. */
type Taken = { bots: 'none' | 'booked' | 'all'; occurrenceId?: string };

/**
 * Gives a target what its copies have, so that a request about it is carried out as if the meeting were there only once: the
 * newest override of the meeting and of its series, and the bot that is booked or active. With a whole series or a single
 * event it also takes auto-reschedule and the chosen link.
 * @param isWhole the request is about the whole series, also where the target is one occurrence
 * @returns the target as it is then
 */
export async function gatherTarget(
  change: Pick<Change, 'tx' | 'now'>,
  target: Target,
  isWhole = target.occurrence === null,
): Promise<Target> {
  const { tx } = change;
  const { event, occurrence } = target;
  const occurrenceId = isWhole ? undefined : occurrence?.id;
  if (!(await gatherCopies(change, event, { bots: 'booked', occurrenceId }))) return target;
  return {
    event: await tx.event.findUniqueOrThrow({ where: { id: event.id }, include: { calendar: true } }),
    occurrence: occurrence && (await tx.occurrence.findUniqueOrThrow({ where: { id: occurrence.id } })),
  };
}

/**
 * Gives an event, or one occurrence of it, what its copies have.
 * @param change its transaction holds the user's lock
 * @returns whether it has copies
 */
export async function gatherCopies(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  event: Event,
  { bots, occurrenceId }: Taken,
): Promise<boolean> {
  if (event.iCalUid === null) return false;
  const occurrences = await tx.occurrence.findMany({
    where: occurrenceId ? { id: occurrenceId } : { eventId: event.id, endTime: { gt: now } },
    select: { id: true },
  });
  const ids = occurrences.map(({ id }) => id);
  const rows = await withRelatedCopies(tx, await decisionInputs(tx, { kind: 'ids', ids }));
  const groups = groupCopies(rows);
  if (groups.length === 0) return false;
  for (const group of groups) await gatherOccurrence({ tx, now }, event, group, bots);
  await gatherSeries(tx, event, groups.flat(), occurrenceId !== undefined);
  return true;
}

async function gatherOccurrence(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  event: Event,
  group: SharedRow[],
  bots: Taken['bots'],
): Promise<void> {
  const target = group.find((row) => row.eventId === event.id);
  if (!target) return;
  const { override, overrideSetAt } = newestOverrides(group);
  if (+(target.overrideSetAt ?? 0) !== +(overrideSetAt ?? 0)) {
    await tx.occurrence.update({ where: { id: target.id }, data: { override, overrideSetAt } });
  }
  const others = group.filter((row) => row !== target);
  if (bots === 'all') {
    const isTaken = target.bot !== null && isBookedOrActive(target.bot.status);
    await tx.scheduledBot.updateMany({
      where: {
        occurrenceId: { in: others.map((row) => row.id) },
        ...(isTaken ? { status: { in: ['Done', 'Denied', 'NotAllowed', 'Error', 'Missed'] } } : {}),
      },
      data: { occurrenceId: target.id },
    });
    return;
  }
  const home = others.find(({ bot }) => bot && isBookedOrActive(bot.status));
  if (bots === 'none' || !home?.bot || (target.bot && isBookedOrActive(target.bot.status))) return;
  await moveToCopies(tx, [{ id: home.bot.id, from: home.id, to: target.id }], now);
}

/** Gives a series or single event the newest override of its copies and, for all of it, their settings. */
async function gatherSeries(tx: Tx, event: Event, rows: SharedRow[], isOne: boolean): Promise<void> {
  const { seriesOverride, neverFrom, seriesOverrideSetAt } = newestOverrides(rows);
  const isOlder = +(event.overrideSetAt ?? 0) !== +(seriesOverrideSetAt ?? 0);
  const ofSeries = { override: seriesOverride, neverFrom, overrideSetAt: seriesOverrideSetAt };
  const settings = isOne ? {} : await takeSettings(tx, event, rows);
  if (!isOlder && Object.keys(settings).length === 0) return;
  await tx.event.update({ where: { id: event.id }, data: { ...(isOlder ? ofSeries : {}), ...settings } });
}

/** Returns the settings that an event takes from its copies, and takes auto-reschedule from these. */
async function takeSettings(tx: Tx, event: Event, rows: SharedRow[]): Promise<Prisma.EventUpdateInput> {
  const ids = new Set(rows.map((row) => row.eventId).filter((id) => id !== event.id));
  const copies = await tx.event.findMany({ where: { id: { in: [...ids] } }, orderBy: { updatedAt: 'desc' } });
  const settings: Prisma.EventUpdateInput = {};
  const linked = copies.find((copy) => copy.chosenLinkKey !== null);
  if (event.chosenLinkKey === null && linked) settings.chosenLinkKey = linked.chosenLinkKey;
  const scheduled = copies.find((copy) => copy.autoRescheduleEnabled);
  if (scheduled && event.kind === 'master') {
    if (!event.autoRescheduleEnabled) {
      settings.autoRescheduleEnabled = true;
      settings.autoRescheduleFrom = scheduled.autoRescheduleFrom;
      const config = scheduled.autoRescheduleBotConfig;
      if (config !== null) {
        settings.autoRescheduleBotConfig = readBotConfig(config) as Prisma.InputJsonObject;
      }
    }
    // Only one of the copies schedules the next occurrence.
    await tx.event.updateMany({
      where: { id: { in: [...ids] }, autoRescheduleEnabled: true },
      data: { autoRescheduleEnabled: false },
    });
  }
  return settings;
}
