import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { GET } from '@/app/api/method-not-allowed/[method]/route';
import { refuseOddMethods } from './odd-methods';

refuseOddMethods();

it.each([
  ['GET', 'GET /a?x=1'],
  ['HEAD', 'HEAD /a?x=1'],
  ['PATCH', 'PATCH /a?x=1'],
  ['OPTIONS', 'OPTIONS /a?x=1'],
  ['TRACE', 'GET /api/method-not-allowed/TRACE'],
  ['PROPFIND', 'GET /api/method-not-allowed/PROPFIND'],
  ['M-SEARCH', 'GET /api/method-not-allowed/M-SEARCH'],
])('%s is taken as %s', async (method, seen) => {
  const server = createServer((incoming, response) => {
    response.setHeader('x-seen', `${incoming.method} ${incoming.url}`).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const taken = await new Promise((resolve, reject) => {
    const outgoing = request({ port, path: '/a?x=1', method, host: '127.0.0.1' }, (response) => {
      response.resume();
      resolve(response.headers['x-seen']);
    });
    outgoing.on('error', reject).end();
  });
  server.close();
  expect(taken).toBe(seen);
});

it('the answer is the contract’s, and names the methods there are', async () => {
  const request = new Request('http://localhost/api/method-not-allowed/TRACE');
  const answer = await GET(request, { params: Promise.resolve({ method: 'TRACE' }) });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS');
  expect(await answer.json()).toEqual({
    error: 'method_not_allowed',
    message: 'TRACE is possible nowhere here, only GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS.',
    request_id: answer.headers.get('x-request-id'),
  });
});
