import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { GET } from '@/app/api/method-not-allowed/[method]/route';
import { adjustRequests } from './adjust-requests';

adjustRequests();

/** Returns a request as a server's handler sees it. */
async function seenOf(method: string, path: string, headers = {}): Promise<IncomingMessage> {
  let seen: IncomingMessage | undefined;
  const server = createServer((incoming, response) => {
    seen = incoming;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve, reject) => {
    const outgoing = request({ port, path, method, headers, host: '127.0.0.1' }, (response) => {
      response.resume().on('end', resolve);
    });
    outgoing.on('error', reject).end();
  });
  server.close();
  return seen as IncomingMessage;
}

it('sets the header with the address of a request’s connection, whatever the client sent', async () => {
  const { headers } = await seenOf('GET', '/', { 'X-Usher-Peer': '203.0.113.1' });
  expect(headers['x-usher-peer']).toBe('127.0.0.1');
});

it('sets the header with the path and query of a request, whatever the client sent', async () => {
  const { headers } = await seenOf('GET', '/bots?view=past', { 'X-Usher-Address': '/api/auth/signout' });
  expect(headers['x-usher-address']).toBe('/bots?view=past');
});

it.each([
  ['/a/%ff?x=%ff', '/a/%25ff?x=%ff'],
  ['/a%', '/a%25'],
  ['/a/%C3%B6?x=1', '/a/%C3%B6?x=1'],
  ['/a//b///c//?x=//', '/a/b/c/?x=//'],
  ['//evil.example/a', '/evil.example/a'],
])('reads the path %s as %s', async (path, seen) => {
  expect((await seenOf('GET', path)).url).toBe(seen);
});

it.each([
  ['GET', 'GET /a?x=1'],
  ['HEAD', 'HEAD /a?x=1'],
  ['PATCH', 'PATCH /a?x=1'],
  ['OPTIONS', 'OPTIONS /a?x=1'],
  ['TRACE', 'GET /api/method-not-allowed/TRACE'],
  ['PROPFIND', 'GET /api/method-not-allowed/PROPFIND'],
  ['M-SEARCH', 'GET /api/method-not-allowed/M-SEARCH'],
])('handles the method %s as %s', async (method, expected) => {
  const seen = await seenOf(method, '/a?x=1');
  expect(`${seen.method} ${seen.url}`).toBe(expected);
});

it('sends the encoding that a route names as Content-Encoding', async () => {
  const server = createServer((_, response) => {
    // As Next sets what a route answers.
    response.setHeader('x-usher-encoding', ['br']).setHeader('content-type', ['text/plain']).end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const headers = await new Promise<object>((resolve, reject) => {
    request({ port, host: '127.0.0.1' }, (response) => resolve(response.resume().headers))
      .on('error', reject)
      .end();
  });
  server.close();
  expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/plain' });
  expect(headers).not.toHaveProperty('x-usher-encoding');
});

it('answers a method that no route has with 405 in the contract’s form and the allowed methods', async () => {
  const request = new Request('http://localhost/api/method-not-allowed/TRACE');
  const answer = await GET(request, { params: Promise.resolve({ method: 'TRACE' }) });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS');
  expect(await answer.json()).toEqual({
    error: 'method_not_allowed',
    message: 'TRACE is not allowed here. Allowed: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS.',
    request_id: answer.headers.get('x-request-id'),
  });
});

it('names the answer of the reference, which is a page', async () => {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const idOf = async (path: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).headers.get('x-request-id');
  expect(await idOf('/api/v1/docs')).toMatch(/^[\da-f-]{36}$/);
  expect(await idOf('/api/v1/docs/?x=1')).not.toBeNull();
  expect(await idOf('/api/v1/settings')).toBeNull();
  server.close();
});
