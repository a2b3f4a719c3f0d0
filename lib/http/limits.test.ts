import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DELETE as revoke } from '@/app/api/v1/api_keys/[key_id]/route';
import { POST as create, GET as list } from '@/app/api/v1/api_keys/route';
import { GET as describeApi } from '@/app/api/v1/openapi.json/route';
import { PATCH as saveSettings } from '@/app/api/v1/settings/route';
import { makeApiKey } from '@/lib/accounts/api-key-format';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { logger } from '@/lib/platform/logger';
import { describeOnDatabases, withTestDatabase } from '@/test/database';

const MINUTE = 60_000;
logger.level = 'silent';
const NONE = { params: Promise.resolve({}) };

let key: string;
let time: number;
beforeEach(() => {
  // Each test has minutes of its own, so that requests of earlier tests do not count.
  time = (time ?? Date.parse('2027-03-01T08:00:00Z')) + 10 * MINUTE;
  vi.useFakeTimers({ toFake: ['Date'], now: time });
});
afterEach(async () => {
  vi.useRealTimers();
  env().RATE_LIMIT = 1200;
  Reflect.deleteProperty(globalThis, Symbol.for('usher.limiters'));
  await db().user.deleteMany();
});

const newKey = async (email = 'ada@example.com') => {
  const { id, key } = await createApiKeyFor(email, 'For a test', new Date());
  await db().apiKey.update({ where: { id }, data: { mayManageKeys: true } });
  return key;
};

function request(
  method: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Request {
  return new Request('http://localhost/api/v1/api_keys', {
    method,
    headers: {
      authorization: `Token ${key}`,
      'x-usher-peer': '192.0.2.1',
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
  });
}

const post = (idempotencyKey: string, body: unknown = { name: 'one' }) =>
  create(request('POST', { body, headers: { 'idempotency-key': idempotencyKey } }), NONE);

describeOnDatabases('Idempotency-Key', () => {
  beforeEach(async () => {
    key = await newKey();
  });

  it('runs a request once and repeats its answer', async () => {
    const first = await post('k1');
    const again = await post('k1');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await again.json()).toEqual(await first.json());
    expect(await db().apiKey.count({ where: { name: 'one' } })).toBe(1);
  });

  it('treats requests with the same fields as the same, whatever their order', async () => {
    await post('k1', { name: 'API key' });
    expect((await post('k1', {})).headers.get('idempotent-replayed')).toBe('true');
  });

  it('refuses another body with the same key, and a malformed key', async () => {
    await post('k1');
    const other = await post('k1', { name: 'two' });
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({ error: 'idempotency_key_reused' });
    for (const odd of ['x'.repeat(256), 'sch\u00f6n']) {
      expect(await (await post(odd)).json()).toMatchObject({
        error: 'validation_failed',
        details: [{ path: 'Idempotency-Key' }],
      });
    }
  });

  it('runs one of fifty simultaneous requests, and tells the others to retry or gives them its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('k1')));
    const replayed = answers.filter((answer) => answer.headers.get('idempotent-replayed'));
    const waiting = answers.filter((answer) => answer.status === 409);
    expect(answers.length - replayed.length - waiting.length).toBe(1);
    for (const answer of waiting) {
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await answer.json()).toMatchObject({ error: 'idempotency_in_progress' });
    }
    expect(await db().apiKey.count({ where: { name: 'one' } })).toBe(1);
    expect((await post('k1')).headers.get('idempotent-replayed')).toBe('true');
  });

  it('can be used again after a request that was invalid or that failed with 500', async () => {
    expect((await post('k1', { nam: 'one' })).status).toBe(400);
    expect(await db().idempotencyRecord.count()).toBe(0);
    const table = '"ActivityEntry"';
    await db().$executeRawUnsafe(`ALTER TABLE ${table} RENAME TO "Away"`);
    expect((await post('k1')).status).toBe(500);
    await db().$executeRawUnsafe(`ALTER TABLE "Away" RENAME TO ${table}`);
    const third = await post('k1');
    expect(third.status).toBe(201);
    expect(third.headers.get('idempotent-replayed')).toBeNull();
    expect(await db().apiKey.count({ where: { name: 'one' } })).toBe(1);
  });
});

describe('Rate limits', () => {
  withTestDatabase('pglite');
  beforeEach(async () => {
    key = await newKey();
  });

  it('tell how many requests are left, and refuse further ones until the minute has passed', async () => {
    env().RATE_LIMIT = 3;
    const seen = [];
    for (let i = 0; i < 4; i++) seen.push(await list(request('GET'), NONE));
    expect(seen.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
    expect(seen.map((answer) => answer.headers.get('ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
    const refused = seen[3] as Response;
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-reset': '60',
      'ratelimit-policy': '3;w=60',
      'retry-after': '60',
    });
    expect(await refused.json()).toMatchObject({
      error: 'rate_limited',
      message: 'Only 3 requests a minute are possible. Try again in 60 s.',
    });
    vi.setSystemTime(time + MINUTE);
    expect((await list(request('GET'), NONE)).status).toBe(200);
  });

  it('count each key separately, with its invalid requests', async () => {
    env().RATE_LIMIT = 2;
    const bad = await create(request('POST', { body: { name: 1 } }), NONE);
    expect([bad.status, bad.headers.get('ratelimit-remaining')]).toEqual([400, '1']);
    await list(request('GET'), NONE);
    expect((await list(request('GET'), NONE)).status).toBe(429);
    key = await newKey();
    expect((await list(request('GET'), NONE)).status).toBe(200);
  });

  it('count all keys of a person together, and leave the dashboard its share', async () => {
    env().RATE_LIMIT = 1;
    for (let i = 0; i < 5; i++) {
      key = await newKey();
      expect((await list(request('GET'), NONE)).status).toBe(200);
    }
    key = await newKey();
    expect((await list(request('GET'), NONE)).status).toBe(429);
    key = await newKey('grace@example.com');
    expect((await list(request('GET'), NONE)).status).toBe(200);
  });

  it('turn away an address that guesses keys, and no valid key from it', async () => {
    env().RATE_LIMIT = 12;
    const good = key;
    const asked = async (headers = {}) => (await list(request('GET', { headers }), NONE)).status;
    expect(await asked()).toBe(200);
    for (const guess of ['nonsense', makeApiKey(), `${makeApiKey().slice(0, -1)}.`]) {
      key = guess;
      expect(await asked()).toBe(403);
    }
    key = makeApiKey();
    expect(await asked()).toBe(429);
    // Whoever shares the address, as all do behind a proxy that is not named, is not kept out with a valid key.
    key = await newKey('grace@example.com');
    expect(await asked()).toBe(200);
    key = good;
    expect(await asked()).toBe(200);
    vi.setSystemTime(time + MINUTE);
    key = makeApiKey();
    expect(await asked()).toBe(403);
  });

  it('hold for the description of the API, which anyone may read', async () => {
    env().RATE_LIMIT = 40;
    const read = async (peer: string) => {
      const headers = { 'x-usher-peer': peer };
      return (await describeApi(new Request('http://localhost/api/v1/openapi.json', { headers }), NONE))
        .status;
    };
    expect([await read('192.0.2.1'), await read('192.0.2.1'), await read('192.0.2.1')]).toEqual([
      200, 200, 429,
    ]);
    expect(await read('192.0.2.2')).toBe(200);
  });

  it('ignore X-Forwarded-For unless TRUSTED_PROXIES is set', async () => {
    env().RATE_LIMIT = 4;
    const guess = async (headers: Record<string, string>) => {
      key = makeApiKey();
      return (await list(request('GET', { headers }), NONE)).status;
    };
    expect(await guess({ 'x-forwarded-for': '198.51.100.1' })).toBe(403);
    expect(await guess({ 'x-forwarded-for': '198.51.100.2' })).toBe(429);
    env().TRUSTED_PROXIES = 1;
    try {
      expect(await guess({ 'x-forwarded-for': '203.0.113.9, 198.51.100.1' })).toBe(403);
      expect(await guess({ 'x-forwarded-for': '203.0.113.8, 198.51.100.1' })).toBe(429);
      expect(await guess({ 'x-forwarded-for': '198.51.100.1, 198.51.100.2' })).toBe(403);
    } finally {
      env().TRUSTED_PROXIES = 0;
    }
  });
});

describeOnDatabases('API keys', () => {
  beforeEach(async () => {
    key = await newKey();
  });

  it('are shown once, are not in the list, and stop working when revoked', async () => {
    const made = await (await create(request('POST', { body: { name: ' Notetaker ' } }), NONE)).json();
    expect(made).toMatchObject({ name: 'Notetaker', prefix: made.key.slice(0, 12) });
    const { api_keys } = await (await list(request('GET'), NONE)).json();
    expect(api_keys.map((row: { name: string }) => row.name).sort()).toEqual(['For a test', 'Notetaker']);
    expect(JSON.stringify(api_keys)).not.toContain(made.key);
    expect(JSON.stringify(await db().apiKey.findMany())).not.toContain(made.key);

    const own = { params: Promise.resolve({ key_id: made.id }) };
    key = made.key;
    expect((await list(request('GET'), NONE)).status).toBe(200);
    expect((await revoke(request('DELETE'), own)).status).toBe(200);
    expect((await list(request('GET'), NONE)).status).toBe(403);
  });

  it('cannot be revoked by another user', async () => {
    const other = await createApiKeyFor('grace@example.com', 'Hers', new Date());
    const answer = await revoke(request('DELETE'), { params: Promise.resolve({ key_id: other.id }) });
    expect(answer.status).toBe(404);
    expect(await db().apiKey.count({ where: { revokedAt: null } })).toBe(2);
  });

  it('store when they were last used, at most once a minute', async () => {
    const usedAt = async () => +((await db().apiKey.findFirstOrThrow()).lastUsedAt ?? 0);
    await list(request('GET'), NONE);
    expect(await usedAt()).toBe(time);
    vi.setSystemTime(time + MINUTE - 1);
    await list(request('GET'), NONE);
    expect(await usedAt()).toBe(time);
    vi.setSystemTime(time + MINUTE);
    await Promise.all(Array.from({ length: 10 }, () => list(request('GET'), NONE)));
    expect(await usedAt()).toBe(time + MINUTE);
  });

  it('that may only read are refused whatever changes something', async () => {
    const made = await (await create(request('POST', { body: { access: 'read' } }), NONE)).json();
    expect(made).toMatchObject({ access: 'read', may_manage_keys: false, expires_at: null });
    key = made.key;
    expect((await list(request('GET'), NONE)).status).toBe(200);
    const refused = await saveSettings(request('PATCH', { body: { time_format: '12h' } }), NONE);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ message: 'This API key may only read.' });
  });

  it('create and revoke keys only if told that they may, and always revoke themselves', async () => {
    const plain = await (await create(request('POST', { body: { name: 'Plain' } }), NONE)).json();
    const owner = key;
    key = plain.key;
    expect((await create(request('POST', { body: {} }), NONE)).status).toBe(403);
    const keyOf = (id: string) => ({ params: Promise.resolve({ key_id: id }) });
    const { api_keys } = await (await list(request('GET'), NONE)).json();
    const other = api_keys.find((row: { name: string }) => row.name === 'For a test');
    expect((await revoke(request('DELETE'), keyOf(other.id))).status).toBe(403);
    expect((await revoke(request('DELETE'), keyOf(plain.id))).status).toBe(200);
    key = owner;
    expect((await list(request('GET'), NONE)).status).toBe(200);
  });

  it('stop working when they expire', async () => {
    const expires = new Date(time + MINUTE).toISOString();
    const past = await create(request('POST', { body: { expires_at: new Date(time).toISOString() } }), NONE);
    expect(past.status).toBe(400);
    const made = await (await create(request('POST', { body: { expires_at: expires } }), NONE)).json();
    expect(made.expires_at).toBe(expires);
    key = made.key;
    expect((await list(request('GET'), NONE)).status).toBe(200);
    vi.setSystemTime(time + MINUTE);
    expect((await list(request('GET'), NONE)).status).toBe(403);
  });

  it('are at most fifty a person, also when created at once', async () => {
    const { id: userId } = await db().user.findFirstOrThrow();
    const rows = Array.from({ length: 48 }, (_, i) => ({
      ...{ id: `key_${i}`, userId, name: 'n', prefix: 'p', hash: `h${i}` },
    }));
    await db().apiKey.createMany({ data: rows });
    const answers = await Promise.all([1, 2, 3].map(() => create(request('POST', { body: {} }), NONE)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await db().apiKey.count({ where: { revokedAt: null } })).toBe(50);
  });

  it('of someone who is disabled, or whom the allow-list does not name, are refused', async () => {
    expect((await list(request('GET'), NONE)).status).toBe(200);
    env().ALLOWED_DOMAINS = ['halden.example'];
    expect((await list(request('GET'), NONE)).status).toBe(403);
    env().ALLOWED_DOMAINS = [];
    await db().user.updateMany({ data: { disabledAt: new Date(time) } });
    expect((await list(request('GET'), NONE)).status).toBe(403);
  });
});
