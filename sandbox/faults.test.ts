import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendarClient, control, signIn } from '../test/sandbox';
import { Faults } from './faults';
import { type Sandbox, startSandbox } from './start-sandbox';

const ADA = 'ada@northwind.example';
let sandbox: Sandbox;
let api: Awaited<ReturnType<typeof calendarClient>>;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty' });
  api = await calendarClient(sandbox, ADA);
});
beforeEach(() => control(sandbox, 'DELETE', '/faults'));
afterAll(() => sandbox.close());

const fault = (body: object) => control(sandbox, 'POST', '/faults', body);
const list = () => api.events.list({ calendarId: ADA });
const failure = () =>
  list().then(
    () => undefined,
    (error) => error,
  );

describe('A fault rule', () => {
  it.each([
    [401, 'authError', 'global'],
    [403, 'rateLimitExceeded', 'usageLimits'],
    [403, 'forbidden', 'global'],
    [404, 'notFound', 'global'],
    [410, 'fullSyncRequired', 'calendar'],
    [429, 'rateLimitExceeded', 'usageLimits'],
    [500, 'backendError', 'global'],
    [503, 'backendError', 'global'],
  ])('answers %d %s in Google’s words, as often as it says', async (status, reason, domain) => {
    await fault({ match: { path: '/events$' }, times: 1, effect: { status, reason, retryAfterSeconds: 7 } });
    const error = await failure();
    expect(error.response.data.error).toMatchObject({ code: status, errors: [{ reason, domain }] });
    expect(error.response.headers.get('retry-after')).toBe('7');
    expect(await failure()).toBeUndefined();
  });

  it('lets the first requests pass with `skip`, and writes Retry-After as a date on request', async () => {
    await fault({
      match: { path: '/events$' },
      skip: 1,
      times: 1,
      effect: { status: 429, retryAfterSeconds: 7, retryAfterAsDate: true },
    });
    expect(await failure()).toBeUndefined();
    const { headers } = (await failure()).response;
    const wait = Date.parse(headers.get('retry-after')) - Date.parse(headers.get('date'));
    expect(Math.abs(wait - 7000)).toBeLessThanOrEqual(1000);
  });

  it('answers with a page of HTML, as a proxy in between does', async () => {
    await fault({ match: { path: '/events$' }, times: 1, effect: { garbage: true } });
    const { status, data } = await list();
    expect(status).toBe(200);
    expect(String(data)).toMatch('<!doctype html>');
  });

  it('cuts a connection after the work is done', async () => {
    await fault({
      match: { method: 'POST', calendar: ADA },
      times: 1,
      effect: { cutConnection: true, afterWork: true },
    });
    const requestBody = {
      summary: 'Lost answer',
      start: { date: '2027-01-01' },
      end: { date: '2027-01-02' },
    };
    await expect(api.events.insert({ calendarId: ADA, requestBody })).rejects.toThrow();
    expect((await list()).data.items?.map((event) => event.summary)).toEqual(['Lost answer']);
  });

  it('delays answers, and only those for the person it names', async () => {
    await fault({ match: { user: 'ben@northwind.example' }, effect: { status: 500 } });
    await fault({ match: { user: ADA }, effect: { delayMs: 80 } });
    const startedAt = performance.now();
    await list();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
  });

  it('makes the token endpoint say invalid_grant', async () => {
    const client = await signIn(sandbox, ADA);
    client.setCredentials({ refresh_token: client.credentials.refresh_token ?? '' });
    await fault({ match: { path: '^/token$' }, times: 1, effect: { invalidGrant: true } });
    await expect(client.getAccessToken()).rejects.toThrow('invalid_grant');
    expect((await client.getAccessToken()).token).toBeTruthy();
  });

  it('does not hold a request that arrives after the rule has been removed', async () => {
    const faults = new Faults();
    const rule = faults.add({ match: {}, effect: { hold: true, afterWork: true } });
    faults.remove(rule.id);
    await faults.held(rule);
    expect(rule.holding).toBe(0);
  });
});
