import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-rotate-'));
  symlinkSync(resolve('prisma'), join(folder, 'prisma'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

/** Runs the command in a folder with nothing but the migrations, so that no `.env` is read. */
function rotate(settings: Record<string, string>) {
  const tsx = resolve('node_modules/tsx/dist/loader.mjs');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', tsx, resolve('scripts/rotate-key.ts')],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 50_000,
      env: {
        ...{ PATH: process.env.PATH ?? '', NODE_ENV: 'test', TSX_TSCONFIG_PATH: resolve('tsconfig.json') },
        ...{ DATA_DIR: join(folder, 'data'), ...settings },
      },
    },
  );
  return { stdout, stderr, status };
}

it('npm run rotate-key needs the former key as well, says how many secrets it has encrypted anew, and refuses a wrong key', () => {
  const done = (count: string) => ({
    stdout: `${count} encrypted anew.\nAll stored secrets are under ENCRYPTION_KEY.\n`,
    ...{ stderr: '', status: 0 },
  });
  expect(rotate({ ENCRYPTION_KEY: key(1) })).toEqual(done('0 secrets were'));
  expect(rotate({ ENCRYPTION_KEY: key(2) })).toMatchObject({
    stderr: expect.stringMatching(/^ENCRYPTION_KEY is not the key that [^\n]* ENCRYPTION_KEY_PREVIOUS\.\n$/),
    ...{ stdout: '', status: 1 },
  });
  expect(rotate({ ENCRYPTION_KEY: key(2), ENCRYPTION_KEY_PREVIOUS: key(1) })).toEqual(done('1 secret was'));
  expect(rotate({ ENCRYPTION_KEY: key(2) })).toEqual(done('0 secrets were'));
}, 120_000);
