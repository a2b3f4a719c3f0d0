import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseRefusal } from '../database/refusal';

/** By this file release 0.1.0 holds a data directory. */
const lockFile = (dataDir: string) => join(dataDir, 'usher.lock');

/**
 * Removes the lock that a process of release 0.1.0 has left in a data directory.
 * @throws DatabaseRefusal while that process lives
 */
export function removeOldLock(dataDir: string): void {
  const holder = readLock(lockFile(dataDir));
  if (holder && processStart(holder.pid) === holder.processStart) {
    throw new DatabaseRefusal(
      `The data directory ${dataDir} is in use by an older version of Usher (process ${holder.pid}); stop that one, then try again.`,
    );
  }
  rmSync(lockFile(dataDir), { force: true });
}

function readLock(file: string): { pid: number; processStart: string } | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(holder?.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns when a process started, as `boot id:clock ticks` (proc(5): /proc/[pid]/stat field 22).
 * @returns undefined for no such process, '' where the system has no /proc
 */
function processStart(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in field 2 may contain spaces and brackets. Field 3 comes after the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}
