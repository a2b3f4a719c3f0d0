import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { setJobSender } from '@/lib/platform/jobs';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  jobs,
  MINUTE,
  now,
  overHttps,
  pass,
  type Report,
  received,
  runJobs,
  sandbox,
} from '@/test/harness';
import { listener } from '@/test/sandbox';
import { setBotProvider } from '../choose-provider';
import { receiveBotWebhook } from '../receive-reports';
import { callbackSecrets } from './callback-secrets';
import { deliverCallbacks } from './deliver-callbacks';

let receiver: Awaited<ReturnType<typeof listener>>;
beforeEach(async () => {
  receiver = await listener();
});
afterEach(() => receiver.close());

/** An active bot whose configuration has a callback URL. */
async function withBot(url: string | null = receiver.url, provider = 'meetstream', config: object = {}) {
  overHttps();
  const account = await newAccount();
  await setBotProvider(account.user.id, account.connection.id, provider, { actor: 'api', now: now() });
  const google = await account.add('Standup', 30 * MINUTE);
  await account.sync();
  const event = await account.event(google.id);
  const bot_config = { ...config, ...(url ? { callback_url: url } : {}) };
  const { bot_id: botId } = await scheduleBot(account.user, event.id, scheduleBody({ bot_config }), {
    actor: 'api',
    now: now(),
  });
  pass(29 * MINUTE);
  await runJobs();
  return { account, botId };
}

async function advance(to: string, webhooks: number): Promise<void> {
  const [bot] = sandbox.world.bots.values();
  await control('POST', `/bots/${bot?.id}/advance`, { to });
  await received('webhooks', webhooks);
}

const bodies = () => receiver.received.map(({ body }) => body);
const events = () => bodies().map((body) => JSON.parse(body).event ?? JSON.parse(body).data.new_state);
const waiting = (account: Account) =>
  db().callbackDelivery.count({ where: { bot: { userId: account.user.id }, deliveredAt: null } });
const failed = (account: Account) =>
  db().activityEntry.findMany({ where: { userId: account.user.id, action: 'callback.failed' } });

describeServices('Callbacks', () => {
  it.each([
    ['meetstream', 6],
    ['attendee', 6],
  ] as const)(
    'for a bot of %s are the provider’s own words about our bot, in their order',
    async (provider, count) => {
      const { account, botId } = await withBot(receiver.url, provider);
      await advance('bot.stopped', count);
      expect(receiver.received).toEqual([]);
      await runJobs();
      const { providerBotId: provider_bot_id } = await account.bot();
      const attributes = provider === 'attendee' ? 'bot_metadata' : 'custom_attributes';
      expect(bodies().map((body) => JSON.parse(body))).toEqual(
        inbox.webhooks.map(({ body }) => ({
          ...JSON.parse(body),
          ...{ bot_id: botId, provider_bot_id, [attributes]: {} },
        })),
      );
      expect((await account.bot()).status).toBe('Done');
      expect(await waiting(account)).toBe(0);
      // The provider itself never gets that address.
      const [bot] = sandbox.world.bots.values();
      expect(JSON.stringify(bot?.request)).not.toContain(receiver.url);
    },
  );

  it('include messages that change no state, such as that a recording is ready', async () => {
    await withBot();
    await advance('bot.done', 10);
    await runJobs();
    expect(events().slice(-4)).toEqual([
      ...['audio.processed', 'transcription.processed', 'video.processed', 'bot.done'],
    ]);
  });

  it('are signed with a secret of their owner’s, as Standard Webhooks and as MeetStream do', async () => {
    const { account, botId } = await withBot();
    await advance('bot.joining', 1);
    await runJobs();
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    const [secret] = await callbackSecrets(account.user.id, now());
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const id = headers['webhook-id'];
    const at = headers['webhook-timestamp'];
    expect(Number(at)).toBe(Math.floor(+now() / 1000));
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const digest = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${digest}`);
    expect(headers['x-meetstream-signature']).toBe(
      `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    );
    expect(headers['x-usher-bot-id']).toBe(botId);
    // With what the receiver gets no report can be sent to us.
    const forged = { provider: 'meetstream', headers: new Headers(headers as Record<string, string>), body };
    expect(await receiveBotWebhook(forged, now())).toBe('bad_signature');
  });

  it('are not stored for a bot without a callback URL', async () => {
    const { account } = await withBot(null);
    await advance('bot.done', 10);
    expect(await waiting(account)).toBe(0);
  });

  it('come once for a message that the provider repeats, before or after it has arrived', async () => {
    const { account } = await withBot();
    await advance('bot.joining', 1);
    const report = inbox.webhooks[0] as Report;
    const repeat = () => receiveBotWebhook(report, now());
    await repeat();
    expect(await waiting(account)).toBe(1);
    await runJobs();
    await repeat();
    // As its JSON may be written anew for another address.
    const fields = Object.entries(JSON.parse(report.body)).reverse();
    await receiveBotWebhook({ ...report, body: JSON.stringify(Object.fromEntries(fields), null, 2) }, now());
    expect(await waiting(account)).toBe(0);
    await runJobs();
    expect(receiver.received).toHaveLength(1);
    // What is remembered has no text, and is forgotten after a day.
    expect(await db().callbackDelivery.findMany({ select: { body: true, headers: true } })).toEqual([
      { body: '', headers: {} },
    ]);
    pass(25 * HOUR);
    await sweep(now());
    expect(await db().callbackDelivery.count()).toBe(0);
  });

  it('come once for messages that come to the bot’s address and to the workspace’s', async () => {
    const workspaceEndpoint = `${env().APP_URL}/api/webhooks/bots/meetstream`;
    await control('PUT', '/settings', { meetstream: { workspaceEndpoint } });
    const { account } = await withBot();
    await advance('bot.inmeeting', 6);
    await runJobs();
    await advance('bot.done', 20);
    await runJobs();
    expect(events()).toHaveLength(10);
    expect(new Set(events()).size).toBe(10);
    expect(await waiting(account)).toBe(0);
  });

  it('say which bot it is and how it ended, with the attributes that the person gave', async () => {
    await control('PUT', '/settings', { meetstream: { omit: ['bot_id'] } });
    const { account, botId } = await withBot(receiver.url, 'meetstream', {
      custom_attributes: { team: 'north' },
    });
    const [bot] = sandbox.world.bots.values();
    await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.stopped', reason: 'Kicked' });
    await received('webhooks', 1);
    await runJobs();
    expect(JSON.parse(bodies()[0] ?? '')).toMatchObject({
      event: 'bot.stopped',
      bot_event: 'bot.kicked',
      bot_id: botId,
      provider_bot_id: (await account.bot()).providerBotId,
      custom_attributes: { team: 'north' },
    });
    expect(JSON.parse(bodies()[0] ?? '').custom_attributes).toEqual({ team: 'north' });
  });

  it('wait for a receiver that fails, with growing pauses and in their order', async () => {
    await receiver.close();
    receiver = await listener([500, 404, 301]);
    const { account, botId } = await withBot();
    await advance('bot.inmeeting', 3);
    const pauses: number[] = [];
    for (let tries = 1; tries <= 3; tries++) {
      await runJobs();
      expect(receiver.received).toHaveLength(tries);
      const head = await db().callbackDelivery.findFirstOrThrow({
        where: { botId },
        orderBy: { seq: 'asc' },
      });
      expect(head.attempts).toBe(tries);
      pauses.push(+head.nextAttemptAt - +now());
      // Never before its time.
      await deliverCallbacks(botId, now);
      expect(receiver.received).toHaveLength(tries);
      pass(pauses.at(-1) ?? 0);
      await sweep(now());
    }
    await runJobs();
    expect(pauses).toEqual([30_000, 60_000, 120_000]);
    expect(events()).toEqual([
      ...['bot.joining', 'bot.joining', 'bot.joining', 'bot.joining', 'bot.in_waiting_room', 'bot.inmeeting'],
    ]);
    expect(await waiting(account)).toBe(0);
  });

  it('are given up after a day, each after one more attempt, and the activity says so', async () => {
    await receiver.close();
    const { account } = await withBot('http://127.0.0.1:9/hook?token=hidden');
    await advance('bot.in_waiting_room', 2);
    await runJobs();
    expect(await waiting(account)).toBe(2);
    pass(23 * HOUR);
    await sweep(now());
    await runJobs();
    expect([await waiting(account), (await failed(account)).length]).toEqual([2, 0]);
    pass(2 * HOUR);
    await sweep(now());
    await runJobs();
    expect(await waiting(account)).toBe(0);
    const entries = await failed(account);
    expect(entries.map(({ actor, cause }) => [actor, cause])).toEqual([
      ['usher', 'callback_failed'],
      ['usher', 'callback_failed'],
    ]);
    expect(entries[0]?.summary).toContain('was not delivered to http://127.0.0.1:9: it does not answer.');
    expect(JSON.stringify(entries.map((entry) => entry.summary))).not.toContain('hidden');
    receiver = await listener();
  });

  it('are refused at once when they would go into our own network, and the bot goes on', async () => {
    const { account } = await withBot('https://169.254.169.254/latest/meta-data');
    await advance('bot.inmeeting', 3);
    await runJobs();
    expect([await waiting(account), (await failed(account)).length]).toEqual([0, 3]);
    expect((await failed(account))[0]?.summary).toContain('its address is not a public one');
    expect((await account.bot()).status).toBe('InMeeting');
  });

  it('do not delay the provider, also when no job can be enqueued', async () => {
    const { account } = await withBot();
    setJobSender(async () => {
      throw new Error('Inngest is down.');
    });
    await advance('bot.inmeeting', 3);
    expect((await account.bot()).status).toBe('InMeeting');
    expect(receiver.received).toEqual([]);
    setJobSender(async (messages) => void jobs.push(...messages));
    await sweep(now());
    await runJobs();
    expect(events()).toEqual(['bot.joining', 'bot.in_waiting_room', 'bot.inmeeting']);
  });

  it('are delivered (again) when a process died before or just after a delivery', async () => {
    const { account, botId } = await withBot();
    await advance('bot.in_waiting_room', 2);
    jobs.length = 0;
    // The rows of a process that is killed while it delivers the first message.
    await db().callbackDelivery.updateMany({
      where: { botId, body: { contains: 'bot.joining' } },
      data: { attempts: 1, nextAttemptAt: new Date(+now() + 30_000) },
    });
    await sweep(now());
    await runJobs();
    expect(receiver.received).toEqual([]);
    pass(MINUTE);
    await sweep(now());
    await runJobs();
    expect(events()).toEqual(['bot.joining', 'bot.in_waiting_room']);
    expect(await waiting(account)).toBe(0);
  });
}, ['pglite']);

describeServices('Callbacks that several processes deliver at once', () => {
  it('come once each, in their order', async () => {
    const { account, botId } = await withBot();
    await advance('bot.done', 10);
    await Promise.all(Array.from({ length: 6 }, () => deliverCallbacks(botId, now)));
    // A process that finds a message claimed goes away; the one that claimed it delivers the rest.
    expect(events()).toEqual(inbox.webhooks.map(({ body }) => JSON.parse(body).event));
    expect(await waiting(account)).toBe(0);
  });
}, ['postgres']);
