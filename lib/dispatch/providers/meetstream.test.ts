import { createHmac } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '@/sandbox/start-sandbox';
import { control, listener } from '@/test/sandbox';
import { type BotRequest, findProvider } from './';
import { meetstream } from './meetstream';

const SECRET = 'sandbox-webhook-secret';
const NOW = new Date('2027-03-01T08:00:00Z');
const sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => NOW });
const hook = await listener();
Object.assign(process.env, {
  GOOGLE_EMULATOR_URL: sandbox.url,
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  MEETSTREAM_API_URL: `${sandbox.url}/meetstream/api/v1`,
  MEETSTREAM_API_KEY: 'sandbox-bot-key',
  MEETSTREAM_WEBHOOK_SECRET: SECRET,
});
afterAll(async () => {
  await sandbox.close();
  await hook.close();
});
afterEach(() => sandbox.world.faults.remove());

let keys = 0;
const request = (fields: Partial<BotRequest> = {}): BotRequest => ({
  idempotencyKey: `bot_${++keys}`,
  meetingUrl: 'https://zoom.us/j/1',
  botName: 'Scribe',
  customAttributes: { usher_bot_id: `bot_${keys}` },
  botConfig: {},
  callbackUrl: null,
  isRepeat: false,
  ...fields,
});
const sent = (id: string) => sandbox.world.bots.get(id)?.request;

describe('The request to MeetStream', () => {
  it('is our configuration in MeetStream’s words, and passes on what it does not know', async () => {
    const botConfig = {
      bot_name: 'ignored',
      meeting_url: 'https://evil.example/',
      join_at: '2027-01-01T00:00:00Z',
      callback_url: 'https://example.com/mine',
      audio_required: true,
      transcription: { deepgram: { language: 'sv' } },
      recording_config: { retention: 7, transcript: { odd: 1 } },
      automatic_leave: { waiting_room_timeout: 60 },
      something_new: { a: 1 },
    };
    const { providerBotId } = await meetstream.createBot(request({ botConfig, callbackUrl: hook.url }));
    expect(sent(providerBotId)).toEqual({
      meeting_link: 'https://zoom.us/j/1',
      bot_name: 'Scribe',
      video_required: false,
      custom_attributes: { usher_bot_id: `bot_${keys}` },
      callback_url: hook.url,
      recording_config: { retention: 7, transcript: { odd: 1, provider: { deepgram: { language: 'sv' } } } },
      automatic_leave: { waiting_room_timeout: 60 },
      something_new: { a: 1 },
    });
  });

  it('is answered with 507 and the same bot when it is repeated', async () => {
    const wanted = request();
    const first = await meetstream.createBot(wanted);
    expect(first.earlier).toBe(false);
    expect(await meetstream.createBot(wanted)).toEqual({ ...first, earlier: true });
    const { items } = await control(sandbox, 'GET', '/log?kind=bots&path=create_bot');
    expect(items.map((call: { status: number }) => call.status).slice(-2)).toEqual([201, 507]);
  });
});

describe('Webhooks of MeetStream', () => {
  const sign = (body: string, secret = SECRET) =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const read = (body: string, fields: Record<string, string> = {}) =>
    meetstream.readWebhook(
      new Headers({
        'x-meetstream-signature': sign(body),
        'x-meetstream-timestamp': String(+NOW / 1000),
        ...fields,
      }),
      body,
      NOW,
    );
  const report = (fields: object) => JSON.stringify({ event: 'bot.inmeeting', bot_id: 'b1', ...fields });

  it('are authentic only with a right signature over exactly this body', () => {
    const body = report({});
    expect(read(body)).toMatchObject({ providerBotId: 'b1', status: 'InMeeting' });
    expect(read(body, { 'x-meetstream-signature': sign(body, 'another secret') })).toBeNull();
    expect(read(body, { 'x-meetstream-signature': sign(`${body} `) })).toBeNull();
    expect(read(body, { 'x-meetstream-signature': sign(body).slice('sha256='.length) })).toBeNull();
    expect(read(body, { 'x-meetstream-signature': '' })).toBeNull();
  });

  it('are refused without a time, or outside five minutes of it, whatever form it has', () => {
    const body = report({});
    const at = (ms: number) => [String(ms / 1000), String(ms), new Date(ms).toISOString()];
    for (const stamp of [...at(+NOW - 299_000), ...at(+NOW + 299_000)])
      expect(read(body, { 'x-meetstream-timestamp': stamp })).not.toBeNull();
    for (const stamp of [...at(+NOW - 301_000), ...at(+NOW + 301_000)])
      expect(read(body, { 'x-meetstream-timestamp': stamp })).toBeNull();
    for (const stamp of ['', 'soon']) expect(read(body, { 'x-meetstream-timestamp': stamp })).toBeNull();
  });

  it('say how a bot ended', () => {
    const status = (fields: object) => read(report({ event: 'bot.stopped', ...fields }))?.status;
    expect(status({ bot_status: 'Stopped' })).toBe('Done');
    expect(status({ bot_status: 'Denied' })).toBe('Denied');
    expect(status({ bot_status: 'NotAllowed' })).toBe('NotAllowed');
    expect(status({ bot_status: 'Error' })).toBe('Error');
    expect(status({})).toBe('Done');
    expect(status({ event: 'bot.error', bot_status: 'Error' })).toBeNull();
    expect(status({ event: 'video.processed' })).toBeNull();
  });

  it('are refused when they are no report', () => {
    for (const body of ['', '[]', '{"event":1,"bot_id":"b"}', '{"event":"bot.joining"}', 'not json'])
      expect(read(body)).toBeNull();
  });
});

it('Only providers that exist are found by name', () => {
  for (const name of ['', 'toString', '__proto__', 'other']) expect(findProvider(name)).toBeNull();
});
