import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The least that a bot provider can be: answers MeetStream's `POST …/bots/create_bot` with 201 at once, and records when
 * each key arrived. `GET /arrivals` returns [key, epoch ms] for every call; `DELETE /arrivals` clears them.
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
