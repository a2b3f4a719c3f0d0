import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { api } from './api';
import { startApp, until } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';

/** Starts a receiver of callbacks on this computer. `certificate`: the file that makes its clients trust it. */
async function startReceiver() {
  const folder = mkdtempSync(join(tmpdir(), 'usher-receiver-'));
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', ...made, ...names], { stdio: 'ignore' });
  const received: { headers: Record<string, string>; body: string }[] = [];
  const options = { cert: readFileSync(certificate), key: readFileSync(key) };
  const server = createServer(options, async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}/hook?key=mine`,
    certificate,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Calls until there is an answer. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  let answer: { value: T } | undefined;
  const answers = async () => {
    const value = await call().then(
      (value) => ({ value }),
      () => undefined,
    );
    answer = value;
    return value !== undefined;
  };
  await until(answers, 30_000);
  return (answer as { value: T }).value;
}

test('reports of a provider that does not sign them count at once, and reach the callback that a person has set', async ({
  page,
}) => {
  const receiver = await startReceiver();
  const app = await startApp({ NODE_EXTRA_CA_CERTS: receiver.certificate });
  const google = sandbox(app.sandboxUrl);
  const usher = api(app.url, await app.script('api-key', ADA));
  const { callback_secret: secret } = (await usher.get('/callback_secret')).body;
  await google.setSettings({ bots: { speed: 4 } });
  await google.addMeeting(ADA, { summary: 'Unsigned', inSeconds: 20 });
  await signInAsAda(page, app.url);
  const find = async () => (await usher.get('/calendar/events?q=Unsigned&sync=false')).body.results[0];
  await until(async () => (await find()) !== undefined, 30_000);
  const { body: scheduled } = await usher.post(`/calendar/schedule/${(await find()).id}`, {
    bot_config: { callback_url: receiver.url, custom_attributes: { team: 'north' } },
  });
  await until(async () => (await find()).bots[0]?.status === 'Recording', 60_000);

  const [bot] = await google.bots();
  const token = String(bot?.callbackUrl).split('/').at(-1) ?? '';
  expect(String(bot?.callbackUrl)).toContain(`/api/webhooks/bots/meetstream/${scheduled.bot_id}/${token}`);
  const { body: activity } = await usher.get(`/activity?bot_id=${scheduled.bot_id}&limit=100`);
  const delays = ['InMeeting', 'Recording'].map((status) => {
    const step = bot?.history.find((one) => one.status === status);
    const entry = activity.results.find((one: { after: { status?: string } | null; action: string }) => {
      return one.action === 'bot.status' && one.after?.status === status;
    });
    return Date.parse(entry.at) - Date.parse(step?.at ?? '');
  });
  // Within a second; on a busy machine not every time.
  expect(Math.min(...delays)).toBeLessThan(1000);
  expect(Math.max(...delays)).toBeLessThan(5000);

  // The host removes the bot.
  await google.endBot(String(bot?.id), 'Kicked');
  await until(async () => (await find()).past_bots[0]?.status === 'Done', 5_000);
  await until(async () => receiver.received.some(({ body }) => body.includes('bot.kicked')), 20_000);
  const ids = new Set<string>();
  for (const { headers, body } of receiver.received) {
    ids.add(headers['webhook-id'] ?? '');
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(text).digest('base64')}`,
    );
    expect(JSON.parse(body)).toMatchObject({
      bot_id: scheduled.bot_id,
      provider_bot_id: bot?.id,
      custom_attributes: { team: 'north' },
    });
  }
  expect(ids.size).toBe(receiver.received.length);
  await page.goto(`${app.url}/bots?bot_id=${scheduled.bot_id}`);
  const panel = page.getByRole('dialog', { name: 'Bot for Unsigned' });
  await expect(panel.getByText('Removed by the host.')).toBeVisible();
  await expect(panel.getByText('Bot was removed from “Unsigned” by the host.')).toBeVisible();
  expect(await page.content()).not.toContain(token);
  expect(app.output()).not.toContain(token);

  // What was lost while the app was down is asked for when it starts.
  await google.addMeeting(ADA, { summary: 'Lost', inSeconds: 20 });
  const lost = async () => (await usher.get('/calendar/events?q=Lost')).body.results[0];
  await usher.post(`/calendar/schedule/${(await lost()).id}`);
  await until(async () => (await lost()).bots[0]?.status === 'Recording', 60_000);
  await app.kill();
  const restarting = app.restart();
  const [last] = await untilAnswered(() => google.bots());
  await google.endBot(String(last?.id), 'Denied');
  await restarting;
  await until(async () => (await lost()).past_bots[0]?.status === 'Denied', 15_000);
  await app.stop();
  await receiver.close();
});
