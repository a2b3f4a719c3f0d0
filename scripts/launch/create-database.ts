import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '@/lib/platform/database/client';
import { say } from './output.mjs';

/**
 * Creates the embedded database at the first start. It takes half a gigabyte of memory for some seconds, which a
 * process that ends gives back; and it is made beside its place, so that being killed leaves no half of one.
 * @param dataDir absolute
 */
export async function createDatabase(dataDir: string): Promise<void> {
  const place = join(dataDir, 'db');
  say('Creating the database…');
  const making = join(dataDir, 'db.new');
  rmSync(making, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = await openEmbedded(making);
  await database.close();
  renameSync(making, place);
}
