import { followAddress } from '@/lib/accounts/account-owner';
import { displacedAddress } from '@/lib/accounts/domain/address';
import type { CalendarListEntry } from '@/lib/google/calendar';
import type { Tx } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { RESYNC, type SyncChange } from './enable-sync';
import { NO_LEASE } from './sync-lease';

export type FollowedPrimary = {
  /** The primary calendar, if its id has changed. */
  renamed: Calendar | null;
  /** Its channels, stopped here and still open at Google: they watch the id of before. */
  channels: SyncChange['channels'];
  /** A calendar whose id is the primary one's now, and whose sync is to be disabled. */
  displaced: Calendar | null;
};

/**
 * Makes an account's primary calendar follow the account's new address, which is the calendar's id: the row stays, with its
 * events, overrides and bots; it is read in full, under the new id. What had that id before is another calendar, which has
 * left the list.
 * @param tx holds the user's lock
 */
export async function followPrimary(
  { tx, now }: { tx: Tx; now: Date },
  connection: CalendarConnection,
  entries: CalendarListEntry[],
): Promise<FollowedPrimary> {
  const nothing = { renamed: null, channels: [], displaced: null };
  const primary = entries.find((entry) => entry.primary);
  if (!primary) return nothing;
  await followAddress(tx, connection, primary.id, now);
  const { id: connectionId } = connection;
  const before = await tx.calendar.findFirst({
    where: { connectionId, isPrimary: true, leftListAt: null },
    orderBy: { createdAt: 'asc' },
  });
  if (!before || before.googleCalendarId === primary.id) return nothing;

  const other = await tx.calendar.findUnique({
    where: { connectionId_googleCalendarId: { connectionId, googleCalendarId: primary.id } },
  });
  const displaced = other && (await displaceCalendar(tx, other, now));
  const channels = await tx.watchChannel.findMany({
    where: { calendarId: before.id, status: { in: ['open', 'opening'] } },
    include: { calendar: { select: { connection: true } } },
  });
  await tx.watchChannel.updateMany({ where: { calendarId: before.id }, data: { status: 'stopped' } });
  const renamed = await tx.calendar.update({
    where: { id: before.id },
    // Without its lease a running sync cannot store what it has read under the id of before.
    data: { googleCalendarId: primary.id, ...RESYNC, ...NO_LEASE, syncToken: null, pushUnsupported: false },
  });
  await renameInRules(tx, connection.userId, { from: before.googleCalendarId, to: primary.id });
  return { renamed, channels, displaced };
}

/** Makes the user's rules that name a calendar by its id name it by the one that it has now. */
async function renameInRules(
  tx: Tx,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const { rules } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const stored = JSON.stringify(rules);
  const renamed = JSON.stringify(rules, (key, value: unknown) =>
    key === 'calendars' && Array.isArray(value) ? value.map((id) => (id === from ? to : id)) : value,
  );
  if (renamed !== stored)
    await tx.user.update({ where: { id: userId }, data: { rules: JSON.parse(renamed) } });
}

async function displaceCalendar(tx: Tx, { id, googleCalendarId }: Calendar, now: Date): Promise<Calendar> {
  return tx.calendar.update({
    where: { id },
    data: {
      googleCalendarId: displacedAddress(googleCalendarId, id),
      leftListAt: now,
      selected: false,
      isPrimary: false,
    },
  });
}
