import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import startPostgres from '../test/postgres';
import { api } from './api';
import { type RunningApp, startApp, until } from './app';
import { signatureOf, startInngestServer } from './inngest-server';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';
const KEYS = { event: 'an-event-key', signing: `signkey-test-${'5e'.repeat(32)}` };

test('two apps share one PostgreSQL server and an Inngest server for their jobs', async () => {
  const stopPostgres = await startPostgres();
  test.skip(!stopPostgres, 'There is no PostgreSQL on this computer.');
  const inngest = await startInngestServer(KEYS);
  const shared = {
    DATABASE_URL: process.env.TEST_DATABASE_URL ?? '',
    INNGEST_BASE_URL: inngest.url,
    INNGEST_EVENT_KEY: KEYS.event,
    INNGEST_SIGNING_KEY: KEYS.signing,
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
  const first = await startApp(shared);
  const second = await startApp({ ...shared, ...sandboxOf(first) });
  const google = sandbox(first.sandboxUrl);
  try {
    inngest.callInTurns([first.url, second.url]);
    await inngest.start();

    const usher = api(first.url, await first.script('api-key', ADA));
    const same = api(second.url, await second.script('api-key', ADA));
    let scheduler = same;
    await usher.post('/calendar/create_calendar', await google.credentials(ADA));
    const joined = async (title: string) => {
      const { body } = await usher.get(`/calendar/events?q=${encodeURIComponent(title)}`);
      return ['InMeeting', 'Recording'].includes(body.results[0]?.bots[0]?.status);
    };
    const schedule = async (title: string, inSeconds: number) => {
      await google.addMeeting(ADA, { summary: title, inSeconds });
      const { body } = await scheduler.get(`/calendar/events?q=${encodeURIComponent(title)}`);
      expect((await scheduler.post(`/calendar/schedule/${body.results[0].id}`)).status).toBe(201);
    };

    // One app arms the join with an event; whichever app is called carries it out.
    await schedule('Ordinary', 70);
    await until(
      () => joined('Ordinary'),
      60_000,
      () => `${first.output()}\n${second.output()}`,
    );
    for (const { url } of [first, second]) {
      expect(inngest.calls.filter((call) => call.app === url && call.status < 300).length).toBeGreaterThan(0);
    }
    expect(inngest.calls.filter(({ status }) => status >= 300)).toEqual([]);
    expect(inngest.refusedEvents).toEqual([]);

    // The server is killed and loses its queue, and one of the apps is killed: the other one sends the bot.
    await schedule('Survives', 65);
    await inngest.start();
    await second.kill();
    scheduler = usher;
    await until(
      () => joined('Survives'),
      30_000,
      () => first.output(),
    );
    await expectClosed(first.url);

    // A notification of Google's is followed also when the server takes events and calls nothing, or is not there.
    const minuteOf = async (title: string) => {
      const { body } = await usher.get(`/calendar/events?sync=false&q=${encodeURIComponent(title)}`);
      return new Date(body.results[0]?.start_time ?? 0).getTime();
    };
    const { id } = await google.addMeeting(ADA, { summary: 'Moves on', inSeconds: 3600 });
    await until(async () => (await minuteOf('Moves on')) > 0, 15_000);
    const isFollowed = async (withinMs: number) => {
      const before = await minuteOf('Moves on');
      await google.move(ADA, id, 5);
      await until(async () => (await minuteOf('Moves on')) !== before, withinMs, first.output);
    };
    await inngest.fallSilent();
    await isFollowed(20_000);
    await inngest.goAway();
    await isFollowed(10_000);
    await schedule('Without a server', 62);
    await until(
      () => joined('Without a server'),
      30_000,
      () => first.output(),
    );
    expect((await google.createCalls()).map(({ status }) => status)).toEqual([201, 201, 201]);
  } finally {
    await Promise.all([first.stop(), second.stop()]);
    await inngest.stop();
    await stopPostgres?.();
  }
});

test('with an Inngest server that is not there, all works, and the page says so', async ({ page }) => {
  const inngest = await startInngestServer(KEYS);
  await inngest.goAway();
  const app = await startApp({
    INNGEST_BASE_URL: inngest.url,
    INNGEST_EVENT_KEY: KEYS.event,
    INNGEST_SIGNING_KEY: KEYS.signing,
  });
  const google = sandbox(app.sandboxUrl);
  try {
    await signInAsAda(page, app.url);
    await expect(page.getByText('The Inngest server hasn’t called yet.')).toBeVisible();
    const soon = await google.addMeeting(ADA, { summary: 'Starts soon', inSeconds: 80 });
    const later = await google.addMeeting(ADA, { summary: 'Will move', inSeconds: 3600 });
    const row = (title: string) => page.locator('li[data-event-id]').filter({ hasText: title });
    const state = (title: string) => row(title).locator('[data-bot-status]');
    for (const { summary } of [soon, later]) {
      await row(summary).getByRole('switch').click();
      await expect(state(summary)).toHaveAttribute('data-bot-status', 'Scheduled');
    }
    const before = await state(later.summary).textContent();
    await google.move(ADA, later.id, 30);
    await expect(state(later.summary)).not.toHaveText(before ?? '');
    await expect(state(soon.summary)).toHaveAttribute('data-bot-status', 'Recording', { timeout: 60_000 });
  } finally {
    await app.stop();
    await inngest.stop();
  }
});

/** No one else may call the functions. */
async function expectClosed(appUrl: string): Promise<void> {
  const body = JSON.stringify({ event: { name: 'bots/due', data: {} }, steps: {}, ctx: {} });
  const call = (method: string, signature?: string) =>
    fetch(`${appUrl}/api/inngest?fnId=usher-sweep&stepId=step`, {
      method,
      headers: { 'content-type': 'application/json', ...(signature && { 'x-inngest-signature': signature }) },
      body,
    });
  const foreign = signatureOf(body, `signkey-test-${'00'.repeat(32)}`);
  const old = signatureOf(body, KEYS.signing).replace(/t=\d+/, 't=1700000000');
  for (const signature of [undefined, 'nonsense', foreign, old]) {
    expect((await call('POST', signature)).status, signature).toBe(401);
  }
}

/** The sandbox of another app, for an app without one. */
function sandboxOf(app: RunningApp): Record<string, string> {
  return {
    GOOGLE_EMULATOR_URL: app.sandboxUrl,
    GOOGLE_CLIENT_ID: 'sandbox-client.apps.googleusercontent.com',
    GOOGLE_CLIENT_SECRET: 'sandbox-secret',
    MEETSTREAM_API_URL: `${app.sandboxUrl}/meetstream/api/v1`,
    MEETSTREAM_API_KEY: 'sandbox-bot-key',
    MEETSTREAM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
  };
}
