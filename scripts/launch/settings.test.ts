import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Returns the settings that a process of its own loads in a folder with this environment. */
function load(environment: Record<string, string> = {}) {
  const script = `
    import { loadSettings } from '${resolve('scripts/launch/settings.ts')}';
    process.stdout.write(JSON.stringify(loadSettings()));`;
  const file = join(folder, 'load.mts');
  writeFileSync(file, script);
  const run = spawnSync(process.execPath, ['--import', resolve('node_modules/tsx/dist/loader.mjs'), file], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'test',
      TSX_TSCONFIG_PATH: resolve('tsconfig.json'),
      ...environment,
    },
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

describe('loadSettings', () => {
  it('generates secrets once, readable only by their owner, and chooses demo mode', () => {
    const first = load();
    expect(first.env).toMatchObject({ demo: true, PORT: 3000, DATA_DIR: join(folder, '.data') });
    expect(first.variables).toMatchObject({ USHER_DEMO: '1', NEXTAUTH_URL: 'http://localhost:3000' });
    const file = join(folder, '.data/secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, '.data')).mode & 0o777).toBe(0o700);
    const { NEXTAUTH_SECRET, ENCRYPTION_KEY } = first.env;
    expect(NEXTAUTH_SECRET).not.toBe(ENCRYPTION_KEY);
    expect(load().env).toEqual(first.env);
  });

  it('takes the permissions of others on the data directory and its files away at each start', () => {
    load();
    const data = join(folder, '.data');
    mkdirSync(join(data, 'db'));
    writeFileSync(join(data, 'db.created'), '');
    writeFileSync(join(data, 'sandbox.json'), '{}', { mode: 0o644 });
    for (const name of ['', 'secrets.json', 'db']) chmodSync(join(data, name), 0o755);
    load();
    const modes = ['', 'secrets.json', 'sandbox.json', 'db'].map(
      (name) => statSync(join(data, name)).mode & 0o777,
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(['700', '600', '600', '700']);
  });

  it('reads .env, which the environment overrides', () => {
    writeFileSync(join(folder, '.env'), 'PORT=4000\nLOG_LEVEL=debug\nDATA_DIR=\n');
    expect(load({ PORT: '5000' }).env).toMatchObject({ PORT: 5000, LOG_LEVEL: 'debug', SANDBOX_PORT: 5001 });
  });

  it('generates no secrets for a public address', () => {
    const { problems } = load({ APP_URL: 'https://usher.example.com' });
    expect(problems).toHaveLength(5);
    const env = {
      ...{ APP_URL: 'https://usher.example.com', NEXTAUTH_SECRET: randomBytes(32).toString('base64') },
      ...{
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        GOOGLE_CLIENT_ID: 'i',
        GOOGLE_CLIENT_SECRET: 's',
      },
      ...{ MEETSTREAM_API_KEY: 'k' },
    };
    expect(load(env).env).toMatchObject({ demo: false, NEXTAUTH_SECRET: env.NEXTAUTH_SECRET });
    expect(readdirSync(join(folder, '.data'))).toEqual([]);
  });

  it('refuses secrets that are damaged, or that lack the key of the database beside them, and leaves them', () => {
    mkdirSync(join(folder, 'db'));
    const file = join(folder, 'secrets.json');
    const noKey = JSON.stringify({ NEXTAUTH_SECRET: 'a'.repeat(44) });
    for (const [text, problem] of [
      ['{"NEXTAUTH_SECRET": "abc', `The secrets in ${file} cannot be read; restore the file from a backup`],
      [noKey, `${file} has no ENCRYPTION_KEY, with which the database beside it is encrypted; restore`],
    ] as const) {
      writeFileSync(file, text);
      expect(load({ DATA_DIR: '.' }).problems).toEqual([expect.stringContaining(problem)]);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    const ENCRYPTION_KEY = Buffer.alloc(32, 1).toString('base64');
    expect(load({ DATA_DIR: '.', ENCRYPTION_KEY }).env).toMatchObject({ ENCRYPTION_KEY, demo: true });
  });

  it('writes nothing for settings that are refused', () => {
    mkdirSync(join(folder, 'data'));
    expect(load({ PORT: 'x', DATA_DIR: 'data' }).problems).toEqual([
      'PORT must be a port number from 1 to 65535.',
    ]);
    expect(() => statSync(join(folder, 'data/secrets.json'))).toThrow('ENOENT');
  });

  it('makes a data directory and those above it, accessible only to their owner', () => {
    expect(load({ DATA_DIR: 'a/b/c' }).env.DATA_DIR).toBe(join(folder, 'a/b/c'));
    for (const made of ['a', 'a/b', 'a/b/c']) expect(statSync(join(folder, made)).mode & 0o777).toBe(0o700);
  });

  it('refuses in one sentence a data directory that cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    for (const DATA_DIR of ['file', 'file/below', 'link']) {
      expect(load({ DATA_DIR }).problems).toEqual([
        `DATA_DIR must be a directory that can be made and written: ${join(folder, DATA_DIR)} cannot (something else is in its place).`,
      ]);
    }
  });

  it.runIf(process.platform === 'linux')(
    'does not hang where the system lets no one make a directory',
    () => {
      for (const DATA_DIR of ['/proc/nope', '/proc/nope/below']) {
        expect(load({ DATA_DIR }).problems).toEqual([
          `DATA_DIR must be a directory that can be made and written: ${DATA_DIR} cannot (no such file or directory).`,
        ]);
      }
    },
  );

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('refuses a data directory in which it may not write', () => {
    mkdirSync(join(folder, 'data'), { mode: 0o500 });
    for (const DATA_DIR of ['data', 'data/below']) {
      expect(load({ DATA_DIR }).problems).toEqual([
        `DATA_DIR must be a directory that can be made and written: ${join(folder, DATA_DIR)} cannot (permission denied).`,
      ]);
    }
  });
});
