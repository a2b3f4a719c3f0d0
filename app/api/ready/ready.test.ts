import { beforeEach, expect, it, vi } from 'vitest';
import { db, installDatabase, openedDatabase, openServer } from '@/lib/platform/database/client';
import { recordFinish, recordStart } from '@/lib/platform/job-runs';
import { logger } from '@/lib/platform/logger';
import { reasonsUnready } from '@/lib/platform/readiness';
import { describeOnDatabases, openThroughProxy } from '@/test/database';
import { GET } from './route';

const swept = ({ startedAgo, endedAgo }: { startedAgo: string; endedAgo: string }) =>
  db().$executeRaw`
    UPDATE "JobRun" SET "startedAt" = clock_timestamp() - ${startedAgo}::interval,
                        "finishedAt" = clock_timestamp() - ${endedAgo}::interval`;
const codes = async () => (await reasonsUnready()).map(({ code }) => code);

describeOnDatabases('/api/ready', (kind) => {
  beforeEach(async () => {
    logger.level = 'silent';
    await recordStart('sweep');
    await recordFinish('sweep');
  });

  it('is 200 while the database takes writes and the sweep has run', async () => {
    const answer = await GET();
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  });

  it('is 503 while the sweep has not run for more than three minutes', async () => {
    await swept({ startedAgo: '176 seconds', endedAgo: '175 seconds' });
    expect(await codes()).toEqual([]);
    await swept({ startedAgo: '186 seconds', endedAgo: '185 seconds' });
    const answer = await GET();
    const since = (await db().jobRun.findFirstOrThrow()).finishedAt?.toISOString();
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ok: false, reasons: [{ code: 'jobs_late', message: `The jobs have not run since ${since}.` }] },
    ]);
    await db().jobRun.deleteMany();
    expect(await reasonsUnready()).toEqual([{ code: 'jobs_late', message: 'The jobs have not run yet.' }]);
  });

  it('is 200 during a sweep that takes up to 15 minutes, and 503 when it takes longer', async () => {
    await swept({ startedAgo: '1 minute', endedAgo: '895 seconds' });
    expect(await codes()).toEqual([]);
    await swept({ startedAgo: '1 minute', endedAgo: '905 seconds' });
    expect(await codes()).toEqual(['jobs_late']);
  });

  it('is 503 while the database is read-only', async () => {
    await setReadOnly('on');
    await vi.waitFor(async () => expect(await codes()).toEqual(['database_takes_no_writes']));
    await setReadOnly('off');
    await vi.waitFor(async () => expect(await codes()).toEqual([]));
  });

  it.runIf(kind === 'postgres')(
    'is 503 while a table is locked, and says so within three seconds',
    async () => {
      const other = await openServer(openedDatabase().url ?? '');
      await other.client.$transaction(async (tx) => {
        await tx.$executeRaw`LOCK TABLE "Occurrence" IN SHARE MODE`;
        expect(await codes()).toEqual(['database_takes_no_writes']);
      });
      expect(await codes()).toEqual([]);
      await other.close();
    },
  );

  it.runIf(kind === 'postgres')(
    'is 503 within its limit while the database is silent, for all who ask',
    async () => {
      const { proxy, close } = await openThroughProxy();
      expect(await codes()).toEqual([]);
      proxy.silence();
      const startedAt = performance.now();
      const asked = await Promise.all(Array.from({ length: 30 }, () => reasonsUnready(300)));
      expect(performance.now() - startedAt).toBeLessThan(1500);
      expect(asked.flat().map(({ code }) => code)).toEqual(Array(30).fill('database_silent'));
      proxy.cut();
      await proxy.pass();
      await vi.waitFor(async () => expect(await codes()).toEqual([]));
      await close();
    },
  );

  it('is 503 while there is no database', async () => {
    const database = openedDatabase();
    installDatabase(undefined);
    const answer = await GET();
    installDatabase(database);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ok: false, reasons: [{ code: 'database_silent', message: 'The database does not answer.' }] },
    ]);
  });

  /** PostgreSQL reads the setting when a session begins, so all sessions begin again. */
  async function setReadOnly(value: 'on' | 'off'): Promise<void> {
    if (kind === 'pglite') {
      await db().$executeRawUnsafe(`SET default_transaction_read_only = ${value}`);
      return;
    }
    const { url } = openedDatabase();
    const name = new URL(url ?? '').pathname.slice(1);
    await db().$transaction([
      db().$executeRaw`SET TRANSACTION READ WRITE`,
      db().$executeRawUnsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`),
    ]);
    await db().$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await db().$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`.catch(() => undefined);
  }
});
