import { BOUNDS, type Bounds } from './bounds';
import { openedDatabase } from './client';
import { keepConnected } from './standing-connection';

const CHANNEL = 'usher_changed';

/**
 * Listens for changed rows, in whichever process they change (the triggers of the first migration notify).
 * @param onPayload gets the id of the user whose rows changed, or `*` when messages may have been missed
 * @returns a function that ends the listening
 * @throws Error when the database is not open, or the first connection fails
 */
export async function listenForChanges(
  onPayload: (payload: string) => void,
  bounds: Bounds = BOUNDS,
): Promise<() => Promise<void>> {
  const { pglite, url } = openedDatabase();
  if (pglite) {
    const unlisten = await pglite.listen(CHANNEL, onPayload);
    return async () => {
      if (!pglite.closed) await unlisten();
    };
  }
  return keepConnected(url ?? '', bounds, {
    purpose: 'listens for changed rows',
    prepare: async (client, isFirst) => {
      client.on('notification', ({ payload }) => onPayload(payload ?? '*'));
      await client.query(`LISTEN ${CHANNEL}`);
      if (!isFirst) onPayload('*');
    },
  });
}
