import { createHmac } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '@/sandbox/start-sandbox';
import { createBot, type Wanted } from '@/test/providers';
import { control } from '@/test/sandbox';
import { ProviderFailure } from './';
import { attendee } from './attendee';
import { attendeeRequest } from './attendee-request';
import { canonicalJson, isSignedByAttendee } from './attendee-signature';

const NOW = new Date('2027-03-01T08:00:00Z');
const SECRET = 'YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgeWVz';
const sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => NOW });
Object.assign(process.env, {
  GOOGLE_EMULATOR_URL: sandbox.url,
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  ATTENDEE_API_URL: `${sandbox.url}/attendee`,
  ATTENDEE_API_KEY: 'sandbox-attendee-key',
  ATTENDEE_WEBHOOK_SECRET: SECRET,
});
afterAll(() => sandbox.close());
afterEach(() => {
  sandbox.world.faults.remove();
  sandbox.world.bots.clear();
});
await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });

let keys = 0;
const request = (fields: Partial<Wanted> = {}): Wanted => ({
  idempotencyKey: `bot_${++keys}`,
  meetingUrl: 'https://zoom.us/j/1',
  botName: 'Scribe',
  customAttributes: { usher_bot_id: `bot_${keys}` },
  botConfig: {},
  callbackUrl: 'https://usher.example.com/api/webhooks/bots/attendee',
  ...fields,
});

describe('The request to Attendee', () => {
  const bodyFor = (fields: Partial<Wanted>) => attendeeRequest(request(fields)).body;

  it('is our configuration in Attendee’s words', () => {
    const botConfig = {
      bot_name: 'ignored',
      bot_message: 'Hello, I take notes.',
      meeting_url: 'https://evil.example/',
      join_at: '2027-01-01T00:00:00Z',
      deduplication_key: 'theirs',
      callback_url: 'https://example.com/mine',
      audio_required: true,
      video_required: true,
      custom_attributes: { ignored: 'here' },
      transcription: { assemblyai: { language_code: 'sv' } },
      automatic_leave: {
        waiting_room_timeout: 60,
        no_one_joined_timeout: 120,
        everyone_left_timeout: 30,
        voice_inactivity_timeout: 300,
        in_call_recording_timeout: 7200,
      },
      automatic_leave_settings: { bot_keywords: ['mine'] },
      zoom_settings: { sdk: 'web' },
    };
    expect(attendeeRequest(request({ botConfig }))).toEqual({
      notes: [],
      body: {
        meeting_url: 'https://zoom.us/j/1',
        bot_name: 'Scribe',
        deduplication_key: `bot_${keys}`,
        metadata: { usher_bot_id: `bot_${keys}` },
        bot_chat_message: { to: 'everyone', message: 'Hello, I take notes.' },
        recording_settings: { format: 'mp4' },
        transcription_settings: { assembly_ai: { language_code: 'sv' } },
        automatic_leave_settings: {
          waiting_room_timeout_seconds: 60,
          wait_for_host_to_start_meeting_timeout_seconds: 120,
          only_participant_in_meeting_timeout_seconds: 30,
          silence_timeout_seconds: 300,
          max_uptime_seconds: 7200,
          bot_keywords: ['mine'],
        },
        webhooks: [
          { url: 'https://usher.example.com/api/webhooks/bots/attendee', triggers: ['bot.state_change'] },
        ],
        zoom_settings: { sdk: 'web' },
      },
    });
  });

  it('has sensible times to leave where the configuration is silent, and no keyword that it could not find', () => {
    const leave = (automatic_leave?: object) =>
      bodyFor({ botName: 'My bot', botConfig: { automatic_leave } }).automatic_leave_settings;
    expect(leave()).toMatchObject({
      waiting_room_timeout_seconds: 900,
      wait_for_host_to_start_meeting_timeout_seconds: 900,
      only_participant_in_meeting_timeout_seconds: 60,
    });
    for (const word of (leave() as { bot_keywords: string[] }).bot_keywords)
      expect(word).not.toMatch(/[ _-]/);
    expect(leave({ bot_detection: false })).not.toHaveProperty('bot_keywords');
    const own = { using_participant_names: { matches: ['mine'] } };
    expect(leave({ bot_detection: own })).toMatchObject({ bot_keywords: ['mine'] });
  });

  it('asks for a recording of sound unless the configuration asks for video or for nothing', () => {
    const format = (botConfig: object) =>
      (bodyFor({ botConfig: { ...botConfig } }).recording_settings as { format: string }).format;
    expect(format({})).toBe('mp3');
    expect(format({ video_required: true, audio_required: false })).toBe('mp4');
    expect(format({ audio_required: false })).toBe('none');
    expect(format({ recording_settings: { format: 'mp4' } })).toBe('mp4');
  });

  it('has a person’s own webhooks and metadata beside ours', () => {
    const theirs = { url: 'https://example.com/live', triggers: ['transcript.update'] };
    const botConfig = { webhooks: [theirs], metadata: { theirs: 1, usher_bot_id: 'forged' } };
    expect(bodyFor({ botConfig })).toMatchObject({
      webhooks: [{ triggers: ['bot.state_change'] }, theirs],
      metadata: { theirs: '1', usher_bot_id: `bot_${keys}` },
    });
    expect(bodyFor({ callbackUrl: null })).not.toHaveProperty('webhooks');
  });

  it('has nothing that Attendee refuses, and says what was left out or changed', () => {
    const { body, notes } = attendeeRequest(
      request({
        meetingUrl: 'https://us02web.zoom.com/j/850-1234-5678?pwd=Ab1.1&from=addon',
        botName: '🤖 Ada’s 𝐛𝐨𝐭 🎉',
        customAttributes: { usher_bot_id: 'bot_1', small: 'å', large: 'å'.repeat(200) },
        botConfig: {
          bot_message: '👋',
          bot_image_url: 'https://example.com/me.png',
          automatic_leave: { waiting_room_timeout: 0, recording_permission_denied_timeout: 90 },
          transcription: { deepgram: { language: 'en', diarize: true } },
          recording_config: { retention: 7 },
          other: 1,
        },
      }),
    );
    expect(body).toMatchObject({
      meeting_url: 'https://us02web.zoom.us/j/85012345678?pwd=Ab1.1',
      bot_name: 'Ada’s bot',
      metadata: { usher_bot_id: 'bot_1', small: 'å' },
      automatic_leave_settings: { waiting_room_timeout_seconds: 1 },
      transcription_settings: { deepgram: { language: 'en' } },
    });
    for (const name of ['bot_chat_message', 'other', 'bot_image_url', 'recording_config'])
      expect(body).not.toHaveProperty(name);
    expect(notes).toEqual([
      'bot_name is sent as “Ada’s bot”.',
      'bot_image_url is not sent: Attendee has nothing like it.',
      'other is no field that Attendee knows: leave it out.',
      'bot_message has characters that Attendee does not take (emoji, rare scripts): they are left out.',
      'bot_message is blank and not sent.',
      'automatic_leave.waiting_room_timeout is at least 1 there, and was raised to it.',
      'automatic_leave.recording_permission_denied_timeout is not sent: Attendee has nothing like it.',
      'recording_config.retention is not sent: Attendee has nothing like it.',
      expect.stringMatching(/^transcription\.deepgram\.diarize is not known there: /),
      'custom_attributes are too long: large left out.',
    ]);
  });

  it('never has an empty name', () => {
    expect(bodyFor({ botName: '🤖' }).bot_name).toBe('Usher');
    expect(bodyFor({ botName: 'x'.repeat(300) }).bot_name).toHaveLength(255);
  });

  it('asks for Zoom’s captions by its web client, and for none where another is set', () => {
    const meeting_captions = {};
    const zoom = (zoom_settings?: object) =>
      bodyFor({
        botConfig: { transcription: { meeting_captions }, ...(zoom_settings && { zoom_settings }) },
      });
    expect(zoom()).toMatchObject({ zoom_settings: { sdk: 'web' } });
    expect(zoom({ sdk: 'native' })).not.toHaveProperty('transcription_settings');
    const meetingUrl = 'https://meet.google.com/abc-defg-hij';
    expect(bodyFor({ meetingUrl, botConfig: { transcription: { meeting_captions } } })).toMatchObject({
      transcription_settings: { meeting_closed_captions: {} },
    });
  });
});

describe('A refusal by Attendee', () => {
  const refused = async (call: Promise<unknown>) => {
    const error = await call.then(String, (thrown: unknown) => thrown);
    if (!(error instanceof ProviderFailure)) throw new Error(`Not a ProviderFailure: ${error}`);
    return error;
  };
  const onCreate = { path: '/attendee/api/v1/bots$', method: 'POST' };
  const FULL = 'You have exceeded the maximum number of concurrent bots (4) for your account.';

  it('is worth another try when all its bots are in meetings', async () => {
    await control(sandbox, 'POST', '/faults', {
      match: onCreate,
      times: 1,
      effect: { status: 400, reason: FULL },
    });
    const { permanent, outcomeUnknown, message } = await refused(createBot(attendee, request()));
    expect([permanent, outcomeUnknown]).toEqual([false, false]);
    expect(message).toContain(FULL);
  });

  it.each([
    'An error occurred while creating the bot. Error ID: 8d0a',
    'Organization has run out of credits. Please add more credits in the Account -> Billing page.',
    'Zoom App credentials are required to create a Zoom bot. Please add Zoom credentials at https://x',
  ])('is worth another try when it is no fault of the request, and has its words: %s', async (reason) => {
    await control(sandbox, 'POST', '/faults', { match: onCreate, times: 1, effect: { status: 400, reason } });
    const { permanent, outcomeUnknown, message } = await refused(createBot(attendee, request()));
    expect([permanent, outcomeUnknown]).toEqual([false, false]);
    expect(message).toBe(`The bot provider answered 400: ${reason}`);
  });

  it('is not final before it is known that the key is free', async () => {
    await control(sandbox, 'POST', '/faults', { match: onCreate, times: 1, effect: { status: 400 } });
    const onList = { path: '/attendee/api/v1/bots$', method: 'GET' };
    await control(sandbox, 'POST', '/faults', { match: onList, times: 1, effect: { status: 500 } });
    const { permanent, outcomeUnknown } = await refused(createBot(attendee, request()));
    expect([permanent, outcomeUnknown]).toEqual([false, true]);
  });

  it('to remove a bot that is about to join is worth another try; a scheduled one is deleted', async () => {
    const { providerBotId } = await createBot(attendee, request());
    expect((await refused(attendee.removeBot(providerBotId))).permanent).toBe(false);
    const bot = sandbox.world.bots.get(providerBotId);
    if (bot) bot.request.join_at = '2027-03-01T09:00:00Z';
    await attendee.removeBot(providerBotId);
    expect(sandbox.world.bots.size).toBe(0);
  });
});

it('Another bot in the list of an installation that cannot filter is not taken for ours', async () => {
  await createBot(attendee, request());
  for (const bot of sandbox.world.bots.values()) bot.idempotencyKey = 'bot_3';
  const { items } = await control(sandbox, 'GET', '/bots');
  expect(items).toHaveLength(1);
  const made = await createBot(attendee, request({ idempotencyKey: 'bot_other', isRepeat: true }));
  expect(made.earlier).toBe(false);
});

describe('Attendee’s signature', () => {
  // Made with Python: json.dumps for the body, and docs/webhooks.md of attendee-labs/attendee for the signature.
  const body = `{"idempotency_key": "k", "bot_id": "bot_1", "bot_metadata": {"usher_bot_id": "bot_ours", "b": {"z": 1, "a": [{"y": 2, "x": null}]}, "\\ud83d\\ude00": "astral", "\\uffee": "bmp", "\\u00e9": "\\u00c5sa\\u2019s \\"\\ud835\\udcafeam\\" \\\\ / \\t\\n\\u0001\\u007f\\u2028", "n": [1.0, 1e+16, 1e-07, 12345678901234567890, -0.0, 0.1, 100], "e": {}, "l": [], "10": "ten", "9": "nine", "s": "7 and -1.5e3 in words"}, "trigger": "bot.state_change", "data": {"new_state": "joined_recording", "old_state": "joined_not_recording", "created_at": "2027-03-01T08:00:00.123456Z", "event_type": "recording_permission_granted", "event_sub_type": null, "event_metadata": {"ok": true, "no": false}}}`;
  const signature = 'zcnE0Ph9XTWoTSaHaL/2dglzQkoqY1++XaZ10RDPXBY=';

  it('covers the canonical form, with numbers as they are written', () => {
    expect(isSignedByAttendee(body, signature, SECRET)).toBe(true);
    expect(
      canonicalJson('{ "b": [1.0, -0.0, 1e+16], "a": {"😀": 1, "\\uffee": 12345678901234567890} }'),
    ).toBe('{"a":{"\uffee":12345678901234567890,"😀":1},"b":[1.0,-0.0,1e+16]}');
    const headers = new Headers({ 'x-webhook-signature': signature });
    expect(attendee.readWebhook({ headers, body, isAddressed: true }, NOW)).toEqual({
      providerBotId: 'bot_1',
      botId: 'bot_ours',
      status: 'Recording',
      message: null,
    });
  });

  it('does not match another number, order of a list, or text', () => {
    for (const [from, to] of [
      ['1.0,', '1,'],
      ['"bot_1"', '"bot_2"'],
      ['[1.0, 1e+16', '[1e+16, 1.0'],
      ['"x": null', '"x": false'],
    ] as const) {
      expect(body).toContain(from);
      expect(isSignedByAttendee(body.replace(from, to), signature, SECRET)).toBe(false);
    }
    expect(isSignedByAttendee(`${'['.repeat(30_000)}${']'.repeat(30_000)}`, signature, SECRET)).toBe(false);
  });

  it('is needed at a bot’s own address too', () => {
    for (const [sign, outcome] of [
      [signature.replace('z', 'y'), 'bad_signature'],
      [null, 'bad_signature'],
    ] as const) {
      const headers = new Headers(sign ? { 'x-webhook-signature': sign } : {});
      expect(attendee.readWebhook({ headers, body, isAddressed: true }, NOW)).toBe(outcome);
    }
  });

  it('makes other triggers authentic too, but they change no state', () => {
    const text = JSON.stringify({
      ...{ idempotency_key: 'k', bot_id: 'bot_1', bot_metadata: null, trigger: 'transcript.update' },
      data: { new_state: 'ended', speaker_name: 'Ada' },
    });
    const digest = createHmac('sha256', Buffer.from(SECRET, 'base64'))
      .update(canonicalJson(text))
      .digest('base64');
    const headers = new Headers({ 'x-webhook-signature': digest });
    expect(attendee.readWebhook({ headers, body: text, isAddressed: false }, NOW)).toEqual({
      providerBotId: 'bot_1',
      botId: null,
      status: null,
      message: null,
    });
  });
});
