import { createHmac } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { startSandbox } from '@/sandbox/start-sandbox';
import { createBot, type Wanted } from '@/test/providers';
import { control, listener } from '@/test/sandbox';
import { missingSettings } from '../domain/provider-settings';
import { findProvider } from './';
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

await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });

let keys = 0;
const request = (fields: Partial<Wanted> = {}): Wanted => ({
  idempotencyKey: `bot_${++keys}`,
  meetingUrl: 'https://zoom.us/j/1',
  botName: 'Scribe',
  customAttributes: { usher_bot_id: `bot_${keys}` },
  botConfig: {},
  callbackUrl: null,
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
    const { providerBotId } = await createBot(meetstream, request({ botConfig, callbackUrl: hook.url }));
    expect(sent(providerBotId)).toEqual({
      deduplication_key: 'bot_1',
      meeting_link: 'https://zoom.us/j/1',
      bot_name: 'Scribe',
      video_required: false,
      custom_attributes: { usher_bot_id: `bot_${keys}` },
      callback_url: hook.url,
      recording_config: { retention: 7, transcript: { odd: 1, provider: { deepgram: { language: 'sv' } } } },
      automatic_leave: {
        waiting_room_timeout: 60,
        noone_joined_timeout: 900,
        no_one_joined_timeout: 900,
        everyone_left_timeout: 60,
        bot_detection: {
          using_participant_names: {
            matches: expect.arrayContaining(['notetaker', 'Scribe']),
            activate_after: 300,
            timeout: 60,
          },
        },
      },
      something_new: { a: 1 },
    });
  });

  it.each([{ noone_joined_timeout: 30 }, { no_one_joined_timeout: 30 }])(
    'has both names of the time without participants, given %o',
    (automatic_leave) => {
      const body = JSON.parse(meetstream.writeRequest(request({ botConfig: { automatic_leave } })));
      expect(body.automatic_leave).toMatchObject({ noone_joined_timeout: 30, no_one_joined_timeout: 30 });
    },
  );

  it('has a person’s own detection of bots, or none', () => {
    const detection = (bot_detection: unknown) =>
      JSON.parse(meetstream.writeRequest(request({ botConfig: { automatic_leave: { bot_detection } } })))
        .automatic_leave.bot_detection;
    const own = { using_participant_names: { matches: ['mine'], timeout: 5 } };
    expect(detection(own)).toEqual(own);
    expect(detection(false)).toBeUndefined();
  });

  it('is answered with 507 and the same bot when it is repeated', async () => {
    const wanted = request();
    const first = await createBot(meetstream, wanted);
    expect(first.earlier).toBe(false);
    expect(await createBot(meetstream, wanted)).toEqual({ ...first, earlier: true });
    const { items } = await control(sandbox, 'GET', '/log?kind=bots&path=create_bot');
    expect(items.map((call: { status: number }) => call.status).slice(-2)).toEqual([201, 507]);
  });
});

describe('Webhooks of MeetStream', () => {
  const sign = (body: string, secret = SECRET) =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const answer = (body: string, fields: Record<string, string> = {}, isAddressed = false) =>
    meetstream.readWebhook(
      {
        headers: new Headers({
          'x-meetstream-signature': sign(body),
          'x-meetstream-timestamp': String(+NOW / 1000),
          ...fields,
        }),
        body,
        isAddressed,
      },
      NOW,
    );
  const read = (...args: Parameters<typeof answer>) => {
    const report = answer(...args);
    return typeof report === 'string' ? null : report;
  };
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

  it('to a bot’s own address need no signature; one that comes along must be right', () => {
    const body = report({});
    const own = (fields: Record<string, string>) => answer(body, fields, true);
    const event = { providerBotId: 'b1', status: 'InMeeting' };
    for (const signature of ['', sign(body)])
      expect(own({ 'x-meetstream-signature': signature, 'x-meetstream-timestamp': '' })).toMatchObject(event);
    for (const signature of [sign(`${body} `), sign(body, 'another secret'), 'sha256=', 'nonsense'])
      expect(own({ 'x-meetstream-signature': signature })).toBe('bad_signature');
    const unsigned = { headers: new Headers(), body };
    expect(meetstream.readWebhook({ ...unsigned, isAddressed: true }, NOW)).toMatchObject(event);
    expect(meetstream.readWebhook({ ...unsigned, isAddressed: false }, NOW)).toBe('bad_signature');
  });

  it('are believed at a bot’s own address alone where their secret is not set', () => {
    const { MEETSTREAM_WEBHOOK_SECRET } = env();
    Object.assign(env(), { MEETSTREAM_WEBHOOK_SECRET: undefined });
    try {
      expect(missingSettings('meetstream', env())).toEqual([]);
      expect(answer(report({}))).toBe('bad_signature');
      expect(answer(report({}), {}, true)).toMatchObject({ status: 'InMeeting' });
      expect(answer(report({}), { 'x-meetstream-signature': '' }, true)).toMatchObject({
        status: 'InMeeting',
      });
    } finally {
      Object.assign(env(), { MEETSTREAM_WEBHOOK_SECRET });
    }
  });

  it('say how a bot ended, in words that people read', () => {
    const end = (fields: object) => read(report({ event: 'bot.stopped', ...fields }));
    const kicked = { bot_event: 'bot.kicked', bot_status: 'Stopped', message: 'Bot was kicked' };
    expect(end(kicked)).toMatchObject({ status: 'Done', message: 'Removed by the host.', isKicked: true });
    expect(
      end({ bot_event: 'bot.failed', bot_status: 'FAILED', message: ' No\0 browser \ud800 ' }),
    ).toMatchObject({
      status: 'Error',
      message: 'No browser \ufffd',
    });
    for (const message of [undefined, null, '', '  ', 7, {}])
      expect(end({ bot_event: 'bot.failed', message })).toMatchObject({
        status: 'Error',
        message: 'MeetStream tells no reason.',
      });
    expect(end({ bot_status: 'Denied' })).toMatchObject({ status: 'Denied', message: null });
    expect(end({ message: 'x'.repeat(60_000) })?.message?.length).toBeLessThanOrEqual(1000);
    expect(end({})?.status).toBe('Done');
    expect(read(report({ event: 'bot.error', bot_status: 'Error' }))?.status).toBeNull();
    expect(read(report({ event: 'bot.paused', bot_status: 'Stopped' }))?.status).toBeNull();
  });

  it('may lack the bot’s id and attributes at a bot’s own address', () => {
    const body = JSON.stringify({ event: 'bot.inmeeting' });
    const nameless = { providerBotId: null, botId: null, status: 'InMeeting' };
    expect(answer(body, {}, true)).toMatchObject(nameless);
    expect(
      answer(JSON.stringify({ event: 'bot.inmeeting', bot_id: 7, custom_attributes: [] }), {}, true),
    ).toMatchObject(nameless);
    expect(answer(body)).toBe('unreadable');
  });

  it('are refused when they are no report', () => {
    for (const body of [
      '',
      '[]',
      '{"event":1,"bot_id":"b"}',
      '{"bot_id":"b"}',
      '{"event":"","bot_id":"b"}',
      'not json',
    ])
      for (const isAddressed of [true, false]) expect(answer(body, {}, isAddressed)).toBe('unreadable');
  });
});

it('The status of a bot is read in any case, and a word that is not known is no ending', async () => {
  const { providerBotId } = await createBot(meetstream, request());
  const bot = sandbox.world.bots.get(providerBotId);
  const read = async (status: string) => {
    if (bot) bot.status = status;
    const { status: ours, message } = (await meetstream.readStatus(providerBotId)) ?? {};
    return [ours, message];
  };
  expect(await read('WAITINGROOM')).toEqual(['WaitingRoom', null]);
  expect(await read('Failed')).toEqual(['Error', 'MeetStream tells no reason.']);
  expect(await read('MediaExpired')).toEqual(['Done', null]);
  expect(await read('Paused')).toEqual([null, null]);
});

it('Only providers that exist are found by name', () => {
  for (const name of ['', 'toString', '__proto__', 'other']) expect(findProvider(name)).toBeNull();
});
