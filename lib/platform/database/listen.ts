import { setTimeout as delay } from 'node:timers/promises';
import { logger } from '../logger';
import { openedDatabase } from './client';

const CHANNEL = 'usher_changed';
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

/**
 * Listens for changed rows, in whichever process they change (the triggers of the first migration notify).
 * @param onPayload gets the id of the user whose rows changed, or `*` when messages may have been missed
 * @returns a function that ends the listening
 * @throws Error when the database is not open, or the first connection fails
 */
export async function listenForChanges(onPayload: (payload: string) => void): Promise<() => Promise<void>> {
  const { pglite, url } = openedDatabase();
  if (pglite) {
    const unlisten = await pglite.listen(CHANNEL, onPayload);
    return async () => {
      if (!pglite.closed) await unlisten();
    };
  }
  return listenOnServer(url ?? '', onPayload);
}

/**
 * Listens on a connection of its own, since a pool lends its connections out, and opens a new one whenever it
 * breaks.
 */
async function listenOnServer(
  url: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  const { default: pg } = await import('pg');
  const stop = new AbortController();

  const connect = async () => {
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
    client.on('error', (error) =>
      logger.warn({ error: error.message }, 'Lost the connection that listens for changed rows'),
    );
    client.on('notification', ({ payload }) => onPayload(payload ?? '*'));
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    client.once('end', () => void reconnect());
    return client;
  };

  const reconnect = async () => {
    for (let wait = FIRST_RETRY_MS; !stop.signal.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      await delay(wait, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
      if (stop.signal.aborted) return;
      try {
        current = await connect();
        if (stop.signal.aborted) await current.end();
        else onPayload('*');
        return;
      } catch {
        // The server is still down. The next attempt waits longer.
      }
    }
  };

  let current = await connect();
  return async () => {
    stop.abort();
    await current.end();
  };
}
