import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { GET } from '@/app/api/method-not-allowed/[method]/route';
import { env } from '@/lib/platform/env';
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
  ['GET', 'GET /api/a?x=1'],
  ['HEAD', 'HEAD /api/a?x=1'],
  ['PATCH', 'PATCH /api/a?x=1'],
  ['OPTIONS', 'OPTIONS /api/a?x=1'],
  ['TRACE', 'GET /api/method-not-allowed/TRACE'],
  ['PROPFIND', 'GET /api/method-not-allowed/PROPFIND'],
  ['M-SEARCH', 'GET /api/method-not-allowed/M-SEARCH'],
])('handles the method %s of the API as %s', async (method, expected) => {
  const seen = await seenOf(method, '/api/a?x=1');
  expect(`${seen.method} ${seen.url}`).toBe(expected);
});

it.each([
  ['GET', '/meetings', 'GET /meetings'],
  ['HEAD', '/', 'HEAD /'],
  ['POST', '/', 'GET /api/method-not-allowed/POST?page'],
  ['POST', '/meetings?x=1', 'GET /api/method-not-allowed/POST?page'],
  ['DELETE', '/apis', 'GET /api/method-not-allowed/DELETE?page'],
  ['OPTIONS', '/icon.svg', 'GET /api/method-not-allowed/OPTIONS?page'],
  ['POST', '/__nextjs_original-stack-frames', 'POST /__nextjs_original-stack-frames'],
])('handles the method %s of the page or file %s as %s', async (method, path, expected) => {
  const seen = await seenOf(method, path);
  expect(`${seen.method} ${seen.url}`).toBe(expected);
});

it('leaves out a state of Next’s router that Next would fail for', async () => {
  const stateOf = async (state: string) =>
    (await seenOf('GET', '/', { rsc: '1', 'next-router-state-tree': state })).headers[
      'next-router-state-tree'
    ];
  const right = encodeURIComponent(JSON.stringify(['', { children: ['meetings', {}] }, null, null, 0]));
  expect(await stateOf(right)).toBe(right);
  for (const wrong of ['garbage%00', '%ff', '%5B%5D', '[1]', '{"a":1}', 'x'.repeat(9_000)])
    expect(await stateOf(wrong), wrong).toBeUndefined();
});

/** Returns the headers with which a server answers. */
async function answered(path: string, headers = {}): Promise<IncomingHttpHeaders> {
  const server = createServer((_, response) => void response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers }, (response) => resolve(response.resume().headers))
      .on('error', reject)
      .end();
  });
  server.close();
  return answer;
}

it('gives each page a nonce of its own, which Next finds in the request, whatever the client sent', async () => {
  const forged = {
    'content-security-policy': "script-src 'nonce-forged'",
    'content-security-policy-report-only': "script-src 'nonce-forged'",
    'x-usher-nonce': 'forged',
  };
  const { headers } = await seenOf('GET', '/meetings', forged);
  const nonce = String(headers['x-usher-nonce']);
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(headers['content-security-policy']).toContain(
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic';`,
  );
  expect(JSON.stringify(headers)).not.toContain('forged');
  const [one, two] = [await answered('/meetings'), await answered('/meetings')];
  expect(one['content-security-policy']).not.toBe(two['content-security-policy']);
  expect(one['content-security-policy']).not.toContain("script-src 'self' 'unsafe-inline'");
});

it('tells browsers of every answer what it may do; an answer of the API may do nothing', async () => {
  const same = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  };
  for (const page of ['/', '/api/v1/docs', '/api/v1/docs?x=1', '/nothing', '/_next/static/x.js'])
    expect(await answered(page), page).toMatchObject({
      ...same,
      'content-security-policy': expect.stringMatching(/^default-src 'self';.* frame-ancestors 'none'/),
    });
  for (const path of ['/api', '/api/v1/bots', '/api/v1/docs/x', '/api/v1/docsx', '/api/health'])
    expect(await answered(path), path).toMatchObject({
      ...same,
      'content-security-policy': expect.stringMatching(/^default-src 'none';.* sandbox$/),
    });
});

it('tells browsers to come by https alone where APP_URL is https', async () => {
  expect(await answered('/')).not.toHaveProperty('strict-transport-security');
  const { APP_URL } = env();
  try {
    env().APP_URL = 'https://usher.example.com';
    expect(await answered('/')).toMatchObject({ 'strict-transport-security': 'max-age=31536000' });
  } finally {
    env().APP_URL = APP_URL;
  }
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
  const ofPage = new Request('http://localhost/api/method-not-allowed/POST?page');
  const refused = await GET(ofPage, { params: Promise.resolve({ method: 'POST' }) });
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
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
