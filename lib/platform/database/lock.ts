import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { systemReason } from './data-dir';
import { DatabaseRefusal } from './refusal';

/** The process that holds a data directory. */
export type LockHolder = {
  pid: number;
  port: number;
  /** ISO 8601. */
  startedAt: string;
  /** Distinguishes a process from a later one with the same number; empty where the system does not say. */
  processStart: string;
};

/** PGlite has no lock of its own, and two processes on one directory corrupt it. */
const lockFile = (dataDir: string) => join(dataDir, 'usher.lock');

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

function readLock(dataDir: string): { text: string; holder: LockHolder | undefined } | undefined {
  try {
    const text = readFileSync(lockFile(dataDir), 'utf8');
    try {
      return { text, holder: JSON.parse(text) };
    } catch {
      return { text, holder: undefined };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Returns the living process that holds a data directory.
 * @returns undefined when there is none: no lock file, or one of a process that has ended
 */
export function lockHolder(dataDir: string): LockHolder | undefined {
  const holder = readLock(dataDir)?.holder;
  if (!holder || !Number.isInteger(holder.pid)) return undefined;
  const started = processStart(holder.pid);
  return started !== undefined && started === holder.processStart ? holder : undefined;
}

/**
 * Takes a data directory for this process, also when it has the lock of a process that has ended. A second
 * call changes nothing. A directory that is missing is created (mode 0700).
 * @throws DatabaseRefusal when another living process holds it, when its lock cannot be read, or when it cannot be written
 */
export function takeLock(dataDir: string, port: number): void {
  try {
    take(dataDir, port);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code) throw error;
    throw new DatabaseRefusal(
      `The data directory ${dataDir} cannot be written (${systemReason(error)}); mend that, or set DATA_DIR to another directory.`,
    );
  }
}

function take(dataDir: string, port: number): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const mine: LockHolder = {
    pid: process.pid,
    port,
    startedAt: new Date().toISOString(),
    processStart: processStart(process.pid) ?? '',
  };
  const draft = `${lockFile(dataDir)}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
    while (!tryLink(draft, lockFile(dataDir))) {
      const holder = lockHolder(dataDir);
      if (holder?.pid === process.pid) return;
      if (holder) {
        throw new DatabaseRefusal(
          `The data directory ${dataDir} is in use by another process (${holder.pid}, on port ${holder.port}); stop that one, or set DATA_DIR to another directory.`,
        );
      }
      refuseDamaged(dataDir);
      removeStale(dataDir);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Returns whether the lock is ours. A hard link appears whole or not at all: no one reads half a lock, and
 * one process is first.
 */
function tryLink(draft: string, target: string): boolean {
  try {
    linkSync(draft, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Refuses a lock that cannot be read: a living process may hold it. After a power cut it may be empty, and no process lives.
 * @throws DatabaseRefusal
 */
function refuseDamaged(dataDir: string): void {
  const lock = readLock(dataDir);
  if (!lock || Number.isInteger(lock.holder?.pid)) return;
  const { mtimeMs } = statSync(lockFile(dataDir));
  if (mtimeMs < Date.now() - uptime() * 1000) return;
  throw new DatabaseRefusal(
    `The lock file ${lockFile(dataDir)} is damaged; make sure that no Usher runs on ${dataDir}, delete the file, then start again.`,
  );
}

/**
 * Removes the lock of a process that has ended. If a living process has replaced it meanwhile, that lock is
 * put back.
 */
function removeStale(dataDir: string): void {
  const stale = readLock(dataDir);
  if (!stale) return;
  const aside = `${lockFile(dataDir)}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(lockFile(dataDir), aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== stale.text) tryLink(aside, lockFile(dataDir));
  rmSync(aside);
}

/** Releases a data directory, if this process holds it. */
export function releaseLock(dataDir: string): void {
  if (lockHolder(dataDir)?.pid === process.pid) rmSync(lockFile(dataDir), { force: true });
}
