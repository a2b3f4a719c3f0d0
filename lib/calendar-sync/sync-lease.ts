import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { logger } from '@/lib/platform/logger';

export type SyncedCalendar = Calendar & { connection: CalendarConnection };

/** A sync that has not renewed its lease for so long is taken to be dead. */
const LEASE_MS = 60_000;
const RENEW_MS = 10_000;

/**
 * Takes a calendar for one sync, across processes.
 * @param lease names this sync
 */
export async function takeLease(
  calendarId: string,
  lease: string,
  now: Date,
): Promise<SyncedCalendar | 'busy' | 'off'> {
  const [taken] = await db().$queryRaw<SyncedCalendar[]>`
    UPDATE "Calendar" c
       SET "syncLease" = ${lease}, "syncLeaseUntil" = ${new Date(+now + LEASE_MS)}, "updatedAt" = ${now}
      FROM "CalendarConnection" k
     WHERE c."id" = ${calendarId} AND c."syncEnabled" AND k."id" = c."connectionId" AND k."status" = 'active'
       AND (c."syncLeaseUntil" IS NULL OR c."syncLeaseUntil" < ${now})
    RETURNING c.*, to_jsonb(k) AS "connection"`;
  if (taken) {
    readTimes(taken.connection);
    return taken;
  }
  const synced = { id: calendarId, syncEnabled: true, connection: { status: 'active' as const } };
  return (await db().calendar.count({ where: synced })) > 0 ? 'busy' : 'off';
}

/** Times within JSON come as text. */
function readTimes(connection: CalendarConnection): void {
  const { accessTokenExpiresAt, listReadAt } = connection;
  connection.accessTokenExpiresAt = accessTokenExpiresAt && new Date(accessTokenExpiresAt);
  connection.listReadAt = listReadAt && new Date(listReadAt);
  connection.createdAt = new Date(connection.createdAt);
  connection.updatedAt = new Date(connection.updatedAt);
}

/**
 * Keeps a lease while something goes on that may take longer: the pages of a large calendar, a Google that is slow.
 * Every call to Google ends within its time, so a lease is not kept for ever. Where it was lost, nothing is renewed.
 */
export async function renewLease<T>(
  calendarId: string,
  lease: string,
  clock: () => Date,
  work: Promise<T>,
): Promise<T> {
  const renew = async () => {
    try {
      await db().calendar.updateMany({
        where: { id: calendarId, syncLease: lease },
        data: { syncLeaseUntil: new Date(+clock() + LEASE_MS) },
      });
    } catch (error) {
      logger.warn({ error, calendarId }, 'The lease of a sync could not be renewed');
    }
  };
  const timer = setInterval(renew, RENEW_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Gives a calendar back.
 * @returns whether it is still as it was read: no hint came since
 */
export async function releaseLease(calendar: Calendar, lease: string): Promise<boolean> {
  const { id, changeSeq } = calendar;
  const released = { syncLease: null, syncLeaseUntil: null };
  const { count } = await db().calendar.updateMany({
    where: { id, syncLease: lease, changeSeq },
    data: released,
  });
  if (count === 1) return true;
  const { count: late } = await db().calendar.updateMany({ where: { id, syncLease: lease }, data: released });
  return late === 0;
}
