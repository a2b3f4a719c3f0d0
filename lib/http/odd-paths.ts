import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * From now on a request whose path is no UTF-8 once its percent signs are resolved, such as `/%ff`, is taken by its
 * letters: Next would answer it with a bare 500, this way the routes say that there is no such thing. Several slashes
 * count as one, since clients put a base URL that ends in one before paths that begin with one; Next would send them
 * elsewhere, and not all follow with a POST.
 */
export function readOddPaths(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const [path = '', ...query] = (request.url ?? '').split('?');
    const readable = isReadable(path) ? path : path.replaceAll('%', '%25');
    request.url = [readable.replace(/\/{2,}/g, '/'), ...query].join('?');
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
