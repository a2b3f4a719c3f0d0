import { expect, it, vi } from 'vitest';
import { describeOnDatabases } from '@/test/database';
import { SAMPLE, storeSampleRows } from '@/test/sample-rows';
import { db, openedDatabase } from './client';
import { listenForChanges } from './listen';

const notify = (payload: string) => db().$executeRaw`SELECT pg_notify('usher_changed', ${payload})`;

describeOnDatabases('listenForChanges', (kind) => {
  it('a listener gets notifications until it ends', async () => {
    const received: string[] = [];
    const stop = await listenForChanges((payload) => received.push(payload));
    await notify('usr_1');
    await vi.waitFor(() => expect(received).toEqual(['usr_1']));
    await stop();
    await notify('usr_2');
    await db().$queryRaw`SELECT 1`;
    expect(received).toEqual(['usr_1']);
  });

  it('a listener is notified of a written row when its transaction commits, and of none when it fails', async () => {
    const received: string[] = [];
    const stop = await listenForChanges((payload) => received.push(payload));
    await db().user.create({ data: { id: 'usr_a', email: 'a@example.com' } });
    const connection = { clientId: 'c', clientSecret: 's', refreshToken: 'r', userId: 'usr_a' };
    await expect(
      db().$transaction(async (tx) => {
        await tx.calendarConnection.create({
          data: { id: 'con_1', accountEmail: 'lost@example.com', ...connection },
        });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await db().$transaction((tx) =>
      tx.calendarConnection.create({ data: { id: 'con_2', accountEmail: 'a@example.com', ...connection } }),
    );
    await vi.waitFor(() => expect(received).toEqual(['usr_a calendars']));
    await stop();
  });

  it('a listener is notified of the kind of what changed, and of nothing that no page shows', async () => {
    await storeSampleRows(db());
    const received: string[] = [];
    const stop = await listenForChanges((payload) => received.push(payload));
    /** Returns what a listener hears of a change. */
    const hear = async (change: () => Promise<unknown>) => {
      received.length = 0;
      await change();
      await notify('end');
      await vi.waitFor(() => expect(received).toContain('end'));
      return received.filter((payload) => payload !== 'end').map((payload) => payload.split(' ')[1]);
    };
    const { userId, calendarId, connectionId } = SAMPLE;
    const ofCalendar = (data: object) => () => db().calendar.update({ where: { id: calendarId }, data });
    const ofAccount = (data: object) => () =>
      db().calendarConnection.update({ where: { id: connectionId }, data });
    const ofUser = (data: object) => () => db().user.update({ where: { id: userId }, data });
    expect(await hear(ofCalendar({ syncLease: 'other', syncToken: 'other' }))).toEqual([]);
    expect(await hear(ofCalendar({ lastSyncedAt: new Date() }))).toEqual(['sync']);
    expect((await hear(ofCalendar({ syncEnabled: false }))).sort()).toEqual(['calendars', 'sync']);
    expect(await hear(ofAccount({ accessToken: 'other' }))).toEqual([]);
    expect(await hear(ofAccount({ listReadAt: new Date() }))).toEqual(['sync']);
    expect(await hear(ofUser({ scannedUntil: new Date() }))).toEqual([]);
    expect(await hear(ofUser({ weekStart: 'sunday' }))).toEqual(['settings']);
    expect(await hear(() => db().apiKey.updateMany({ data: { lastUsedAt: new Date() } }))).toEqual([]);
    expect(await hear(() => db().apiKey.updateMany({ data: { revokedAt: new Date() } }))).toEqual([
      'api_keys',
    ]);
    expect(await hear(() => db().occurrence.updateMany({ data: { isDeleted: true } }))).toEqual(['events']);
    expect(await hear(() => db().scheduledBot.updateMany({ data: { botName: 'Usher' } }))).toEqual(['bots']);
    await stop();
  });

  it.runIf(kind === 'postgres')(
    'a listener whose connection broke comes back, and says that it may have missed something',
    async () => {
      const received: string[] = [];
      const stop = await listenForChanges((payload) => received.push(payload));
      await db().$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
      await vi.waitFor(() => expect(received).toContain('*'), 10_000);
      await notify('usr_3');
      await vi.waitFor(() => expect(received).toContain('usr_3'));
      await stop();
      expect(openedDatabase().url).toBeDefined();
    },
  );
});
