import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-backup-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script on a data directory without a database, and returns the one sentence with which it fails. */
function refusal(script: string, args: string[], settings: Record<string, string> = {}): string {
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'test' as const, DATA_DIR: join(folder, 'data') };
  const command = ['--import', 'tsx', `scripts/${script}.ts`, ...args];
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: { ...env, ...settings },
  });
  expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 1, lines: 1 });
  return stderr;
}

function fileWith(content: string | Buffer): string {
  const file = join(folder, 'file');
  writeFileSync(file, content);
  return file;
}

describe('npm run backup and npm run restore', () => {
  it('refuse a directory without a database', () => {
    expect(refusal('backup', [])).toContain('There is no database in');
  });

  it('refuse what is no backup, and one of the other kind of database', () => {
    expect(refusal('restore', [fileWith('Hello')])).toContain('is no backup');
    expect(refusal('restore', [fileWith('PGDMP…')])).toContain('set DATABASE_URL');
    const server = { DATABASE_URL: 'postgresql://usher@127.0.0.1:1/usher' };
    const embedded = fileWith(Buffer.from([0x1f, 0x8b, 8, 0]));
    expect(refusal('restore', [embedded], server)).toContain('leave DATABASE_URL unset');
  }, 200_000);
});
