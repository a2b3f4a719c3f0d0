import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { logger } from '../logger';
import type { Bounds } from './bounds';
import { endConnection, openConnection } from './connections';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

type Standing = {
  /** What the connection is for, after "the connection that": a part of a message in the log. */
  purpose: string;
  /** Gets each new connection ready; `isFirst` is false for those that take the place of one that has broken. */
  prepare: (client: Client, isFirst: boolean) => Promise<void>;
};

/**
 * Keeps one connection to a server open until it is told to end it: a pool lends its connections out, and closes idle ones.
 * It asks the connection each `beat` whether it still answers, and opens a new one whenever it breaks or falls silent.
 * @returns a function that ends the connection
 * @throws Error when the first one does not open, or its preparation fails
 */
export async function keepConnected(
  url: string,
  bounds: Bounds,
  { purpose, prepare }: Standing,
): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const pause = (ms: number) =>
    delay(ms, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);

  const connect = async (isFirst: boolean): Promise<Client> => {
    const client = await openConnection(url, { ...bounds, silence: bounds.beatAnswer });
    try {
      await prepare(client, isFirst);
    } catch (error) {
      await endConnection(client);
      throw error;
    }
    return client;
  };

  /** Waits until the connection has ended or no longer answers. */
  const untilLost = async (client: Client): Promise<void> => {
    const ended = new Promise((resolve) => client.once('end', resolve));
    while (!stop.signal.aborted) {
      await Promise.race([pause(bounds.beat), ended]);
      try {
        await client.query('SELECT 1');
      } catch {
        client.connection.stream.destroy();
        return;
      }
    }
  };

  const reconnect = async (): Promise<void> => {
    for (let wait = FIRST_RETRY_MS; !stop.signal.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      await pause(wait);
      try {
        current = await connect(false);
        if (stop.signal.aborted) await endConnection(current);
        return;
      } catch {
        // The server is still away. The next attempt waits longer.
      }
    }
  };

  let current = await connect(true);
  const watch = async () => {
    for (;;) {
      await untilLost(current);
      if (stop.signal.aborted) return;
      logger.warn(`Lost the connection that ${purpose}`);
      await reconnect();
    }
  };
  void watch();

  return async () => {
    stop.abort();
    await endConnection(current);
  };
}
