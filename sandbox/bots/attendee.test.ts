import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { behindTls, control, listener } from '../../test/sandbox';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { ATTENDEE_API_KEY } from './attendee';

const NOW = new Date('2027-03-01T08:00:00Z');
let sandbox: Sandbox;
let hook: Awaited<ReturnType<typeof listener>>;
let hookUrl: string;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => NOW });
  hook = await listener();
  hookUrl = await behindTls(sandbox, hook.url);
  await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

const api = async (method: string, path = '', body?: object, token = ATTENDEE_API_KEY) => {
  const response = await fetch(`${sandbox.url}/attendee/api/v1/bots${path}`, {
    method,
    headers: { authorization: `Token ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
};
const request = (more: object = {}) => ({
  meeting_url: 'https://meet.google.com/abc-defg-hij',
  bot_name: 'Notes',
  deduplication_key: 'k1',
  metadata: { usher_bot_id: 'bot_1' },
  webhooks: [{ url: hookUrl, triggers: ['bot.state_change'] }],
  ...more,
});
const advance = (id: string, to: string, reason?: string) =>
  control(sandbox, 'POST', `/bots/${id}/advance`, { to, reason });

describe('Attendee', () => {
  it('refuses a deduplication key until its bot has ended, and finds all bots of a key', async () => {
    const first = await api('POST', '', request());
    expect(first).toMatchObject({ status: 201, body: { state: 'ready', deduplication_key: 'k1' } });
    const again = await api('POST', '', request());
    expect(again.status).toBe(400);
    expect(again.body.error).toContain('Deduplication key already in use');
    await advance(first.body.id, 'bot.done');
    const second = await api('POST', '', request());
    expect(second.status).toBe(201);
    const { results } = (await api('GET', '?deduplication_key=k1')).body;
    expect(results.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      [first.body.id, 'ended'],
      [second.body.id, 'ready'],
    ]);
    expect((await api('GET', '?deduplication_key=other')).body.results).toEqual([]);
  });

  it('refuses wrong API keys, missing fields and unknown bots, each in its own form', async () => {
    expect((await api('GET', '', undefined, 'wrong')).status).toBe(401);
    expect(
      await api('POST', '', { webhooks: [{ url: 'http://127.0.0.1/', triggers: ['bot.state_change'] }] }),
    ).toEqual({
      status: 400,
      body: {
        meeting_url: ['This field is required.'],
        bot_name: ['This field is required.'],
        webhooks: ["'http://127.0.0.1/' does not match '^https://.*'"],
      },
    });
    expect((await api('POST', '', request({ join_at: '2027-03-01T07:00:00Z' }))).body).toHaveProperty(
      'join_at',
    );
    expect((await api('GET', '/bot_unknown')).status).toBe(404);
  });

  it('changes and deletes only scheduled bots, and makes only sent bots leave', async () => {
    const { body } = await api('POST', '', request({ join_at: '2027-03-01T09:00:00Z' }));
    expect(body.state).toBe('scheduled');
    expect((await api('POST', `/${body.id}/leave`)).status).toBe(400);
    const changed = await api('PATCH', `/${body.id}`, { join_at: '2027-03-01T10:00:00Z' });
    expect(changed.body.join_at).toBe('2027-03-01T10:00:00Z');
    expect((await api('DELETE', `/${body.id}`)).status).toBe(200);
    expect((await api('GET', `/${body.id}`)).status).toBe(404);

    const adHoc = (await api('POST', '', request())).body;
    expect((await api('DELETE', `/${adHoc.id}`)).status).toBe(400);
    await advance(adHoc.id, 'bot.inmeeting');
    expect((await api('POST', `/${adHoc.id}/leave`)).status).toBe(200);
    expect((await api('POST', `/${adHoc.id}/leave`)).status).toBe(400);
  });

  it('reports only changes of state, and tries a failed delivery three times in all', async () => {
    await hook.close();
    hook = await listener([500, 503]);
    hookUrl = await behindTls(sandbox, hook.url);
    const { body } = await api('POST', '', request());
    await advance(body.id, 'bot.stopped', 'Denied');
    await hook.until(() => hook.received.length === 3);
    const messages = hook.received.map((message) => JSON.parse(message.body));
    expect(new Set(messages.map((message) => message.idempotency_key)).size).toBe(1);
    expect(messages[0]).toMatchObject({
      bot_id: body.id,
      bot_metadata: { usher_bot_id: 'bot_1' },
      trigger: 'bot.state_change',
      data: {
        new_state: 'fatal_error',
        old_state: 'ready',
        event_type: 'could_not_join_meeting',
        event_sub_type: 'request_to_join_denied',
      },
    });
  });

  /** What Attendee's own server answered to these (August 2026), each in its own form. */
  const REFUSED: [what: string, fields: object, body: object][] = [
    [
      'an emoji in the name',
      { bot_name: 'Scribe 🤖' },
      { bot_name: ['Bot name cannot contain emojis or rare script characters.'] },
    ],
    [
      'a blank message',
      { bot_chat_message: { to: 'everyone', message: ' ' } },
      { bot_chat_message: { message: ['This field may not be blank.'] } },
    ],
    [
      'an emoji in the message',
      { bot_chat_message: { message: 'Hi 👋' } },
      { bot_chat_message: { message: ['Message cannot contain emojis or rare script characters.'] } },
    ],
    [
      'a timeout of 0',
      { automatic_leave_settings: { waiting_room_timeout_seconds: 0 } },
      { automatic_leave_settings: ['waiting_room_timeout_seconds must be a positive integer'] },
    ],
    [
      'another setting for leaving',
      { automatic_leave_settings: { waiting_room_timeout: 5 } },
      { automatic_leave_settings: ['Unexpected attribute: waiting_room_timeout'] },
    ],
    [
      'a setting that its transcription service has not',
      { transcription_settings: { deepgram: { diarize: true } } },
      { transcription_settings: ["Additional properties are not allowed ('diarize' was unexpected)"] },
    ],
    [
      'another transcription service',
      { transcription_settings: { jigsawstack: {} } },
      { transcription_settings: ["Additional properties are not allowed ('jigsawstack' was unexpected)"] },
    ],
    [
      'too much metadata',
      { metadata: { a: 'å'.repeat(166) } },
      { metadata: ['Metadata must be less than 1000 characters'] },
    ],
    [
      'metadata that is no text',
      { metadata: { a: 1 } },
      { metadata: ["Value for key 'a' must be a string"] },
    ],
    ['a Webex link', { meeting_url: 'https://x.webex.com/meet/a' }, { meeting_url: ['Invalid meeting URL'] }],
    [
      'a link of Zoom for Government',
      { meeting_url: 'https://x.zoomgov.com/j/1612345678' },
      { meeting_url: ['Invalid meeting URL'] },
    ],
    [
      'Zoom’s captions for its native client',
      { meeting_url: 'https://zoom.us/j/123456789', transcription_settings: { meeting_closed_captions: {} } },
      {
        transcription_settings: {
          transcription_settings: expect.stringMatching(
            /^Closed caption based transcription is not supported/,
          ),
        },
      },
    ],
    [
      'an unknown field',
      { diarize: true },
      {
        non_field_errors: [
          expect.stringMatching(
            /^Unexpected field\(s\): diarize\. Allowed fields are: automatic_leave_settings, /,
          ),
        ],
      },
    ],
    [
      'a name that its database does not hold',
      { bot_name: 'x'.repeat(256) },
      { error: expect.stringMatching(/^An error occurred while creating the bot\. Error ID: [\da-f-]{36}$/) },
    ],
  ];

  it.each(REFUSED)('refuses %s', async (_what, fields, body) => {
    expect(await api('POST', '', request(fields))).toEqual({ status: 400, body });
  });

  it('takes as much metadata as Python’s JSON of it has 1,000 characters', async () => {
    const { status } = await api('POST', '', request({ metadata: { a: `${'å'.repeat(165)}x` } }));
    expect(status).toBe(201);
  });

  it('refuses every bot without credits, and Zoom’s without credentials', async () => {
    await control(sandbox, 'PUT', '/settings', { attendee: { zoomCredentials: false } });
    const zoom = await api('POST', '', request({ meeting_url: 'https://zoom.us/j/123456789' }));
    expect(zoom.body.error).toMatch(/^Zoom App credentials are required to create a Zoom bot\. Please add /);
    expect((await api('POST', '', request())).status).toBe(201);
    await control(sandbox, 'PUT', '/settings', { attendee: { outOfCredits: true } });
    expect((await api('POST', '', request())).body.error).toMatch(/^Organization has run out of credits\./);
  });

  it('takes a meeting’s address in its own normal form', async () => {
    const meeting_url = 'https://us02web.zoom.com//j/85012345678?pwd=Ab1.1&uname=Ada';
    expect((await api('POST', '', request({ meeting_url }))).body.meeting_url).toBe(
      'https://us02web.zoom.us/j/85012345678?pwd=Ab1.1',
    );
  });
});
