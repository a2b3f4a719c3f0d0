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
    const again = await api('POST', 'create_bot', { body: request(), key: 'k1' });
    expect(again).toEqual({ status: 507, body: first.body });
    const other = await api('POST', 'create_bot', { body: request({ bot_name: 'Other' }), key: 'k1' });
    expect(other.status).toBe(409);
    expect((await api('GET', '')).body).toMatchObject({ bots: [first.body], hasNextPage: false });
    expect((await control(sandbox, 'GET', '/bots')).items).toHaveLength(1);
    const { items } = await control(sandbox, 'GET', '/log?kind=bots&path=create_bot');
    expect(
      items.map((call: { status: number; idempotencyKey: string }) => [call.status, call.idempotencyKey]),
    ).toEqual([
      [201, 'k1'],
      [507, 'k1'],
      [409, 'k1'],
    ]);
    expect(items[0].body).toEqual(request());
  });

  it('refuses wrong keys, missing fields and unknown bots', async () => {
    expect((await api('POST', 'create_bot', { body: request(), token: 'no' })).status).toBe(401);
    const bad = await api('POST', 'create_bot', {
      body: { meeting_url: 'https://x.example', custom_attributes: { a: 1 } },
    });
    expect(bad.status).toBe(400);
    expect(bad.body.details).toHaveLength(3);
    expect((await api('GET', 'unknown/status')).status).toBe(404);
  });

  it('moves a bot automatically and reports each step, unsigned, in order', async () => {
    await control(sandbox, 'PUT', '/settings', { bots: { speed: 100 } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await hook.until(() => hook.received.length === 4);
    expect(events()).toEqual(['bot.joining', 'bot.in_waiting_room', 'bot.inmeeting', 'bot.recording']);
    expect((await api('GET', `${body.bot_id}/status`)).body).toEqual({
      bot_id: body.bot_id,
      status: 'Recording',
      custom_attributes: { usher_bot_id: 'bot_1' },
    });
    for (const { headers } of hook.received) expect(headers).not.toHaveProperty('x-meetstream-signature');
    expect(JSON.parse(hook.received[1]?.body ?? '')).toEqual({
      event: 'bot.in_waiting_room',
      bot_event: 'bot.in_waiting_room',
      bot_id: body.bot_id,
      bot_status: 'InWaitingRoom',
      message: expect.any(String),
      status_code: 200,
      timestamp: expect.stringMatching(/Z$/),
      custom_attributes: { usher_bot_id: 'bot_1' },
    });
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

  it('signs what it sends to the workspace endpoint, beside the bot’s own address', async () => {
    const workspace = await listener();
    await control(sandbox, 'PUT', '/settings', {
      bots: { auto: false },
      meetstream: { workspaceEndpoint: workspace.url },
    });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.in_waiting_room' });
    await workspace.until(() => workspace.received.length === 2);
    await hook.until(() => hook.received.length === 2);
    expect(workspace.received.map((message) => message.body)).toEqual(
      hook.received.map((message) => message.body),
    );
    for (const { headers, body: raw } of workspace.received) {
      const digest = createHmac('sha256', WEBHOOK_SECRET).update(raw).digest('hex');
      expect(headers['x-meetstream-signature']).toBe(`sha256=${digest}`);
      expect(Math.abs(Number(headers['x-meetstream-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    }
    await workspace.close();
  });

  it.each([
    ['Kicked', 'bot.kicked', /^Stopped$/, /^Stopped$/, 200],
    ['NotAllowed', 'bot.notallowed', /^NotAllowed$/, /^NotAllowed$/, 200],
    ['Denied', 'bot.denied', /^Denied$/, /^Denied$/, 200],
    ['Failed', 'bot.failed', /^(FAILED|Failed|ERROR)$/, /^(FAILED|Failed|ERROR|Error)$/, 500],
  ])(
    'reports in two layers that a bot has ended: %s',
    async (reason, bot_event, reported, polled, status_code) => {
      await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });
      const { body } = await api('POST', 'create_bot', { body: request() });
      await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.in_waiting_room' });
      expect((await api('GET', `${body.bot_id}/status`)).body.status).toBe('WaitingRoom');
      await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.stopped', reason });
      await hook.until(() => hook.received.length === 3);
      expect(JSON.parse(hook.received[2]?.body ?? '')).toMatchObject({
        event: 'bot.stopped',
        bot_event,
        bot_status: expect.stringMatching(reported),
        status_code,
      });
      expect((await api('GET', `${body.bot_id}/status`)).body.status).toMatch(polled);
    },
  );

  it('says while it processes what a bot has recorded, and when that is done', async () => {
    await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    const statuses: string[] = [];
    for (const to of ['bot.stopped', 'audio.processed', 'video.processed', 'bot.done']) {
      await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to });
      statuses.push((await api('GET', `${body.bot_id}/status`)).body.status);
    }
    expect(statuses).toEqual(['Stopped', 'MediaProcessing', 'MediaProcessing', 'Done']);
  });

  it('leaves out of its reports what it is told to', async () => {
    const omit = ['bot_id', 'custom_attributes'];
    await control(sandbox, 'PUT', '/settings', { bots: { auto: false }, meetstream: { omit } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.joining' });
    await hook.until(() => hook.received.length === 1);
    const fields = Object.keys(JSON.parse(hook.received[0]?.body ?? ''));
    expect(fields).toEqual(['event', 'bot_event', 'bot_status', 'message', 'status_code', 'timestamp']);
    await expect(control(sandbox, 'PUT', '/settings', { meetstream: { omit: 'bot_id' } })).rejects.toThrow(
      'list',
    );
    await expect(
      control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.stopped', reason: 'Bored' }),
    ).rejects.toThrow('reason is one of');
  });

  it('does not repeat a delivery that failed', async () => {
    await hook.close();
    hook = await listener([500]);
    await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });
    const { body } = await api('POST', 'create_bot', { body: request() });
    await control(sandbox, 'POST', `/bots/${body.bot_id}/advance`, { to: 'bot.inmeeting' });
    await hook.until(() => hook.received.length === 3);
    expect(events()).toEqual(['bot.joining', 'bot.in_waiting_room', 'bot.inmeeting']);
    const { items } = await control(sandbox, 'GET', '/log?kind=webhook');
    expect(items[0]).toMatchObject({ status: 500, note: 'gave up' });
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
