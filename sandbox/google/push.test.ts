import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarClient, control, listener } from '../../test/sandbox';
import { type Sandbox, startSandbox } from '../start-sandbox';

const ADA = 'ada@northwind.example';
let sandbox: Sandbox;
let api: Awaited<ReturnType<typeof calendarClient>>;
let hook: Awaited<ReturnType<typeof listener>>;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty' });
  api = await calendarClient(sandbox, ADA);
  hook = await listener();
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

const watch = (body: object = {}) =>
  api.events.watch({
    calendarId: ADA,
    requestBody: { id: 'channel-1', type: 'web_hook', address: hook.url, ...body },
  });
const add = () => control(sandbox, 'POST', `/calendars/${ADA}/events`, { summary: 'New', inSeconds: 600 });

describe('A push channel', () => {
  it('sends sync and then each change with Google’s headers and no body, until it is stopped', async () => {
    const { data } = await watch({ token: 'secret' });
    expect(Number(data.expiration) - Date.now()).toBeGreaterThan(604_700_000);
    await hook.until(() => hook.received.length === 1);
    await add();
    await hook.until(() => hook.received.length === 2);
    const [sync, change] = hook.received;
    expect(sync?.headers).toMatchObject({
      'x-goog-channel-id': 'channel-1',
      'x-goog-channel-token': 'secret',
      'x-goog-message-number': '1',
      'x-goog-resource-state': 'sync',
      'x-goog-resource-id': data.resourceId,
      'x-goog-resource-uri': data.resourceUri,
      'x-goog-channel-expiration': new Date(Number(data.expiration)).toUTCString(),
    });
    expect(change?.headers['x-goog-resource-state']).toBe('exists');
    expect(Number(change?.headers['x-goog-message-number'])).toBeGreaterThan(1);
    expect([change?.body, change?.headers['content-length']]).toEqual(['', '0']);
    await api.channels.stop({ requestBody: { id: 'channel-1', resourceId: data.resourceId ?? '' } });
    await add();
    expect((await control(sandbox, 'GET', '/channels')).items).toEqual([]);
    const again = api.channels.stop({ requestBody: { id: 'channel-1', resourceId: data.resourceId ?? '' } });
    await expect(again).rejects.toMatchObject({ status: 404 });
  });

  it('sends a message again with the same number after 503, but not after 400', async () => {
    await hook.close();
    hook = await listener([200, 503, 200, 400]);
    await watch();
    await hook.until(() => hook.received.length === 1);
    await add();
    await hook.until(() => hook.received.length === 3);
    const numbers = hook.received.map(({ headers }) => headers['x-goog-message-number']);
    expect(numbers[2]).toBe(numbers[1]);
    await add();
    await hook.until(() => hook.received.length === 4);
    const gaveUp = async () => (await control(sandbox, 'GET', '/log?kind=push')).items.at(-1);
    await expect.poll(gaveUp).toMatchObject({ status: 400, note: 'gave up' });
  });

  it('sends late messages after those of younger changes', async () => {
    await watch();
    await hook.until(() => hook.received.length === 1);
    await control(sandbox, 'PUT', '/settings', { push: { late: 1 } });
    await add();
    await control(sandbox, 'PUT', '/settings', { push: { late: 0 } });
    for (const count of [2, 3, 5]) {
      await add();
      await hook.until(() => hook.received.length === count);
    }
  });

  it('drops and duplicates messages, and sends sync before its answer, as the settings say', async () => {
    await control(sandbox, 'PUT', '/settings', { push: { syncBeforeResponse: true, duplicate: 1 } });
    await watch();
    expect(hook.received).toHaveLength(1);
    await add();
    await hook.until(() => hook.received.length === 3);
    await control(sandbox, 'PUT', '/settings', { push: { drop: 1 } });
    await add();
    const dropped = (await control(sandbox, 'GET', '/log?kind=push')).items.at(-1);
    expect(dropped.note).toBe('dropped');
    expect(hook.received).toHaveLength(3);
  });

  it('is refused for plain http beyond loopback, a used id, and a calendar that cannot be watched', async () => {
    const reason = async (promise: Promise<unknown>) =>
      promise.catch((error) => error.response.data.error.errors[0].reason);
    expect(await reason(watch({ address: 'http://example.com/hook' }))).toBe('push.webhookUrlNotHttps');
    await watch();
    expect(await reason(watch())).toBe('channelIdNotUnique');
    const { id } = await control(sandbox, 'POST', `/people/${ADA}/calendars`, {
      summary: 'Holidays',
      pushSupported: false,
    });
    const requestBody = { id: 'channel-2', type: 'web_hook', address: hook.url };
    expect(await reason(api.events.watch({ calendarId: id, requestBody }))).toBe(
      'pushNotSupportedForRequestedResource',
    );
  });

  it('reports a new calendar when it watches the calendar list', async () => {
    await api.calendarList.watch({ requestBody: { id: 'list-1', type: 'web_hook', address: hook.url } });
    await hook.until(() => hook.received.length === 1);
    await control(sandbox, 'POST', `/people/${ADA}/calendars`, { summary: 'Another' });
    await hook.until(() => hook.received.length === 2);
    expect(hook.received[1]?.headers['x-goog-resource-uri']).toContain('calendarList');
  });
});
