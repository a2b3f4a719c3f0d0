import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases } from '@/test/database';
import { db } from './client';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-client-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs a few lines in a process of its own, with the database's functions at hand. */
function run(lines: string, settings: Record<string, string> = {}): SpawnSyncReturns<string> {
  const script = `
    import { closeDatabase, db, openDatabase } from './lib/platform/database/client.ts';
    try { ${lines} } catch (error) { console.log(error.name + ': ' + error.message); process.exit(1); }`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: dataDir, ...settings },
  });
}

describe('openDatabase', () => {
  it('a database opens again after its process was killed, with all that was committed, and not when a table was cut', () => {
    const first = run(`
      await Promise.all([openDatabase(), openDatabase()]);
      await db().user.create({ data: { id: 'usr_1', email: 'ada@example.com' } });
      process.kill(process.pid, 'SIGKILL');`);
    expect(first.signal).toBe('SIGKILL');
    const second = run(`
      await openDatabase();
      console.log((await db().user.findMany()).map((user) => user.email).join());
      console.log((await db().$queryRaw\`SELECT pg_relation_filepath('"User"') AS file\`)[0].file);
      await closeDatabase();`);
    const [email, file = ''] = second.stdout.trim().split('\n');
    expect(email).toBe('ada@example.com');
    expect(second.status).toBe(0);
    expect(existsSync(join(dataDir, 'usher.sock'))).toBe(false);

    truncateSync(join(dataDir, 'db', file));
    const third = run('await openDatabase();');
    expect(third.stdout).toMatch(
      /^DatabaseRefusal: The database \S+ cannot be read \(could not read block.*\); restore it/,
    );
    expect(third.stdout.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it('an unreadable database is refused in one sentence, and the lock is released', () => {
    mkdirSync(join(dataDir, 'db'));
    writeFileSync(join(dataDir, 'db/PG_VERSION'), '9.1\n');
    const { stdout, stderr } = run('await openDatabase();');
    expect(stdout).toMatch(/^DatabaseRefusal: The database \S+ cannot be read \(.*\); restore/);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toBe('');
    expect(existsSync(join(dataDir, 'usher.sock'))).toBe(false);
  });

  it('a server that is out of reach is refused in a sentence without its password', () => {
    const { stdout } = run('await openDatabase();', {
      DATABASE_URL: 'postgresql://ada:hunter2@127.0.0.1:1/usher',
    });
    expect(stdout).toMatch(
      /^DatabaseRefusal: The PostgreSQL database of DATABASE_URL cannot be reached \(.*ECONNREFUSED/,
    );
    expect(stdout).not.toContain('hunter2');
  });

  it('there is no client before the database is open', () => {
    expect(run('db();').stdout).toContain('The database is not open.');
  });
});

describeOnDatabases('a server', () => {
  it('a server compiles none of our statements, since that takes longer than any of them', async () => {
    const settings = () => db().$queryRaw<{ jit: string }[]>`SHOW jit`;
    // As many connections as the pool has.
    const all = await Promise.all(Array.from({ length: 10 }, settings));
    expect(all.flat().map(({ jit }) => jit)).toEqual(Array(10).fill('off'));
  });
}, ['postgres']);
