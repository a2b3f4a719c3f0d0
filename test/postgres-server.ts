import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/** Returns a port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Settings of a server whose data no one needs after a crash of the computer. */
const QUICK = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=32MB'];

/** A PostgreSQL server of the tests, with data of its own. */
export class PostgresServer {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly binaries: string,
    private readonly directory: string,
    readonly port: number,
    private readonly settings: string[],
  ) {}

  /**
   * Makes a server and starts it.
   * @param settings as `name=value`
   * @param parent where its data is stored
   * @returns undefined where the system has no PostgreSQL programs
   */
  static async create(settings: string[] = [], parent = tmpdir()): Promise<PostgresServer | undefined> {
    const binaries = findBinaries();
    if (!binaries) return undefined;
    const directory = mkdtempSync(join(parent, 'usher-postgres-'));
    const { uid, gid } = unprivileged();
    if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
    const server = new PostgresServer(binaries, directory, await freePort(), [...QUICK, ...settings]);
    mkdirSync(join(directory, 'data'), { mode: 0o700 });
    if (uid !== undefined && gid !== undefined) chownSync(join(directory, 'data'), uid, gid);
    const flags = ['-U', 'usher', '--auth=trust', '--encoding=UTF8', '--no-sync'];
    execFileSync(join(binaries, 'initdb'), ['-D', join(directory, 'data'), ...flags], {
      ...server.options(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await server.start().catch(async (error) => {
      await server.remove();
      throw error;
    });
    return server;
  }

  get url(): string {
    return `postgresql://usher@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts the server, and waits until it takes connections. */
  async start(): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${this.directory}`];
    const given = [...settings, ...this.settings].flatMap((setting) => ['-c', setting]);
    const args = ['-D', join(this.directory, 'data'), '-p', String(this.port), ...given];
    const server = spawn(join(this.binaries, 'postgres'), args, { ...this.options(), stdio: 'ignore' });
    this.server = server;
    const end = () => server.kill('SIGQUIT');
    process.once('exit', end);
    server.once('exit', () => process.off('exit', end));
    await this.ready(server);
  }

  /**
   * Stops the server and waits for its end.
   * @param signal SIGINT: a fast shutdown; SIGQUIT: an immediate one, as a crash
   */
  async stop(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    if (server.kill(signal)) await gone;
  }

  /** Stops (SIGSTOP) or continues (SIGCONT) all of the server's processes. */
  signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.server?.pid;
    if (!pid) return;
    // The postmaster first: it makes no further process then.
    process.kill(pid, signal);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    for (const child of children) process.kill(Number(child), signal);
  }

  /** Stops the server and deletes its data. */
  async remove(): Promise<void> {
    await this.stop('SIGQUIT');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private options() {
    return { ...unprivileged(), cwd: this.directory, env: { ...process.env, LC_ALL: 'C' } };
  }

  private async ready(server: ChildProcess): Promise<void> {
    for (const end = Date.now() + 30_000; Date.now() < end; await delay(50)) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL stopped with code ${server.exitCode}.`);
      const client = new pg.Client({ connectionString: this.url });
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
}
