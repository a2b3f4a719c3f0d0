import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-api-key-'));
  symlinkSync(resolve('prisma'), join(folder, 'prisma'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command in a folder with nothing but the migrations, so that no `.env` is read. */
function apiKey(dataDir: string) {
  const tsx = resolve('node_modules/tsx/dist/loader.mjs');
  return spawnSync(process.execPath, ['--import', tsx, resolve('scripts/api-key.ts'), 'ada@example.com'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 50_000,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'test',
      TSX_TSCONFIG_PATH: resolve('tsconfig.json'),
      DATA_DIR: dataDir,
    },
  });
}

describe('npm run api-key', () => {
  it('prints the key alone on stdout, and on stderr that no app is running', () => {
    const dataDir = join(folder, 'data');
    const run = apiKey(dataDir);
    expect(run.stderr).toBe(
      `No running Usher found for ${dataDir}; the key was created in that directory's database.\n`,
    );
    expect(run.stdout).toMatch(/^\S{20,}\n$/);
    expect(run.status).toBe(0);
  });

  it('refuses a data directory that is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const run = apiKey(file);
    expect(run.stderr).toContain(`DATA_DIR must be a directory that can be made and written: ${file} cannot`);
    expect(run.stderr).not.toContain('    at ');
    expect(run).toMatchObject({ status: 1, stdout: '' });
  });
});
