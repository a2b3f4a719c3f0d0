import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { installDatabase, openServer } from '@/lib/platform/database/client';
import startPostgres from '@/test/postgres';

export type Stage = {
  /** Address of the sandbox's Google. */
  google: string;
  /** A call to the sandbox's control API. */
  control<T>(method: string, path: string, body?: object): Promise<T>;
  /** Another connection to the app's database. */
  sql: pg.Client;
  close(): Promise<void>;
};

/**
 * Starts everything that a bench of use cases needs, as it is in production: a PostgreSQL server, the sandbox as a
 * process of its own, and a server for Google's messages, whose headers are passed to `onRequest`.
 * @throws Error where the system has no PostgreSQL programs
 */
export async function openStage(onRequest: (headers: Headers) => Promise<void>): Promise<Stage> {
  const stopPostgres = await startPostgres();
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('This measurement needs PostgreSQL (Debian: apt install postgresql).');
  const database = await openServer(server);
  installDatabase(database);
  const sql = new pg.Client({ connectionString: server });
  await sql.connect();

  const sandbox = fork('sandbox/main.ts', {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_SEED: 'empty' },
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    sandbox.once('message', (message) => resolve((message as { port: number }).port));
    sandbox.once('exit', () => reject(new Error('The sandbox did not start.')));
  });
  const google = `http://127.0.0.1:${port}`;

  const door = createServer((request, response) => {
    onRequest(new Headers(request.headers as Record<string, string>)).then(
      () => response.writeHead(200).end(),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    APP_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    GOOGLE_EMULATOR_URL: google,
    GOOGLE_CLIENT_ID: 'sandbox-client.apps.googleusercontent.com',
    GOOGLE_CLIENT_SECRET: 'sandbox-secret',
    MEETSTREAM_API_URL: `${google}/meetstream/api/v1`,
    MEETSTREAM_API_KEY: 'sandbox-bot-key',
    MEETSTREAM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
    NEXTAUTH_SECRET: 'a-secret-for-measurements-and-nothing-else',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  });

  return {
    google,
    sql,
    async control<T>(method: string, path: string, body?: object): Promise<T> {
      const response = await fetch(`${google}/control${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json() as Promise<T>;
    },
    async close() {
      door.closeAllConnections();
      door.close();
      sandbox.removeAllListeners('exit');
      sandbox.kill();
      await sql.end();
      installDatabase(undefined);
      await database.close();
      await stopPostgres?.();
    },
  };
}
