import { expect, test } from '@playwright/test';
import { OPERATIONS } from '../lib/contract/operations';
import { api } from './api';
import { type RunningApp, startApp, until } from './app';
import { runExamples } from './readme';
import { sandbox } from './sandbox';

const ADA = 'ada@northwind.example';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('a program with a key connects a calendar, lists meetings and schedules a bot, which moves and joins', async () => {
  const google = sandbox(app.sandboxUrl);
  const key = await app.script('api-key', ADA);
  const usher = api(app.url, key);

  expect((await api(app.url).get('/calendar')).status).toBe(401);
  expect((await api(app.url, 'no-such-key').get('/calendar')).status).toBe(403);
  expect((await usher.get('/calendar')).status).toBe(404);
  expect(await usher.delete('/calendar/events')).toMatchObject({
    status: 405,
    body: { error: 'method_not_allowed' },
  });
  const odd = await fetch(`${app.url}/api/v1/calendar/events`, { method: 'PROPFIND' });
  expect(odd.status).toBe(405);
  expect(await odd.json()).toMatchObject({ error: 'method_not_allowed' });
  expect(await usher.get('/calendar/nothing')).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(await usher.get('/calendar/get_events?q=%00')).toMatchObject({
    status: 400,
    body: { error: 'validation_failed' },
  });

  const { google_client_id, google_client_secret, google_refresh_token } = await google.credentials(ADA);
  const wrongNames = await usher.post('/calendar/create_calendar', { client_id: google_client_id });
  expect(wrongNames.status).toBe(400);
  expect(wrongNames.body.message).toContain('use google_client_id');
  const refused = await usher.post('/calendar/create_calendar', {
    google_client_id,
    google_client_secret,
    google_refresh_token: 'not-a-token',
  });
  expect(refused.status).toBe(400);
  const credentials = { google_client_id, google_client_secret, google_refresh_token };
  const connected = await usher.post('/calendar/create_calendar', credentials);
  expect(connected.status).toBe(201);
  expect(connected.body).toMatchObject({
    platform: 'google_calendar',
    user_email: ADA,
    watch_setup: { failed: 0 },
  });
  expect((await usher.post('/calendar/create_calendar', credentials)).status).toBe(200);
  expect((await usher.get('/calendar')).body.total).toBeGreaterThan(3);

  const meeting = await google.addMeeting(ADA, { summary: 'Scheduled over the API', inSeconds: 62 });
  const later = await google.addMeeting(ADA, { summary: 'Moves and ends', inSeconds: 7200 });
  const find = async (title: string) => {
    const { status, body } = await usher.get(`/calendar/events?q=${encodeURIComponent(title)}`);
    expect(status).toBe(200);
    expect(body.sync).toMatchObject({ ok: true });
    return body.results[0];
  };
  const event = await find(meeting.summary);
  expect(event).toMatchObject({
    meeting_platform: 'GMeet',
    decision: { will_join: false, code: 'auto_schedule_off' },
  });

  const scheduled = await usher.post(`/calendar/schedule/${event.id}`);
  expect(scheduled.status).toBe(201);
  expect(Date.parse(scheduled.body.scheduled_time)).toBe(Date.parse(event.start_time) - 60_000);
  const again = await usher.post(`/calendar/schedule/${event.id}`);
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({ error: 'already_scheduled', bot_id: scheduled.body.bot_id });
  expect((await usher.post('/calendar/schedule/evt_unknown')).status).toBe(404);

  const laterEvent = await find(later.summary);
  const laterBot = await usher.post(`/calendar/schedule/${laterEvent.id}`);
  const joinTime = async () =>
    (await usher.get('/calendar/scheduled_bots')).body.scheduled_bots.find(
      (bot: { bot_id: string }) => bot.bot_id === laterBot.body.bot_id,
    )?.scheduled_join_time;
  expect(await joinTime()).toBe(laterBot.body.scheduled_time);
  await google.move(ADA, later.id, 45);
  const moved = new Date(Date.parse(laterBot.body.scheduled_time) + 45 * 60_000).toISOString();
  await until(async () => (await joinTime()) === moved, 5000);
  await google.cancel(ADA, later.id);
  await until(async () => (await joinTime()) === undefined, 5000);

  await until(async () => (await google.createCalls()).length > 0, 30_000);
  await until(
    async () => ['InMeeting', 'Recording'].includes((await find(meeting.summary)).bots[0]?.status),
    30_000,
  );
  expect(await google.createCalls()).toHaveLength(1);
  const off = await usher.delete(`/calendar/schedule/${event.id}`);
  expect(off.status).toBe(200);
  await until(async () => (await find(meeting.summary)).past_bots[0]?.status === 'Cancelled', 10_000);
  expect((await usher.delete(`/calendar/schedule/${event.id}`)).status).toBe(404);
});

test('a bot moves soon after a push, as measured over 100 edits', async () => {
  const google = sandbox(app.sandboxUrl);
  const usher = api(app.url, await app.script('api-key', ADA));
  const meeting = await google.addMeeting(ADA, { summary: 'Moved a hundred times', inSeconds: 20_000 });
  let event: { id: string } | undefined;
  await until(async () => {
    event = (await usher.get(`/calendar/get_events?q=${encodeURIComponent(meeting.summary)}`)).body
      .results[0];
    return event !== undefined;
  }, 10_000);
  const scheduled = await usher.post(`/calendar/schedule/${event?.id}`);
  let expected = Date.parse(scheduled.body.scheduled_time);
  const times: number[] = [];
  for (let edit = 0; edit < 100; edit++) {
    expected += 60_000;
    const from = performance.now();
    await google.move(ADA, meeting.id, 1);
    for (;;) {
      const { body } = await usher.get('/calendar/scheduled_bots?limit=100');
      const bot = body.scheduled_bots.find((row: { bot_id: string }) => row.bot_id === scheduled.body.bot_id);
      if (Date.parse(bot?.scheduled_join_time) === expected) break;
      expect(performance.now() - from, `edit ${edit} never reached the bot`).toBeLessThan(30_000);
    }
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * times.length)] ?? 0);
  console.log(
    `Measured: from an edit in the calendar to the moved bot, 100 edits: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
  );
});

test('requests without a key, with bad bodies, other methods or other origins are refused', async () => {
  const key = await app.script('api-key', ADA);
  const usher = api(app.url, key);
  for (const { method, path, isPublic } of OPERATIONS) {
    if (isPublic) continue;
    const concrete = path.replace(/\{\w+\}/g, 'evt_1');
    const noOne = await api(app.url).send(method, concrete);
    expect([noOne.status, noOne.body.error], concrete).toEqual([401, 'unauthorized']);
    const rejected = await api(app.url, 'ush_no').send(method, concrete);
    expect([rejected.status, rejected.body.error], concrete).toEqual([403, 'forbidden']);
  }

  const scheduled = '/calendar/schedule/evt_1';
  const json = { 'content-type': 'application/json' };
  const large = JSON.stringify({ bot_config: { bot_message: 'x'.repeat(5_000_000) } });
  for (const [body, headers, status, error] of [
    ['{', json, 400, 'invalid_json'],
    [new Uint8Array([0x7b, 0xff, 0x7d]), json, 400, 'invalid_json'],
    ['{"__proto__":{}}', json, 400, 'validation_failed'],
    ['a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'invalid_content_type'],
    [large, json, 413, 'payload_too_large'],
    ['', json, 404, 'not_found'],
  ] as const) {
    const answer = await usher.send('POST', scheduled, { body, headers });
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  }

  const head = await usher.send('HEAD', '/calendar/get_events');
  expect([head.status, head.body]).toEqual([200, null]);
  expect((await usher.send('PATCH', scheduled)).headers.get('allow')).toBe('POST, DELETE, OPTIONS');
  expect((await usher.get('/calendar/scheduled_bots/%ff')).status).toBe(404);
  for (const nowhere of ['/%ff', '', '/', '/nothing/']) {
    const answer = await usher.send('GET', nowhere, { redirect: 'manual' });
    expect([answer.status, answer.body.error], nowhere).toEqual([404, 'not_found']);
  }
  for (const [method, path] of [
    ['GET', '/calendar/get_events/?limit=1'],
    ['POST', '/calendar/auto-schedule/disable/'],
    ['POST', '//calendar/auto-schedule/disable'],
  ] as const)
    expect((await usher.send(method, path, { redirect: 'manual' })).status, path).toBe(200);
  const preflight = await api(app.url).send('OPTIONS', scheduled, {
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
  });
  const simple = await usher.send('GET', '/calendar/get_events', {
    headers: { origin: 'https://elsewhere.example' },
  });
  for (const { headers } of [preflight, simple]) {
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
  const page = await fetch(`${app.url}/sign-in`);
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'self'; .*frame-ancestors 'none'$/,
  );

  const document = await api(app.url).get('/openapi.json');
  expect(document.body.openapi).toMatch(/^3\.1\./);
});

test("the README's examples do what it says", async () => {
  const answers = await runExamples(app);
  const [connected, listed, scheduled, again, bots, off] = answers;
  expect(answers).toHaveLength(6);
  expect(connected).toMatchObject({ platform: 'google_calendar', user_email: ADA });
  expect(listed).toMatchObject({ results: expect.any(Array), sync: { ok: true } });
  expect(scheduled).toMatchObject({ scheduled: true, bot_config: { bot_name: 'Scribe' } });
  expect(again).toMatchObject({ error: 'already_scheduled', bot_id: scheduled.bot_id });
  expect(bots.scheduled_bots).toContainEqual(expect.objectContaining({ bot_id: scheduled.bot_id }));
  expect(off).toMatchObject({ unscheduled: true, cancelled_schedules: [scheduled.bot_id] });
});
