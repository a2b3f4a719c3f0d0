import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseRefusal } from '../database/refusal';

/** The socket of the process that holds a data directory. */
export const HELD = 'usher.sock';

/** What the system takes as the path of a socket, in bytes: unix(7), and sys/un.h of macOS, less the final NUL. */
const LIMIT_BYTES = process.platform === 'linux' ? 107 : 103;

/** The path by which a socket can be bound and connected to, until `close` is called. */
export type SocketPath = { path: string; close(): void };

/** Returns the name of the socket of a process that wants to hold a data directory. */
export function contenderName(id: string): string {
  return `${HELD}.${id}`;
}

/** Returns the names of the sockets in a data directory of processes that want to hold it. */
export function contenderNames(dataDir: string): string[] {
  return readdirSync(dataDir).filter((name) => name.startsWith(`${HELD}.`));
}

/**
 * Returns a path to a socket in a data directory that is short enough for the system. On Linux a long one leads through the
 * open directory.
 * @throws DatabaseRefusal elsewhere, when DATA_DIR is too long
 */
export function openSocketPath(dataDir: string, name: string): SocketPath {
  const path = join(dataDir, name);
  if (Buffer.byteLength(path) <= LIMIT_BYTES) return { path, close: () => undefined };
  if (process.platform !== 'linux') {
    throw new DatabaseRefusal(
      `The path ${path} is longer than the ${LIMIT_BYTES} bytes that a socket may have; set DATA_DIR to a shorter path.`,
    );
  }
  const directory = openSync(dataDir, 'r');
  return { path: `/proc/self/fd/${directory}/${name}`, close: () => closeSync(directory) };
}
