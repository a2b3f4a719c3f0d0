import { setTimeout as delay } from 'node:timers/promises';
import { db } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { logger } from '@/lib/platform/logger';
import { isOnlyProcess } from '@/lib/platform/only-process';
import { type SyncedCalendar, takeSyncLease } from './queries';

/** A sync that has not renewed its lease for this long is taken to be dead. */
const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
/** The pause between two tries to release a lease. */
const RELEASE_AGAIN_MS = 500;

/** What a row has when no one holds its lease. */
export const NO_LEASE = { syncLease: null, syncLeaseUntil: null };

/**
 * Takes a calendar for one sync, across processes.
 * @param lease names this sync
 * @returns the calendar; `busy` while another sync has it, `off` when it is not synced
 */
export async function takeLease(
  calendarId: string,
  lease: string,
  now: Date,
): Promise<SyncedCalendar | 'busy' | 'off'> {
  const [taken] = await takeSyncLease(db(), calendarId, lease, new Date(+now + LEASE_MS), now);
  if (taken) return taken;
  const synced = { id: calendarId, syncEnabled: true, connection: { status: 'active' as const } };
  return (await db().calendar.count({ where: synced })) > 0 ? 'busy' : 'off';
}

/**
 * Renews a lease until the work is done, which may take longer than a lease lasts: a large calendar has many
 * pages, and Google may be slow. Every call to Google ends within its time, so no lease is renewed forever. A
 * lost lease stays lost.
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
 * Releases a lease.
 * @returns false when a change was announced meanwhile and the lease was still ours: then the caller must sync again
 */
export async function releaseLease(calendar: Calendar, lease: string): Promise<boolean> {
  const { id, changeSeq } = calendar;
  const { count } = await db().calendar.updateMany({
    where: { id, syncLease: lease, changeSeq },
    data: NO_LEASE,
  });
  if (count === 1) return true;
  const { count: late } = await db().calendar.updateMany({ where: { id, syncLease: lease }, data: NO_LEASE });
  return late === 0;
}

/**
 * Releases a lease that could not be released because the database did not answer: tries again until it does, or until the
 * lease has ended. Without it the calendar could not be synced for as long as a lease lasts. What the sync has not read is
 * still to be read, so the calendar is marked as changed.
 * @returns whether the lease was still held
 */
export async function releaseLater(calendarId: string, lease: string): Promise<boolean> {
  for (const end = performance.now() + LEASE_MS; performance.now() < end; ) {
    try {
      const { count } = await db().calendar.updateMany({
        where: { id: calendarId, syncLease: lease },
        data: { ...NO_LEASE, changeSeq: { increment: 1 } },
      });
      return count > 0;
    } catch {
      // It does not keep the process from ending.
      await delay(RELEASE_AGAIN_MS, undefined, { ref: false });
    }
  }
  return false;
}

/**
 * Releases the leases of all calendars, when the one process that syncs starts again. While another process works on the
 * database, the leases may be its: they run out. A process that is still alive after all cannot commit its sync without its
 * lease.
 */
export async function releaseSyncLeases(): Promise<void> {
  if (!(await isOnlyProcess())) return;
  await db().calendar.updateMany({ where: { syncLease: { not: null } }, data: NO_LEASE });
}
