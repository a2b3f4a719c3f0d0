import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { limitTimes } from './limit-times';

/** A server with these limits, that answers when it has all of a body. */
const limits = { headersMs: 300, requestMs: 600, lookMs: 50 };
const servers: Server[] = [];
async function startServer(): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('done'));
    request.on('error', () => {});
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  limitTimes(server, limits);
  return (server.address() as AddressInfo).port;
}
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

/** Opens a connection and writes on, each 20 ms, until it is closed; returns what was answered, and after how many ms. */
async function trickle(port: number, first: string, part: string): Promise<{ answer: string; ms: number }> {
  const socket = connect(port, '127.0.0.1');
  const from = performance.now();
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => (answer += text));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(first);
  const timer = setInterval(() => socket.writable && socket.write(part), 20);
  await Promise.race([closed, delay(10_000)]);
  clearInterval(timer);
  socket.destroy();
  return { answer, ms: performance.now() - from };
}

it('ends connections whose headers never end, and answers them with 408', async () => {
  const port = await startServer();
  const all = await Promise.all(
    Array.from({ length: 50 }, () => trickle(port, 'GET / HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n')),
  );
  for (const { answer, ms } of all) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(ms).toBeGreaterThanOrEqual(limits.headersMs);
    expect(ms).toBeLessThan(5_000);
  }
});

it('ends connections whose body never ends, and answers them with 408', async () => {
  const port = await startServer();
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n';
  const { answer, ms } = await trickle(port, head, 'x');
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(ms).toBeGreaterThanOrEqual(limits.requestMs);
});

it('lets an answer take longer than its request may', async () => {
  const port = await startServer();
  servers.at(-1)?.removeAllListeners('request');
  servers.at(-1)?.on('request', (_, response) => void delay(1_500).then(() => response.end('late')));
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('late');
});
