import type { Socket } from 'node:net';
import type { Client, PoolConfig } from 'pg';
import type { Bounds } from './bounds';

/** The kernel asks an idle connection whether its other end is still there. Both ends do so; the answers come from the kernel. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/**
 * What the server is told once a connection is open. Not as it opens: a pooler between (PgBouncer) refuses settings there.
 *
 * The compiler is off: PostgreSQL compiles statements that it expects to be long, which takes seconds. Ours are short, but
 * PostgreSQL expects them to be long where a table has just grown.
 */
const sessionSettings = ({
  statement,
  lock,
  transaction,
}: Pick<Bounds, 'statement' | 'lock' | 'transaction'>) => `
  SET jit = off;
  SET statement_timeout = ${statement};
  SET lock_timeout = ${lock};
  SET idle_in_transaction_session_timeout = ${transaction};
  SET tcp_keepalives_idle = 10;
  SET tcp_keepalives_interval = 5;
  SET tcp_keepalives_count = 3`;

/** Returns the settings of a pool of connections to a server. Every wait for one, and every query on one, ends within its bound. */
export function poolConfig(url: string, bounds: Bounds): PoolConfig {
  return {
    ...KEEP_ALIVE,
    connectionString: url,
    connectionTimeoutMillis: bounds.connect,
    onConnect: async (client) => {
      endWhenSilent(client as Client, bounds.silence);
      await client.query(sessionSettings(bounds));
    },
  };
}

/**
 * Opens one connection to a server, whose queries end within the bounds. When it breaks, it emits `end`; no error of it ends
 * the process.
 * @throws Error when it does not open within its bound
 */
export async function openConnection(url: string, bounds: Bounds): Promise<Client> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    ...KEEP_ALIVE,
    connectionString: url,
    connectionTimeoutMillis: bounds.connect,
  });
  // An error event without a listener would end the process. The running query fails with the same error.
  client.on('error', () => undefined);
  await client.connect();
  endWhenSilent(client, bounds.silence);
  try {
    await client.query(sessionSettings(bounds));
  } catch (error) {
    await endConnection(client);
    throw error;
  }
  return client;
}

/** Ends a connection, in a second at most: a server that is silent does not confirm the end. */
export async function endConnection(client: Client): Promise<void> {
  const { stream } = client.connection;
  const timer = setTimeout(() => stream.destroy(), 1000);
  await client.end();
  clearTimeout(timer);
}

/**
 * Closes a connection, with an error for its query, when the server has not answered for so many milliseconds. The kernel
 * finds out after a quarter of an hour (Linux, net.ipv4.tcp_retries2), and never when the server's process has stopped.
 * pg's own `query_timeout` leaves the connection in use, with a query in progress.
 */
function endWhenSilent(client: Client, silenceMs: number): void {
  const socket = client.connection.stream as Socket;
  socket.setTimeout(silenceMs);
  socket.on('timeout', () => {
    if (!isWaiting(client, socket)) return;
    const { bytesRead } = socket;
    // When this process has been stopped or busy, the answer is there but not read yet.
    setImmediate(() => {
      if (socket.bytesRead === bytesRead) socket.destroy(silenceError(silenceMs));
    });
  });
}

/** Returns whether the server owes an answer: to a query, or to the end of the connection. */
function isWaiting(client: Client, socket: Socket): boolean {
  const { readyForQuery } = client as Client & { readyForQuery: boolean };
  return !readyForQuery || socket.writableEnded;
}

/** The error is that of a kernel that gives a connection up, which Prisma knows. */
function silenceError(silenceMs: number): Error {
  const message = `PostgreSQL has not answered for ${silenceMs / 1000} s`;
  return Object.assign(new Error(message), { code: 'ETIMEDOUT', errno: -110, syscall: 'read' });
}
