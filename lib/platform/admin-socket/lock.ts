import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemReason } from '../database/data-dir';
import { DatabaseRefusal } from '../database/refusal';
import { processGlobal } from '../process-global';
import { findListener, type Listener } from './ask';
import { listenIn, type OwnSocket } from './listen';
import { removeOldLock } from './old-lock';
import { contenderName, contenderNames, HELD } from './socket-file';

/** Processes that start at the same moment look again after so long. */
const PAUSE_MS = 25;
/** A process that neither holds the directory nor gives up for so long counts as its holder. */
const PATIENCE_MS = 10_000;

/** The sockets by which this process holds data directories. */
const held = processGlobal('data-directories', () => new Map<string, OwnSocket>());

/** Returns the living process that holds a data directory, also one in another container; null when there is none. */
export function lockHolder(dataDir: string): Promise<Listener | null> {
  return findListener(dataDir, HELD);
}

/**
 * Takes a data directory for this process, which holds it as long as it listens on the directory's socket: PGlite has no lock
 * of its own, and two processes on one directory corrupt it. A second call changes nothing. A directory that is missing is
 * created (mode 0700).
 * @throws DatabaseRefusal when another living process holds it, or when it cannot be written
 */
export async function takeLock(dataDir: string, port: number): Promise<void> {
  if (held.has(dataDir)) return;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    removeOldLock(dataDir);
    held.set(dataDir, await contend(dataDir, port));
  } catch (error) {
    if (error instanceof DatabaseRefusal || !(error as NodeJS.ErrnoException).code) throw error;
    throw new DatabaseRefusal(
      `The data directory ${dataDir} cannot be written (${systemReason(error)}); mend that, or set DATA_DIR to another directory.`,
    );
  }
}

/** Releases a data directory, if this process holds it. */
export async function releaseLock(dataDir: string): Promise<void> {
  const own = held.get(dataDir);
  held.delete(dataDir);
  await own?.close();
}

/**
 * Returns the socket by which this process holds a data directory. Each process listens under a name of its own, then looks
 * for others, and holds the directory only when it has seen none: of two processes the one that listens later sees the other.
 * Of those that see each other, all but the one with the lowest id give up, and look again.
 */
async function contend(dataDir: string, port: number): Promise<OwnSocket> {
  let own: OwnSocket | undefined;
  try {
    for (const end = performance.now() + PATIENCE_MS; ; ) {
      const other = await findOther(dataDir, own?.id);
      if (!other) {
        if (own?.hold()) return own;
        await own?.close();
        own = await listenIn(dataDir, port);
        continue;
      }
      if (other.isHolding || performance.now() > end) throw inUse(dataDir, other);
      if (own && other.id < own.id) {
        await own.close();
        own = undefined;
      }
      await delay(PAUSE_MS);
    }
  } catch (error) {
    await own?.close();
    throw error;
  }
}

/**
 * Returns the process that holds a data directory, else one that wants to: the one with the lowest id. Removes the sockets of
 * processes that have ended; their names are not used again.
 */
async function findOther(dataDir: string, ownId = ''): Promise<Listener | null> {
  const names = contenderNames(dataDir).filter((name) => name !== contenderName(ownId));
  const contenders = await Promise.all(
    names.map(async (name) => {
      const found = await findListener(dataDir, name);
      if (!found) rmSync(join(dataDir, name), { force: true });
      return found;
    }),
  );
  // After the others, because the socket of one that takes the directory moves there.
  const holder = await lockHolder(dataDir);
  const [first = null] = contenders.filter((one) => one !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
  return holder ?? first;
}

function inUse(dataDir: string, { pid, port }: Listener): DatabaseRefusal {
  const who = pid === null ? 'that does not answer' : `(${pid}, on port ${port})`;
  return new DatabaseRefusal(
    `The data directory ${dataDir} is in use by another process ${who}; stop that one, or set DATA_DIR to another directory.`,
  );
}
