import type { Server } from 'node:http';

/** How long a request may take to arrive, in ms: its headers, and all of it. Node's own limits are 60 and 300 s. */
const HEADERS_MS = 15_000;
export const REQUEST_MS = 30_000;
/** How often Node looks for requests that took longer. Its own pause is as long as a request may take here. */
const LOOK_MS = 2_000;

const limited = new WeakSet<Server>();

/**
 * Makes a server end the requests that come too slowly, so that no one can hold its connections: Node answers them with 408, or,
 * where the answer has begun, closes the connection. How long an answer takes is not limited.
 */
export function limitTimes(
  server: Server,
  { headersMs = HEADERS_MS, requestMs = REQUEST_MS, lookMs = LOOK_MS } = {},
): void {
  if (limited.has(server)) return;
  limited.add(server);
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  // Node reads this one when a server begins to listen, which Next's has done: what read it then reads it again.
  Object.assign(server, { connectionsCheckingInterval: lookMs });
  for (const listener of server.listeners('listening'))
    if (listener.name === 'setupConnectionsTracking') listener.call(server);
}
