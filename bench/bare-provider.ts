import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The least a bot provider can be: takes MeetStream's `POST …/bots/create_bot`, answers 201 at once, and remembers when each
 * key came. `GET /arrivals` tells: [key, epoch ms] for every call; `DELETE /arrivals` forgets them.
 */
let arrivals: [string, number][] = [];

const server = createServer((request, response) => {
  if (request.url === '/arrivals' && request.method === 'DELETE') arrivals = [];
  if (request.url === '/arrivals') return response.end(JSON.stringify(arrivals));
  const key = String(request.headers['idempotency-key'] ?? '');
  arrivals.push([key, Date.now()]);
  request.resume();
  response.writeHead(201, { 'content-type': 'application/json' });
  return response.end(JSON.stringify({ bot_id: `p_${arrivals.length}` }));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
