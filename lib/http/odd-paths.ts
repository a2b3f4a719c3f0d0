import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * From now on a request whose path is no UTF-8 once its percent signs are resolved, such as `/%ff`, is taken by its
 * letters: Next would answer it with a bare 500, this way the routes say that there is no such thing.
 */
export function readOddPaths(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const [path = '', ...query] = (request.url ?? '').split('?');
    if (isReadable(path)) return;
    request.url = [path.replaceAll('%', '%25'), ...query].join('?');
  });
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
