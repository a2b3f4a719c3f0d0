import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Returns the folder of the system's newest PostgreSQL programs: Debian's place first, then PATH. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root; it runs as `nobody` then. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(50)) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL stopped with code ${server.exitCode}.`);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // It has not started yet.
    }
  }
  throw new Error('PostgreSQL did not start within 30 seconds.');
}

/**
 * Vitest's global set-up: starts one temporary PostgreSQL server for the whole run, which workers find by
 * TEST_DATABASE_URL. Without PostgreSQL on this computer it prints a note, and the tests that need it are skipped.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const binaries = findBinaries();
  if (!binaries) {
    console.log(
      'Note: no PostgreSQL programs found (Debian: apt install postgresql); its tests are skipped.',
    );
    return undefined;
  }
  const directory = mkdtempSync(join(tmpdir(), 'usher-postgres-'));
  const owner = unprivileged();
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  const options = { ...owner, cwd: directory, env: { ...process.env, LC_ALL: 'C' } };
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'usher', '--auth=trust', '--encoding=UTF8', '--no-sync'],
    { ...options, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
  ];
  // Benches read when a row was committed.
  settings.push('track_commit_timestamp=on');
  settings.push('max_connections=200', 'shared_buffers=32MB', `unix_socket_directories=${directory}`);
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' },
  );
  const stop = async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    // An immediate shutdown (SIGQUIT): its data is deleted anyway.
    if (server.exitCode === null && server.kill('SIGQUIT')) await gone;
    rmSync(directory, { recursive: true, force: true });
  };
  const url = `postgresql://usher@127.0.0.1:${port}/postgres`;
  try {
    await waitUntilReady(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env.TEST_DATABASE_URL = url;
  return stop;
}
