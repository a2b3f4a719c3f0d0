import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { releaseLock, takeLock } from '@/lib/platform/admin-socket/lock';
import { readArchive } from '@/lib/platform/database/archive';
import { installDatabase, openEmbedded } from '@/lib/platform/database/client';
import { databaseIn, markDatabase } from '@/lib/platform/database/data-dir';
import { DatabaseRefusal, reason } from '@/lib/platform/database/refusal';
import type { Env } from '@/lib/platform/env';
import { settleRestored } from './settle';

/**
 * Restores a backup into a data directory, and migrates it. Nothing of the directory changes before all of that has succeeded.
 * @param mayReplace whether a database that is there is put aside, in the same directory
 * @returns where what was there is now; null when there was nothing
 * @throws DatabaseRefusal while Usher uses the directory, or when it has a database, or the backup cannot be used
 */
export async function restoreEmbedded(
  { DATA_DIR, PORT }: Env,
  file: string,
  mayReplace: boolean,
): Promise<string | null> {
  await takeLock(DATA_DIR, PORT);
  const making = join(DATA_DIR, 'db.restoring');
  try {
    const place = databaseIn(DATA_DIR);
    const isUsed = existsSync(place);
    if (isUsed && !mayReplace) {
      throw new DatabaseRefusal(
        `${DATA_DIR} has a database already; set DATA_DIR to another directory, or put what is there aside with --replace.`,
      );
    }
    rmSync(making, { recursive: true, force: true });
    await fill(making, file);
    const aside = isUsed ? `${place}.before-${new Date().toISOString().replaceAll(/[-:]|\..*/g, '')}` : null;
    if (aside) renameSync(place, aside);
    renameSync(making, place);
    markDatabase(DATA_DIR);
    return aside;
  } finally {
    rmSync(making, { recursive: true, force: true });
    await releaseLock(DATA_DIR);
  }
}

async function fill(directory: string, file: string): Promise<void> {
  const archive = await readArchive(file).catch((error: unknown) => {
    throw new DatabaseRefusal(`The backup ${file} is damaged (${reason(error)}).`);
  });
  const database = await openEmbedded(directory, archive);
  installDatabase(database);
  await settleRestored(new Date()).finally(() => database.close());
}
