import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askHolder } from '@/lib/platform/admin-socket/ask';
import { answerCommands } from '@/lib/platform/admin-socket/listen';
import { releaseLock, takeLock } from '@/lib/platform/admin-socket/lock';
import { archiveKind } from '@/lib/platform/database/archive';
import { db, openedDatabase } from '@/lib/platform/database/client';
import { setJobSender } from '@/lib/platform/jobs';
import { describeOnDatabases } from '@/test/database';
import { COMMANDS } from '.';
import { carryOutCommand } from './carry-out';

let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-commands-'));
  await takeLock(dataDir, 4300);
  answerCommands(carryOutCommand);
  setJobSender(async () => undefined);
});
afterAll(async () => {
  await releaseLock(dataDir);
  rmSync(dataDir, { recursive: true });
});

type Run = { code: number; stdout: string; stderr: string };

/** Runs a script as npm does, while this process is the running app. */
function script(name: string, ...args: string[]): Promise<Run> {
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'test' as const, DATA_DIR: dataDir };
  const command = ['--import', 'tsx', `scripts/${name}.ts`, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env, timeout: 50_000 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describeOnDatabases('a command', () => {
  it('creates an API key in the running app', async () => {
    const { stdout, stderr } = await script('api-key', 'ada@example.com');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\S{20,}\n$/);
    expect(await db().apiKey.count({ where: { user: { email: 'ada@example.com' } } })).toBe(1);
  });

  it('lists and changes people in the running app, and prints why it cannot in one sentence', async () => {
    expect((await script('users', 'promote', 'grace@example.com')).stdout).toContain('grace@example.com');
    expect((await script('users')).stdout).toMatch(/grace@example.com.*yes/);
    expect(await script('users', 'disable', 'no.one@example.com')).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'No one has the address no.one@example.com.\n',
    });
    expect((await script('confirm-person', 'grace@example.com')).stderr).toContain('No one waits for');
  });

  it('backs the running app up, where its database is embedded', async () => {
    const file = join(dataDir, 'backup.tar.gz');
    const { code, stderr } = await script('backup', file);
    if (openedDatabase().pglite) expect(await archiveKind(file)).toBe('embedded');
    else
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('PostgreSQL server'),
      });
    rmSync(file, { force: true });
  });

  it('runs a job in the running app', async () => {
    expect(JSON.parse((await script('job', 'poll-calendars')).stdout)).toEqual({ calendars: 0 });
  });

  it('runs SQL on the embedded database of the running app, and leaves no transaction open', async () => {
    await db().user.create({ data: { id: 'usr_sql', email: 'sql@example.com' } });
    const sql = `SELECT id, 9007199254740993::int8 AS big FROM "User" WHERE email = 'sql@example.com'`;
    const { stdout } = await script('db-query', `${sql}; BEGIN`);
    expect(stdout).toMatch(/usr_sql.*9007199254740993/);
    expect((await script('db-query', 'SELECT nonsense')).stderr).toContain(
      'column "nonsense" does not exist',
    );
    expect((await script('db-query', `DELETE FROM "User" WHERE id = 'usr_sql'`)).stdout).toBe(
      '1 row changed.\n',
    );
    expect(await db().user.count({ where: { id: 'usr_sql' } })).toBe(0);
  });

  it('gets a sentence for a name that no command has, and for a body that it does not take', async () => {
    for (const name of ['nothing', '__proto__', 'toString']) {
      expect(await askHolder(dataDir, name, {})).toEqual({
        status: 404,
        text: JSON.stringify({ message: `The running Usher has no command ${name}.` }),
      });
    }
    for (const name of Object.keys(COMMANDS)) {
      expect(await askHolder(dataDir, name, { odd: 1 })).toMatchObject({
        status: 400,
        text: expect.stringContaining('odd is not a field here'),
      });
    }
  });
}, ['pglite']);
