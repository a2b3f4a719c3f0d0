import { setTimeout as delay } from 'node:timers/promises';
import { logger } from '../logger';
import { openedDatabase } from './client';

const CHANNEL = 'usher_changed';
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

/**
 * Hears of changed rows, in whichever process they change (the triggers of the first migration send them).
 * @param onPayload gets the id of the user whose rows changed, or `*` when messages may have been missed
 * @returns ends the listening
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

/** A pool lends its connections out; listening needs one of its own, made anew whenever it breaks. */
async function listenOnServer(
  url: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  const { default: pg } = await import('pg');
  const stop = new AbortController();

  const connect = async () => {
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
    client.on('error', (error) =>
      logger.warn({ error: error.message }, 'Lost the connection that hears of changes'),
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
        // The server is still away; the next round waits longer.
      }
    }
  };

  let current = await connect();
  return async () => {
    stop.abort();
    await current.end();
  };
}
