import { request } from 'node:http';
import { z } from 'zod';
import { HELD, openSocketPath } from './socket-file';

/** A process that listens on a socket of a data directory. */
const listener = z.object({
  /** Distinguishes it from all others. */
  id: z.string(),
  /** Its number where it runs: another container has numbers of its own. Null when it does not answer. */
  pid: z.number().nullable(),
  port: z.number().nullable(),
  /** False while it still finds out whether another process holds the directory. */
  isHolding: z.boolean(),
});
export type Listener = z.infer<typeof listener>;

export type Answer = { status: number; text: string };

/** A living process answers at once, unless it is frozen or works on something long. */
const ANSWER_MS = 3_000;
/** No process listens on the socket: connect(2). */
const DEAD = ['ECONNREFUSED', 'ENOENT'];
/** The process ended, or closed the socket, while it was asked. */
const ENDED = ['ECONNRESET', 'EPIPE'];

/** Who does not answer may hold the directory. */
const SILENT: Listener = { id: '', pid: null, port: null, isHolding: true };

/** Returns who listens on a socket of a data directory; null when no one does. */
export async function findListener(dataDir: string, name: string): Promise<Listener | null> {
  try {
    const answer = await ask(dataDir, name, { method: 'GET', path: '/', limitMs: ANSWER_MS });
    return answer ? listener.parse(JSON.parse(answer.text)) : null;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (ENDED.includes(code)) return findListener(dataDir, name);
    // A full queue of connections (EAGAIN) is that of a living process.
    if (['ETIMEDOUT', 'EAGAIN'].includes(code)) return SILENT;
    throw error;
  }
}

/**
 * Has the process that holds a data directory carry out a command.
 * @param body JSON
 * @returns its answer; null when no process holds the directory
 */
export function askHolder(dataDir: string, command: string, body: unknown): Promise<Answer | null> {
  return ask(dataDir, HELD, { method: 'POST', path: `/${command}`, body: JSON.stringify(body) });
}

type Question = { method: string; path: string; body?: string; limitMs?: number };

/** Returns the answer of who listens on a socket; null when no one does. */
function ask(dataDir: string, name: string, question: Question): Promise<Answer | null> {
  const { method, path, body, limitMs } = question;
  const socket = openSocketPath(dataDir, name);
  return new Promise<Answer | null>((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const asking = request({ socketPath: socket.path, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asking.on('error', (error: NodeJS.ErrnoException) =>
      DEAD.includes(error.code ?? '') ? resolve(null) : reject(error),
    );
    if (limitMs) {
      asking.setTimeout(limitMs, () =>
        asking.destroy(Object.assign(new Error('It does not answer.'), { code: 'ETIMEDOUT' })),
      );
    }
    asking.end(body);
  }).finally(socket.close);
}
