import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { control, listener } from '../../test/sandbox';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { ATTENDEE_API_KEY } from './attendee';

const NOW = new Date('2027-03-01T08:00:00Z');
let sandbox: Sandbox;
let hook: Awaited<ReturnType<typeof listener>>;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => NOW });
  hook = await listener();
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
  webhooks: [{ url: hook.url, triggers: ['bot.state_change'] }],
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
    expect(await api('POST', '', { webhooks: [{ url: 'http://example.com' }] })).toEqual({
      status: 400,
      body: {
        meeting_url: ['Invalid meeting URL'],
        bot_name: ['This field is required.'],
        webhooks: ['At most 2 webhooks, each with an https URL.'],
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
});
