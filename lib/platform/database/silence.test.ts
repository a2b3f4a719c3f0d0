import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openThroughProxy, withTestDatabase } from '@/test/database';
import type { SilentProxy } from '@/test/silent-proxy';
import { logger } from '../logger';
import type { Bounds } from './bounds';
import { db, type OpenDatabase, openedDatabase } from './client';
import { endConnection, openConnection } from './connections';
import { listenForChanges } from './listen';
import { PROGRAM_LOCK } from './program-lock';

const BOUNDS: Bounds = {
  connect: 1000,
  lock: 200,
  statement: 400,
  silence: 600,
  transaction: 5000,
  beat: 50,
  beatAnswer: 400,
  migration: 10_000,
};
/** The longest that a statement may take to fail: a connection has to be waited for, and the statement. */
const LONGEST_MS = BOUNDS.connect + BOUNDS.silence;
/** What this computer may be late by. */
const SLACK_MS = 3000;

/** Returns the milliseconds after which a statement has failed. */
async function failure(statement: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await expect(statement).rejects.toThrow();
  return performance.now() - startedAt;
}

const answer = () => db().$queryRaw`SELECT 1`;
const sleep = (seconds: number) => db().$queryRaw`SELECT pg_sleep(${seconds})::text`;

describe.skipIf(!process.env.TEST_DATABASE_URL)('a PostgreSQL server', () => {
  withTestDatabase('postgres');
  let proxy: SilentProxy;
  let close: () => Promise<void>;
  let direct: OpenDatabase;
  beforeAll(async () => {
    direct = openedDatabase();
    ({ proxy, close } = await openThroughProxy(BOUNDS));
  });
  afterEach(() => proxy.pass());
  afterAll(() => close());

  /** Waits until a statement, and as many as the pool has connections, are answered. */
  const recovered = () =>
    vi.waitFor(() => Promise.all(Array.from({ length: 10 }, answer)), { timeout: 5000, interval: 20 });

  it('that falls silent in the middle of a statement ends it, and connections that were idle answer no one later', async () => {
    await Promise.all(Array.from({ length: 5 }, answer));
    const running = failure(sleep(5));
    const transaction = failure(
      db().$transaction(async (tx) => {
        await tx.$queryRaw`SELECT pg_sleep(5)::text`;
      }),
    );
    await vi.waitFor(async () => expect(await sleepers()).toBe(2));
    proxy.silence();
    expect(await running).toBeLessThan(LONGEST_MS + SLACK_MS);
    expect(await transaction).toBeLessThan(LONGEST_MS + SLACK_MS);
    // Idle connections and new ones are silent as well.
    const later = await Promise.all(Array.from({ length: 20 }, () => failure(answer())));
    expect(Math.max(...later)).toBeLessThan(LONGEST_MS + SLACK_MS);
    await proxy.pass();
    await recovered();
  });

  it('that is cut off, or refuses, is used again when it is back', async () => {
    const running = failure(sleep(5));
    await vi.waitFor(async () => expect(await sleepers()).toBe(1));
    proxy.refuse();
    expect(await running).toBeLessThan(SLACK_MS);
    expect(await failure(answer())).toBeLessThan(BOUNDS.connect + SLACK_MS);
    await proxy.pass();
    await recovered();
  });

  it('that answered while this process stood still has not been silent', async () => {
    const client = await openConnection(direct.url ?? '', BOUNDS);
    const answered = client.query("SELECT 'late' AS word FROM pg_sleep(0.1)");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BOUNDS.silence + 100);
    expect((await answered).rows).toEqual([{ word: 'late' }]);
    await endConnection(client);
  });

  it('with a locked table ends what waits for it', async () => {
    await direct.client.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE "User"`;
      expect(await failure(db().user.count())).toBeLessThan(BOUNDS.lock + SLACK_MS);
      const inTransaction = db().$transaction((inner) => inner.user.deleteMany());
      expect(await failure(inTransaction)).toBeLessThan(BOUNDS.lock + SLACK_MS);
    });
    expect(await db().user.count()).toBe(0);
  });

  it('ends a statement that takes too long', async () => {
    expect(await failure(sleep(3))).toBeLessThan(BOUNDS.statement + SLACK_MS);
  });

  it('ends the transaction of a client that has gone, and with it its locks', async () => {
    const left = db().$transaction(async (tx) => {
      await tx.$executeRaw`SET idle_in_transaction_session_timeout = 100`;
      await tx.$executeRaw`LOCK TABLE "User"`;
      proxy.silence();
      await direct.client.user.count();
    });
    await expect(left).rejects.toThrow();
    await proxy.pass();
    await recovered();
  });

  it('that has fallen silent is listened to again, and knows again that this process works on it', async () => {
    const received: string[] = [];
    const stop = await listenForChanges((payload) => received.push(payload), BOUNDS);
    const before = await programs();
    const warn = vi.spyOn(logger, 'warn');
    proxy.silence();
    await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining('listens')), 5000);
    await proxy.pass();
    await vi.waitFor(() => expect(received).toContain('*'), 5000);
    await direct.client.$executeRaw`SELECT pg_notify('usher_changed', 'usr_1')`;
    await vi.waitFor(() => expect(received).toContain('usr_1'), 5000);
    await vi.waitFor(
      async () => expect((await programs()).some((pid) => !before.includes(pid))).toBe(true),
      5000,
    );
    await stop();
  });

  /** The sessions that hold the lock of running programs. The server has not heard that a silent one has ended. */
  async function programs(): Promise<number[]> {
    const rows = await direct.client.$queryRaw<{ pid: number }[]>`
      SELECT pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE locktype = 'advisory' AND objid = ${PROGRAM_LOCK} AND granted AND datname = current_database()`;
    return rows.map(({ pid }) => pid);
  }

  async function sleepers(): Promise<number> {
    const [row] = await direct.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`;
    return row?.count ?? 0;
  }
});
