import { afterEach, expect, it, vi } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { newAccount } from '@/test/account';
import { describeServices, HOUR, now, until } from '@/test/harness';
import { startRunner } from '@/test/local-runner';
import { inngest } from '../client';
import { currentLocalRunner } from '../local-runner';
import { syncCalendarJob } from './sync-calendar';

describeServices('a sync that fails because the disk of the database is full', () => {
  afterEach(async () => {
    vi.useRealTimers();
    await currentLocalRunner()?.stop();
  });

  it('is not called Google’s, and the same job tries again after a second, and again', async () => {
    const account = await newAccount();
    await account.add('New', HOUR);
    await db().calendar.updateMany({ data: { changeSeq: { increment: 1 } } });
    await db().$executeRawUnsafe(
      `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left' USING ERRCODE = '53100'; END $$`,
    );
    await db().$executeRawUnsafe(
      'CREATE TRIGGER disk_full BEFORE INSERT ON "Event" FOR EACH ROW EXECUTE FUNCTION disk_full()',
    );
    // The job and the runner read the process's clock.
    vi.useFakeTimers({ toFake: ['Date'], now: now() });
    await startRunner(inngest, [syncCalendarJob]);
    const { calendarId, connection, user } = account;
    await inngest.send({
      name: 'calendar/changed',
      data: { calendarId, connectionId: connection.id, userId: user.id },
    });
    let wait = 0;
    const failed = async (failures: number) => {
      await until(async () => (await account.calendar()).failedSyncs === failures);
      wait = +((await account.calendar()).retryAt ?? 0) - Date.now();
    };
    try {
      await failed(1);
      expect(wait).toBeLessThanOrEqual(1_250);
      vi.setSystemTime(Date.now() + wait);
      await failed(2);
      expect(wait).toBeLessThanOrEqual(2_500);
    } finally {
      await db().$executeRawUnsafe('DROP FUNCTION disk_full CASCADE');
    }
    expect((await account.calendar()).lastSyncError).toMatch(/^Usher has failed, not Google/);
    vi.setSystemTime(Date.now() + wait);
    await until(async () => (await account.calendar()).lastSyncError === null);
    expect((await account.occurrences()).map(({ title }) => title)).toEqual(['New']);
  });
}, ['pglite']);
