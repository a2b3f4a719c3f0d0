import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { releaseLock, takeLock } from '@/lib/platform/admin-socket/lock';
import { openEmbedded } from '@/lib/platform/database/client';
import { databaseIn } from '@/lib/platform/database/data-dir';
import { say } from './output.mjs';

/**
 * Creates the embedded database at the first start. This takes half a gigabyte of memory for some seconds, which is free
 * again when the process ends. The database is renamed into its place when it is complete, so that a killed process leaves
 * no part of one there.
 * @param dataDir absolute
 * @param port of the app that is being started
 * @throws DatabaseRefusal when another process holds the directory
 */
export async function createDatabase(dataDir: string, port: number): Promise<void> {
  const place = databaseIn(dataDir);
  say('Creating the database…');
  const making = join(dataDir, 'db.new');
  await takeLock(dataDir, port);
  try {
    // Another process may have created it a moment ago.
    if (existsSync(place)) return;
    rmSync(making, { recursive: true, force: true });
    const database = await openEmbedded(making);
    await database.close();
    renameSync(making, place);
  } finally {
    // What was made of it before the disk was full must not keep it full.
    rmSync(making, { recursive: true, force: true });
    await releaseLock(dataDir);
  }
}
