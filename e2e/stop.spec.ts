import { expect, test } from '@playwright/test';
import { api } from './api';
import { startApp, until } from './app';
import { sandbox } from './sandbox';

const ADA = 'ada@northwind.example';
const BEN = 'ben@northwind.example';

test('an app that is told to stop ends its streams, answers what it was asked, and stores the bot that is being made', async () => {
  const app = await startApp();
  const google = sandbox(app.sandboxUrl);
  const key = await app.script('api-key', ADA);
  const usher = api(app.url, key);
  await usher.post('/calendar/create_calendar', await google.credentials(ADA));
  await google.addMeeting(ADA, { summary: 'Begins', inSeconds: 50 });
  const find = async () => (await usher.get('/calendar/events?q=Begins')).body.results[0];

  const stream = await fetch(`${app.url}/api/v1/changes`, { headers: { Authorization: `Token ${key}` } });
  const streamed = stream.text();
  const event = await find();
  // The provider and Google take as long as the test likes.
  await google.addFault({ match: { path: '/(create_bot|token)$' }, effect: { hold: true } });
  expect((await usher.post(`/calendar/schedule/${event.id}`)).status).toBe(201);
  const connecting = usher.post('/calendar/create_calendar', await google.credentials(BEN));
  await until(async () => (await google.held()) >= 2, 20_000);

  const stopping = app.terminate();
  const toldAt = performance.now();
  expect(await streamed).toContain('retry:');
  expect(performance.now() - toldAt).toBeLessThan(1_000);
  await expect(usher.get('/calendar')).rejects.toThrow('fetch failed');
  await google.clearFaults();
  expect((await connecting).status).toBe(201);
  expect(await stopping).toBe(0);

  await app.restart();
  await until(async () => ['InMeeting', 'Recording'].includes((await find()).bots[0]?.status), 20_000);
  expect((await google.createCalls()).map(({ status }) => status)).toEqual([201]);
  await app.stop();
});
