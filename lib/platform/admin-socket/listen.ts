import { randomBytes } from 'node:crypto';
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { processGlobal } from '../process-global';
import { beforeStop, isStopping } from '../stop';
import type { Listener } from './ask';
import { contenderName, HELD, openSocketPath } from './socket-file';

/** Carries out a command with a body that was JSON, and returns the status and the body of the answer. */
export type CommandHandler = (name: string, body: unknown) => Promise<{ status: number; body: unknown }>;

/** More than any statement that a person writes. */
const BODY_LIMIT_BYTES = 1024 * 1024;

const shared = processGlobal('commands', (): { handler?: CommandHandler } => ({}));

/** Sets what carries out the commands that come over the socket of the data directory. Until then they get 503. */
export function answerCommands(handler: CommandHandler): void {
  shared.handler = handler;
}

/** The socket on which this process listens in a data directory. */
export type OwnSocket = {
  id: string;
  /** Makes it the socket of the directory's holder. @returns false when its file has been removed: then it must be closed */
  hold(): boolean;
  /** Stops listening, and removes the file. */
  close(): Promise<void>;
};

/** Listens on a new socket in a data directory, and tells who asks that this process wants to hold it. */
export async function listenIn(dataDir: string, port: number): Promise<OwnSocket> {
  const id = randomBytes(6).toString('hex');
  const self: Listener = { id, pid: process.pid, port, isHolding: false };
  const server = createServer((request, response) => void answer(self, request, response));
  const name = contenderName(id);
  const socket = openSocketPath(dataDir, name);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socket.path, resolve);
    });
    leaveToOwner(join(dataDir, name));
  } catch (error) {
    server.close();
    socket.close();
    throw error;
  }
  // A process that has nothing else to do ends.
  server.unref();
  return {
    id,
    hold: () => {
      if (!moveTo(join(dataDir, name), join(dataDir, HELD))) return false;
      self.isHolding = true;
      return true;
    },
    close: async () => {
      // The file first: as long as the process listens, no other one replaces it.
      rmSync(join(dataDir, self.isHolding ? HELD : name), { force: true });
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      socket.close();
    },
  };
}

/** Another process may have taken the socket for a dead one, just before it listened, and removed it: `hold` finds that out. */
function leaveToOwner(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function moveTo(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function answer(self: Listener, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answered = request.method === 'GET' ? { status: 200, body: self } : await carryOut(self, request);
  response.writeHead(answered.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answered.body));
}

async function carryOut({ isHolding }: Listener, request: IncomingMessage): ReturnType<CommandHandler> {
  const { handler } = shared;
  if (isStopping()) return { status: 503, body: { message: 'Usher is stopping.' } };
  if (!isHolding || !handler)
    return { status: 503, body: { message: 'Usher is starting: try again in a moment.' } };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) return { status: 413, body: { message: 'The command is too long.' } };
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return await beforeStop(handler((request.url ?? '').slice(1), body));
  } catch (error) {
    return { status: 500, body: { message: (error as Error).message } };
  }
}
