import { archiveEmbedded } from './database/archive';
import { openedDatabase } from './database/client';

/**
 * Writes the open embedded database to a file, as it is at one moment.
 * @param file absolute; it must not be there
 * @throws Error when it cannot be written, or when the database is on a server
 */
export async function backUp(file: string): Promise<void> {
  const { pglite } = openedDatabase();
  if (!pglite) throw new Error('The running Usher uses a PostgreSQL server: set DATABASE_URL here too.');
  await archiveEmbedded(pglite, file);
}
