import { afterEach, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { newAccount } from '@/test/account';
import { describeServices, HOUR, until } from '@/test/harness';
import { startRunner } from '@/test/local-runner';
import { inngest } from '../client';
import { currentLocalRunner } from '../local-runner';
import { syncCalendarJob } from './sync-calendar';

describeServices('a sync that fails because the disk of the database is full', () => {
  afterEach(() => currentLocalRunner()?.stop());

  it('is not called Google’s, and the same run tries again within seconds, until it succeeds', async () => {
    const account = await newAccount();
    const { id: googleId } = await account.add('New', HOUR);
    const { id: calendarId, connectionId, userId } = await account.calendar();
    await db().calendar.updateMany({ data: { changeSeq: { increment: 1 } } });
    await db().$executeRawUnsafe(
      `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left' USING ERRCODE = '53100'; END $$`,
    );
    await db().$executeRawUnsafe(
      'CREATE TRIGGER disk_full BEFORE INSERT ON "Event" FOR EACH ROW EXECUTE FUNCTION disk_full()',
    );
    try {
      await startRunner(inngest, [syncCalendarJob]);
      await inngest.send({ name: 'calendar/changed', data: { calendarId, connectionId, userId } });
      for (const [failedSyncs, longestMs] of [
        [1, 1_250],
        [2, 2_500],
      ] as const) {
        await until(async () => (await account.calendar()).failedSyncs === failedSyncs);
        const { lastSyncError, retryAt } = await account.calendar();
        expect(lastSyncError).toMatch(/^Usher couldn’t store/);
        expect(+(retryAt ?? Number.NaN)).toBeLessThanOrEqual(Date.now() + longestMs);
      }
    } finally {
      await db().$executeRawUnsafe('DROP FUNCTION disk_full CASCADE');
    }
    await until(async () => (await account.calendar()).lastSyncError === null);
    expect(await account.event(googleId)).toMatchObject({ isDeleted: false });
  });
}, ['pglite']);
