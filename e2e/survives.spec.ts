import { expect, test } from '@playwright/test';
import { api } from './api';
import { startApp, until } from './app';
import { sandbox } from './sandbox';

const ADA = 'ada@northwind.example';

test('an app that is killed between scheduling and joining, and started again, sends the bot once', async () => {
  const app = await startApp();
  const google = sandbox(app.sandboxUrl);
  const usher = api(app.url, await app.script('api-key', ADA));
  await usher.post('/calendar/create_calendar', await google.credentials(ADA));
  const meeting = await google.addMeeting(ADA, { summary: 'Survives', inSeconds: 90 });
  const find = async () => (await usher.get('/calendar/events?q=Survives')).body.results[0];
  const scheduled = await usher.post(`/calendar/schedule/${(await find()).id}`);
  expect(scheduled.status).toBe(201);

  await app.kill();
  await app.restart();
  expect((await find()).bots[0].id).toBe(scheduled.body.bot_id);
  await until(async () => ['InMeeting', 'Recording'].includes((await find()).bots[0]?.status), 60_000);

  // Killed again while the bot is in the meeting: it is still the one bot.
  await app.kill();
  await app.restart();
  await google.move(ADA, meeting.id, 2);
  await until(async () => (await find()).bots[0]?.status === 'Recording', 20_000);
  expect(await google.createCalls()).toHaveLength(1);
  await app.stop();
});

test('a first sync of 2,000 events that is killed halfway completes after the next start, without duplicates', async () => {
  const app = await startApp();
  const google = sandbox(app.sandboxUrl);
  const usher = api(app.url, await app.script('api-key', 'ben@northwind.example'));
  await google.addMany('ben@northwind.example', { count: 2000, everyMinutes: 30 });
  // Pages of 100, each slow: the sync is running when the process dies.
  await google.setSettings({ pageSize: 100 });
  await google.addFault({ match: { path: '/events$' }, effect: { delayMs: 150 } });
  await usher.post('/calendar/create_calendar', await google.credentials('ben@northwind.example'));
  await until(
    async () => (await google.listCalls()).length >= 5,
    20_000,
    () => `Nothing was read:\n${app.output()}`,
  );
  await app.kill();
  await google.clearFaults().catch(() => undefined);
  await app.restart();
  await google.clearFaults();

  const pending = async () =>
    (await usher.get('/calendar/health')).body.connections[0].calendars.some(
      (row: { sync_pending: boolean }) => row.sync_pending,
    );
  // The new process frees the claims of the dead one.
  await until(async () => !(await pending()), 60_000);
  const ids: string[] = [];
  let cursor = '';
  do {
    const { body } = await usher.get(
      `/calendar/get_events?limit=100&q=Load&time_max=2036-01-01T00:00:00Z${cursor}`,
    );
    ids.push(...body.results.map((event: { platform_id: string }) => event.platform_id));
    cursor = body.next ? `&cursor=${body.next}` : '';
  } while (cursor);
  expect(ids.length).toBe(2000);
  expect(new Set(ids).size).toBe(2000);
  await app.stop();
});
