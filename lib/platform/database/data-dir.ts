import { accessSync, constants, existsSync, type Stats, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseRefusal, reason } from './refusal';

/** PostgreSQL writes its log in files of 16 MB, and needs room for the next one. */
const LEAST_FREE_BYTES = 32 * 1024 * 1024;

/** Returns where the embedded database of a data directory stands. */
export function databaseIn(dataDir: string): string {
  return join(dataDir, 'db');
}

/** Stands beside the database from its first start on: without it, a lost database would be replaced by an empty one. */
const markIn = (dataDir: string) => join(dataDir, 'db.created');

/**
 * Refuses a data directory whose embedded database is lost in whole or in part, or may not be written. PGlite makes a new one
 * where `PG_VERSION` is missing, over what is there.
 * @throws DatabaseRefusal
 */
export function refuseLostDatabase(dataDir: string): void {
  const place = databaseIn(dataDir);
  const found = statSync(place, { throwIfNoEntry: false });
  const harm = harmOf(place, found, existsSync(markIn(dataDir)));
  if (harm) {
    throw new DatabaseRefusal(
      `The database ${place} ${harm}; restore it from a backup, or set DATA_DIR to another directory to begin with an empty one.`,
    );
  }
  try {
    if (found) accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DatabaseRefusal(
      `The database ${place} cannot be written (${systemReason(error)}); let the user that runs Usher write to it.`,
    );
  }
}

function harmOf(place: string, found: Stats | undefined, hasBeenThere: boolean): string | undefined {
  if (!found) return hasBeenThere ? 'is missing' : undefined;
  if (!found.isDirectory()) return 'is a file, not a directory';
  return existsSync(join(place, 'PG_VERSION')) ? undefined : 'is empty or incomplete';
}

/** Remembers that a data directory has a database. */
export function markDatabase(dataDir: string): void {
  const mark = markIn(dataDir);
  if (!existsSync(mark))
    writeFileSync(mark, 'The database in db was created; it must not be missing.\n', { mode: 0o600 });
}

/**
 * Returns the refusal for an embedded database that does not open.
 * @param place its directory
 * @param error PGlite's
 */
export function unreadable(place: string, error: unknown): DatabaseRefusal {
  const { bavail, bsize } = statfsSync(existsSync(place) ? place : dirname(place));
  return bavail * bsize < LEAST_FREE_BYTES
    ? new DatabaseRefusal(
        `The database ${place} cannot be opened because its disk is full; free at least ${LEAST_FREE_BYTES / 1024 / 1024} MB on it.`,
      )
    : new DatabaseRefusal(
        `The database ${place} cannot be read (${reason(error)}); restore it from a backup, or set DATA_DIR to another directory to begin with an empty one.`,
      );
}

/** Returns the system's words for an error of the file system: `no space left on device`. */
export function systemReason(error: unknown): string {
  return (error as Error).message.replace(/^E\w+: /, '').replace(/, .*/s, '');
}
