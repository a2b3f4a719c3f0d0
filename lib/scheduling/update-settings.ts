import { toUser } from '@/lib/accounts/users';
import { type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import { PLATFORM_NAMES } from '@/lib/contract/link-words';
import type { Settings } from '@/lib/contract/settings';
import { materializeLinked } from '@/lib/occurrences/materialize-occurrences';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { reconcileBots } from './reconcile-bots';

/**
 * Changes a person's settings and records in the activity what differs; what is absent stays. Another order of platforms
 * changes the links of stored meetings, and their bots, at once.
 * @param changes checked by the contract
 */
export async function updateSettings(
  userId: string,
  changes: Partial<Settings>,
  { actor, now }: Author,
): Promise<Settings> {
  const { settings, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    // Two changes at once are recorded in their order.
    await lockUser(tx, userId);
    const before = toUser(await tx.user.findUniqueOrThrow({ where: { id: userId } })).settings;
    await storeTimeZone(change, userId, before, changes.time_zone);
    await storeDisplayFormats(change, userId, before, changes);
    const isReordered = await storePlatformOrder(change, userId, before, changes.platform_order);
    const { settings } = toUser(await tx.user.findUniqueOrThrow({ where: { id: userId } }));
    if (!isReordered) return { settings, reconciled: null };
    const eventIds = await materializeLinked(change, userId);
    return { settings, reconciled: await reconcileBots(change, userId, { eventIds }) };
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  return settings;
}

async function storeTimeZone(
  { tx, now, actor }: Change,
  userId: string,
  { time_zone: before }: Settings,
  after = before,
): Promise<void> {
  if (after === before) return;
  await tx.user.update({ where: { id: userId }, data: { timeZone: after } });
  await recordActivity(tx, {
    userId,
    at: now,
    actor,
    action: 'settings.time_zone',
    cause: 'requested',
    summary: after ? `Time zone set to ${after}.` : 'Time zone set to automatic.',
    before: { timeZone: before },
    after: { timeZone: after },
  });
}

async function storeDisplayFormats(
  { tx, now, actor }: Change,
  userId: string,
  before: Settings,
  changes: Partial<Settings>,
): Promise<void> {
  const { time_format, week_start } = { ...before, ...changes };
  if (time_format === before.time_format && week_start === before.week_start) return;
  await tx.user.update({ where: { id: userId }, data: { timeFormat: time_format, weekStart: week_start } });
  const clock = time_format === null ? 'automatic' : time_format === '12h' ? '12-hour' : '24-hour';
  const week = week_start === null ? 'automatic' : `${week_start[0]?.toUpperCase()}${week_start.slice(1)}`;
  await recordActivity(tx, {
    userId,
    at: now,
    actor,
    action: 'settings.display',
    cause: 'requested',
    summary: [
      time_format !== before.time_format && `Time format set to ${clock}.`,
      week_start !== before.week_start && `Week start set to ${week}.`,
    ]
      .filter(Boolean)
      .join(' '),
    before: { timeFormat: before.time_format, weekStart: before.week_start },
    after: { timeFormat: time_format, weekStart: week_start },
  });
}

/** Returns whether the order is another one now. */
async function storePlatformOrder(
  { tx, now, actor }: Change,
  userId: string,
  { platform_order: before }: Settings,
  after = before,
): Promise<boolean> {
  if (String(after) === String(before)) return false;
  await tx.user.update({ where: { id: userId }, data: { platformOrder: after } });
  const names = after.map((name) => PLATFORM_NAMES[name]);
  await recordActivity(tx, {
    userId,
    at: now,
    actor,
    action: 'settings.platform_order',
    cause: 'requested',
    summary:
      names.length > 0
        ? `Where several links of a meeting are equally good, bots join by the first of these: ${names.join(', ')}.`
        : 'Where several links of a meeting are equally good, no platform is preferred.',
    before: { platformOrder: before },
    after: { platformOrder: after },
  });
  return true;
}
