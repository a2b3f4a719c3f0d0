import { expect, it, vi } from 'vitest';
import { describeOnDatabases } from '@/test/database';
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
    await vi.waitFor(() => expect(received).toEqual(['usr_a']));
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
