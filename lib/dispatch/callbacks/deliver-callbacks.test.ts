import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
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
  pass,
  received,
  runJobs,
  sandbox,
} from '@/test/harness';
import { listener } from '@/test/sandbox';
import { setBotProvider } from '../choose-provider';
import { receiveBotWebhook } from '../receive-reports';
import { callbackSecret } from './callback-signature';
import { deliverCallbacks } from './deliver-callbacks';

let receiver: Awaited<ReturnType<typeof listener>>;
beforeEach(async () => {
  receiver = await listener();
});
afterEach(() => receiver.close());

/** An active bot whose configuration has a callback URL. */
async function withBot(url: string | null = receiver.url, provider = 'meetstream') {
  const account = await newAccount();
  await setBotProvider(account.user.id, account.connection.id, provider, { actor: 'api', now: now() });
  const google = await account.add('Standup', 30 * MINUTE);
  await account.sync();
  const event = await account.event(google.id);
  const bot_config = url ? { callback_url: url } : {};
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
  db().callbackDelivery.count({ where: { bot: { userId: account.user.id } } });
const failed = (account: Account) =>
  db().activityEntry.findMany({ where: { userId: account.user.id, action: 'callback.failed' } });

describeServices('Callbacks', () => {
  it.each([
    ['meetstream', 6],
    ['attendee', 6],
  ] as const)('for a bot of %s are the provider’s own words, in their order', async (provider, count) => {
    const { account } = await withBot(receiver.url, provider);
    await advance('bot.stopped', count);
    expect(receiver.received).toEqual([]);
    await runJobs();
    expect(bodies()).toEqual(inbox.webhooks.map(({ body }) => body));
    expect((await account.bot()).status).toBe('Done');
    expect(await waiting(account)).toBe(0);
    // The provider itself never gets that address.
    const [bot] = sandbox.world.bots.values();
    expect(JSON.stringify(bot?.request)).not.toContain(receiver.url);
  });

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
    const secret = callbackSecret(account.user.id);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(callbackSecret('usr_other')).not.toBe(secret);
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
    // The provider's signature is not passed on: with it, its reports could be replayed to us.
    const signed = inbox.webhooks[0]?.headers.get('x-meetstream-signature');
    expect(headers['x-meetstream-signature']).not.toBe(signed);
    expect(
      await receiveBotWebhook('meetstream', new Headers(headers as Record<string, string>), body, now()),
    ).toBe('not_authentic');
  });

  it('are not stored for a bot without a callback URL', async () => {
    const { account } = await withBot(null);
    await advance('bot.done', 10);
    expect(await waiting(account)).toBe(0);
  });

  it('have one id when the provider repeats a message, and are stored once while it waits', async () => {
    const { account } = await withBot();
    await advance('bot.joining', 1);
    const repeat = () => {
      const { headers, body } = inbox.webhooks[0] as (typeof inbox.webhooks)[0];
      return receiveBotWebhook('meetstream', headers, body, now());
    };
    await repeat();
    expect(await waiting(account)).toBe(1);
    await runJobs();
    await repeat();
    await runJobs();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
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
    expect(bodies()).toEqual(inbox.webhooks.map(({ body }) => body));
    expect(await waiting(account)).toBe(0);
  });
}, ['postgres']);
