import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetStop, stopWork } from '@/lib/platform/stop';
import { adjustRequests } from './adjust-requests';

adjustRequests();
afterEach(forgetStop);

type Taken = { request: IncomingMessage; response: ServerResponse };

/** Starts a server that leaves every request to the test to answer; `taken` are the requests that it got. */
async function startServer() {
  const taken: Taken[] = [];
  const server = createServer((request, response) => void taken.push({ request, response }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const until = async (count: number) => {
    await vi.waitFor(() => expect(taken).toHaveLength(count), { interval: 2 });
    return taken.at(-1) as Taken;
  };
  return { port, until, ask: (path: string) => get({ port, path, host: '127.0.0.1' }) };
}

it('answers a request in progress while it stops, on a connection that closes, and takes no other connection', async () => {
  const { ask, until } = await startServer();
  const asked = ask('/slow');
  const { response } = await until(1);
  let hasStopped = false;
  const stopped = stopWork(60_000).then(() => {
    hasStopped = true;
  });
  const [refused] = await once(ask('/late'), 'error');
  expect(refused.code).toBe('ECONNREFUSED');
  expect(hasStopped).toBe(false);
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  response.end('done');
  const [answer] = await answered;
  expect([answer.statusCode, answer.headers.connection, await text(answer)]).toEqual([200, 'close', 'done']);
  await stopped;
});

it('leads a request on a connection that is still open to the answer 503, and then closes the connection', async () => {
  const { port, until } = await startServer();
  const socket = connect(port, '127.0.0.1');
  const heard = text(socket);
  const request = 'POST /api/v1/calendar/schedule/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n';
  socket.write(request);
  const first = await until(1);
  // Its headers have been sent before the stop, so the client may go on on this connection.
  first.response.write('half');
  const stopped = stopWork(60_000);
  socket.write(request);
  const second = await until(2);
  expect([second.request.method, second.request.url]).toEqual(['GET', '/api/stopping']);
  first.response.end();
  second.response.end();
  expect(await heard).toMatch(/half[\s\S]+Connection: close/);
  await stopped;
});

it('closes a connection that was streamed to, so that the stop does not wait for its client', async () => {
  const { ask, until } = await startServer();
  const asked = ask('/stream');
  const { response } = await until(1);
  response.write('half');
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const closed = once(answer.socket, 'close');
  const stopped = stopWork(60_000);
  response.end();
  expect(await text(answer)).toBe('half');
  await Promise.all([closed, stopped]);
});
