import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { signatureOf } from '@/e2e/inngest-server';
import { readInngestServer } from '@/lib/platform/inngest-server';
import { withTestDatabase } from '@/test/database';

const SIGNING = `signkey-test-${'5e'.repeat(32)}`;
/** What the app has asked the Inngest server to register. */
const registered: { url: string; functions: unknown[] }[] = [];

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (request.url?.startsWith('/fn/register')) registered.push(JSON.parse(body));
  response.end(JSON.stringify({ ok: true, status: 200, modified: true }));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());

Object.assign(process.env, {
  APP_URL: 'https://usher.example.com',
  NEXTAUTH_SECRET: 'a-secret-that-is-long-enough-for-a-session',
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  MEETSTREAM_API_KEY: 'key',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  INNGEST_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  INNGEST_EVENT_KEY: 'event-key',
  INNGEST_SIGNING_KEY: SIGNING,
});
withTestDatabase('pglite');
const { GET, POST, PUT } = await import('./route');

/** A request as Next passes it on, whose host and protocol the sender has chosen. */
function request(method: string, query: string, { isSigned = true, peer = '192.0.2.1', body = {} } = {}) {
  const text = JSON.stringify(body);
  return new Request(`http://evil.example/api/inngest${query}`, {
    method,
    headers: {
      host: 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      'x-usher-peer': peer,
      'content-type': 'application/json',
      ...(isSigned ? { 'x-inngest-signature': signatureOf(text, SIGNING) } : {}),
    },
    ...(method === 'GET' ? {} : { body: text }),
  });
}

beforeEach(() => {
  registered.length = 0;
});

describe('The address that an Inngest server calls', () => {
  it('registers the jobs under APP_URL, whatever host, protocol and query a request names', async () => {
    const body = { url: 'http://evil.example/api/inngest' };
    const answer = await PUT(request('PUT', '?probe=trust&deployId=7', { body }), {});
    expect(answer.status).toBe(200);
    expect(registered.map(({ url }) => url)).toEqual(['https://usher.example.com/api/inngest?deployId=7']);
    expect(registered[0]?.functions).toHaveLength(14);
    expect(JSON.stringify(registered)).not.toContain('evil.example');
  });

  it('tells strangers nothing, and registers and runs nothing for them', async () => {
    const stranger = { isSigned: false, peer: '192.0.2.2' };
    for (const [call, method, query] of [
      [GET, 'GET', ''],
      [PUT, 'PUT', ''],
      [POST, 'POST', '?fnId=usher-sweep&stepId=step'],
    ] as const) {
      const answer = await call(request(method, query, stranger), {});
      expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
      const headers = [...answer.headers].map(([name]) => name).filter((name) => name.startsWith('x-'));
      expect(headers.filter((name) => name !== 'x-inngest-sdk-handled')).toEqual([]);
    }
    expect(registered).toEqual([]);
    expect(await readInngestServer(new Date())).toEqual({ lastCallAt: null, isAway: true });
  });

  it('takes thirty registrations a minute from an address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) {
      const answer = await PUT(request('PUT', '', { isSigned: false, peer: '192.0.2.3' }), {});
      statuses.push(answer.status);
    }
    expect(statuses.lastIndexOf(401)).toBe(29);
    expect(statuses.at(-1)).toBe(429);
  });

  it('remembers when the server has called', async () => {
    const body = {
      version: 2,
      event: { name: 'inngest/scheduled.timer', data: {} },
      events: [],
      steps: {},
      ctx: { run_id: 'r', attempt: 0, max_attempts: 1, stack: { stack: [], current: 0 } },
    };
    const answer = await POST(request('POST', '?fnId=usher-sweep&stepId=step', { body }), {});
    expect(answer.status).toBe(206);
    await expect.poll(() => readInngestServer(new Date())).toMatchObject({ isAway: false });
  });
});
