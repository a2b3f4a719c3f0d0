import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { control, listener } from '../../test/sandbox';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { BOT_API_KEY } from './meetstream';
import { WEBHOOK_SECRET } from './meetstream-webhook';

let sandbox: Sandbox;
let hook: Awaited<ReturnType<typeof listener>>;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty' });
  hook = await listener();
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

const api = async (
  method: string,
  path: string,
  options: { body?: object; key?: string; token?: string } = {},
) => {
  const response = await fetch(`${sandbox.url}/meetstream/api/v1/bots/${path}`, {
    method,
    headers: {
      authorization: `Token ${options.token ?? BOT_API_KEY}`,
      ...(options.key && { 'idempotency-key': options.key }),
    },
    ...(options.body && { body: JSON.stringify(options.body) }),
  });
  return { status: response.status, body: await response.json() };
};
const request = (more: object = {}) => ({
  meeting_link: 'https://meet.google.com/abc-defg-hij',
  bot_name: 'Notes',
  video_required: false,
  callback_url: hook.url,
  custom_attributes: { usher_bot_id: 'bot_1' },
  ...more,
});
const events = () => hook.received.map(({ body }) => JSON.parse(body).event);

describe('MeetStream', () => {
  it('creates one bot a key, and answers a replay with 507 and the first answer', async () => {
    const first = await api('POST', 'create_bot', { body: request(), key: 'k1' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ bot_id: expect.any(String), transcript_id: expect.any(String) });
    const again = await api('POST', 'create_bot', { body: request({ bot_name: 'Other' }), key: 'k1' });
    expect(again).toEqual({ status: 507, body: first.body });
    expect((await control(sandbox, 'GET', '/bots')).items).toHaveLength(1);
    const { items } = await control(sandbox, 'GET', '/log?kind=bots&path=create_bot');
    expect(
      items.map((call: { status: number; idempotencyKey: string }) => [call.status, call.idempotencyKey]),
    ).toEqual([
      [201, 'k1'],
      [507, 'k1'],
    ]);
    expect(items[0].body).toEqual(request());
  });

  it('refuses wrong keys, missing fields and unknown bots', async () => {
    expect((await api('POST', 'create_bot', { body: request(), token: 'no' })).status).toBe(403);
    const bad = await api('POST', 'create_bot', {
      body: { meeting_url: 'https://x.example', custom_attributes: { a: 1 } },
    });
    expect(bad.status).toBe(400);
    expect(bad.body.details).toHaveLength(3);
    expect((await api('GET', 'unknown/status')).status).toBe(404);
  });

  it('moves a bot automatically and reports each step, signed, in order', async () => {
    await control(sandbox, 'PUT', '/settings', { bots: { speed: 100 } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await hook.until(() => hook.received.length === 4);
    expect(events()).toEqual(['bot.joining', 'bot.in_waiting_room', 'bot.inmeeting', 'bot.recording']);
    expect((await api('GET', `${body.bot_id}/status`)).body).toEqual({
      bot_id: body.bot_id,
      status: 'Recording',
      custom_attributes: { usher_bot_id: 'bot_1' },
    });
    for (const { headers, body: raw } of hook.received) {
      const digest = createHmac('sha256', WEBHOOK_SECRET).update(raw).digest('hex');
      expect(headers['x-meetstream-signature']).toBe(`sha256=${digest}`);
      expect(Math.abs(Number(headers['x-meetstream-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    }
    await api('GET', `${body.bot_id}/remove_bot`);
    await hook.until(() => events().includes('bot.done'));
    expect(events().slice(4)).toEqual([
      'bot.leaving', 'bot.stopped', 'audio.processed', 'transcription.processed', 'video.processed', 'bot.done',
    ]); // biome-ignore format: one list
    expect(JSON.parse(hook.received[5]?.body ?? '')).toMatchObject({
      bot_status: 'Stopped',
      bot_id: body.bot_id,
    });
  });

  it('makes a bot leave at the end of its meeting', async () => {
    await control(sandbox, 'PUT', '/settings', { bots: { speed: 100 } });
    const meeting_end = new Date(Date.now() + 300).toISOString();
    await api('POST', 'create_bot', { body: request({ custom_attributes: { meeting_end } }) });
    await hook.until(() => events().includes('bot.stopped'));
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(meeting_end) - 5);
  });

  it('moves a bot only on request when automatic steps are off, and can deny it', async () => {
    await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.in_waiting_room' });
    await hook.until(() => hook.received.length === 2);
    await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.stopped', reason: 'Denied' });
    await hook.until(() => hook.received.length === 3);
    expect(JSON.parse(hook.received[2]?.body ?? '')).toMatchObject({
      event: 'bot.stopped',
      bot_status: 'Denied',
    });
  });

  it('delivers a failed webhook again before the next one', async () => {
    await hook.close();
    hook = await listener([500]);
    await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.inmeeting' });
    await hook.until(() => hook.received.length === 4);
    expect(events()).toEqual(['bot.joining', 'bot.joining', 'bot.in_waiting_room', 'bot.inmeeting']);
  });

  it('fails on demand after it has created the bot', async () => {
    const effect = { status: 503, reason: 'Try later', afterWork: true };
    await control(sandbox, 'POST', '/faults', { match: { path: 'create_bot' }, times: 1, effect });
    expect(await api('POST', 'create_bot', { body: request(), key: 'k2' })).toMatchObject({
      status: 503,
      body: { message: 'Try later' },
    });
    expect((await api('POST', 'create_bot', { body: request(), key: 'k2' })).status).toBe(507);
  });
});
