import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The port of a program that was just killed is free after a moment. */
const GRACE_MS = 2_000;

function tryListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Checks whether the app can listen on a port.
 * @param setting the name of the port's setting
 * @returns undefined, or the reason why not in one sentence
 */
export async function checkPort(port: number, setting: string, host: string): Promise<string | undefined> {
  for (const end = Date.now() + GRACE_MS; ; await delay(100)) {
    // A browser may try localhost as ::1 first, and another program there would answer.
    const [main, six] = [await tryListen(port, host), await tryListen(port, '::1')];
    if (main === 'EACCES')
      return `Port ${port} may not be used by this user: set ${setting} to one above 1023.`;
    if (main === undefined && six !== 'EADDRINUSE') return undefined;
    if (Date.now() > end)
      return `Port ${port} is taken by another program: stop that one, or set ${setting} to a free port.`;
  }
}
