import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { until } from '@/e2e/app';
import { startInngestServer } from '@/e2e/inngest-server';
import { type Sandbox, startSandbox } from '@/sandbox/start-sandbox';
import type { DatabaseKind } from '../database';
import { freePort, PostgresServer } from '../postgres-server';
import { control, settingsOf } from '../sandbox';
import { SilentProxy } from '../silent-proxy';
import { AppProcess } from './app-process';
import { Balancer } from './balancer';

/** After a fault everything must work again within this time. */
const RECOVER_WITHIN_MS = 90_000;
/** PostgreSQL with little to write ahead, so that it fits on a small disk; a commit is on disk when it is acknowledged. */
const SMALL = ['max_wal_size=64MB', 'min_wal_size=32MB', 'wal_keep_size=0'];

/** The server, what stands before it, and a connection past that. */
type Server = { server: PostgresServer; proxy: SilentProxy };

/** The stand-in for Inngest's server, and what stands before it. */
type Inngest = { server: Awaited<ReturnType<typeof startInngestServer>>; proxy: SilentProxy };
const KEYS = { event: 'an-event-key', signing: `signkey-test-${'5e'.repeat(32)}` };

/** An installation is named after its database; `inngest` is PostgreSQL with an Inngest server for the jobs. */
export type Place = DatabaseKind | 'inngest';

/** The product as it runs in production, and the world around it: Google and the bot providers, over real HTTP. */
export type Installation = {
  place: Place;
  /** Two processes on PostgreSQL, one with the embedded database. */
  apps: AppProcess[];
  /** The address of all processes. */
  url: string;
  sandbox: Sandbox;
  /** PostgreSQL only. */
  postgres: Server | undefined;
  /** `inngest` only. */
  inngest: Inngest | undefined;
  /** Where the database has its data: a file system of its own where this user may mount one. */
  disk: { path: string; isOwn: boolean; unmount(): void };
  control(method: string, path: string, body?: object): ReturnType<typeof control>;
  close(): Promise<void>;
};

/** Starts it. @returns undefined where the system has no PostgreSQL programs and needs them */
export async function openInstallation(place: Place): Promise<Installation | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'usher-faults-'));
  // PostgreSQL runs as another user.
  chmodSync(directory, 0o755);
  const disk = mountDisk(join(directory, 'disk'));
  const server = place !== 'pglite' ? await PostgresServer.create(SMALL, disk.path) : undefined;
  if (place !== 'pglite' && !server) return undefined;
  const postgres = server && { server, proxy: await SilentProxy.open(0, server.port) };
  const inngest = place === 'inngest' ? await openInngest() : undefined;
  const sandbox = await startSandbox({ port: 0, seed: 'empty' });
  const ports = await Promise.all(place !== 'pglite' ? [freePort(), freePort()] : [freePort()]);
  const balancer = await Balancer.open(ports);
  const env = {
    ...settings(sandbox, balancer.url),
    ...(postgres && { DATABASE_URL: through(postgres) }),
    ...(inngest && jobsOn(inngest)),
  };
  const apps = ports.map((port, index) => {
    const DATA_DIR = join(postgres ? directory : disk.path, `app-${index + 1}`);
    return new AppProcess(
      port,
      { ...process.env, ...env, PORT: String(port), DATA_DIR },
      join(directory, `app-${index + 1}.log`),
    );
  });
  console.log(`\nThe processes on ${place} write to ${directory}/app-*.log.`);
  const close = async () => {
    await Promise.all(apps.map((app) => app.kill()));
    await inngest?.server.stop();
    inngest?.proxy.close();
    await balancer.close();
    await sandbox.close();
    postgres?.proxy.close();
    await server?.remove();
    disk.unmount();
  };
  try {
    for (const app of apps) await app.start();
    inngest?.server.callInTurns([balancer.url]);
    await inngest?.server.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ place, apps, sandbox, postgres, inngest, disk, close },
    url: balancer.url,
    control: (method, path, body) => control(sandbox, method, path, body),
  };
}

/** Waits until every process is ready again. @returns how long that took, in ms; undefined when it took too long */
export async function waitUntilReady({ apps }: Installation): Promise<number | undefined> {
  const begun = Date.now();
  const areReady = async () =>
    (await Promise.all(apps.map((app) => app.answers('/api/ready')))).every(Boolean);
  return until(areReady, RECOVER_WITHIN_MS).then(
    () => Date.now() - begun,
    () => undefined,
  );
}

/** Runs SQL past the proxy. */
export async function runSql({ server }: Server, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  await use(client).finally(() => client.end());
}

function mountDisk(path: string): Installation['disk'] {
  mkdirSync(path);
  const args = ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'tmpfs', path];
  const isOwn = spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
  const unmount = () => {
    if (isOwn) spawnSync('umount', ['--lazy', path], { stdio: 'ignore' });
    process.off('exit', unmount);
  };
  process.once('exit', unmount);
  return { path, isOwn, unmount };
}

const through = ({ server, proxy }: Server) => server.url.replace(`:${server.port}/`, `:${proxy.port}/`);

async function openInngest(): Promise<Inngest> {
  const server = await startInngestServer(KEYS);
  return { server, proxy: await SilentProxy.open(0, Number(new URL(server.url).port)) };
}

const jobsOn = ({ proxy }: Inngest) => ({
  INNGEST_BASE_URL: `http://127.0.0.1:${proxy.port}`,
  INNGEST_EVENT_KEY: KEYS.event,
  INNGEST_SIGNING_KEY: KEYS.signing,
});

function settings(sandbox: Sandbox, url: string) {
  const secret = () => randomBytes(32).toString('base64');
  return {
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_MANUAL_SIG_HANDLE: '1',
    APP_URL: url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: secret(),
    ENCRYPTION_KEY: secret(),
    RATE_LIMIT: '1000000',
    ...settingsOf(sandbox),
  };
}
