import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { METHODS } from '@/lib/contract/operations/operation';

/** The methods that any route has. */
export const METHODS_SOMEWHERE: string[] = [...METHODS, 'HEAD', 'OPTIONS'];

/**
 * From now on a request whose method no route has, such as TRACE or PROPFIND, goes to the one that says so: Next would
 * answer it with a bare 500 or 400.
 */
export function refuseOddMethods(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const { method = '' } = request;
    if (METHODS_SOMEWHERE.includes(method)) return;
    request.method = 'GET';
    request.url = `/api/method-not-allowed/${method}`;
  });
}
