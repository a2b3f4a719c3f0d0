import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { updateBot } from '@/lib/scheduling/edit-bot';
import { atProvider, CREATE, LOST, minute, OTHER_LINK, withBot } from '@/test/bots';
import { control, describeServices, MINUTE, now, pass, runJobs } from '@/test/harness';
import { dispatchBot } from './dispatch-due';

const BUSY = { match: CREATE, times: 1, effect: { status: 429 } };
const WITH_PASSCODE = 'https://us02web.zoom.us/j/81234567890?pwd=abc123';

/** Returns an account whose bot is due, and a function that returns what its provider was asked for. */
async function dueBot() {
  const made = await withBot({ link: 'https://us02web.zoom.us/j/81234567890' });
  pass(29 * MINUTE);
  const asked = async () =>
    (await made.account.providerCalls('create_bot')).map(({ status, idempotencyKey, body }) => ({
      status,
      key: idempotencyKey,
      body: JSON.stringify(body),
      link: body?.meeting_link,
      deduplicationKey: body?.deduplication_key,
    }));
  return { ...made, asked };
}

describeServices('The request for a bot', () => {
  it('is repeated byte for byte while its outcome is unknown, whatever has changed meanwhile', async () => {
    const { account, google, botId, asked } = await dueBot();
    await control('POST', '/faults', LOST);
    await dispatchBot(botId, 1, now);
    // It holds the bot's address for reports, so it is stored encrypted.
    expect((await account.bot()).requestBody).toMatch(/^v2\.[0-9a-f]{8}\.[\w-]+$/);
    await account.edit(google.id, { link: WITH_PASSCODE, summary: 'Renamed' });
    await account.sync();
    await db().scheduledBot.update({
      where: { id: botId },
      data: { botName: 'Other', botConfig: { bot_name: 'Other' } },
    });
    const { APP_URL } = env();
    Object.assign(env(), { APP_URL: 'http://127.0.0.1:1' });
    try {
      await minute();
    } finally {
      Object.assign(env(), { APP_URL });
    }
    const [first, second] = await asked();
    expect(first).toMatchObject({ status: null, key: botId, deduplicationKey: botId });
    expect(second).toEqual({ ...first, status: 507 });
    expect(await account.bot()).toMatchObject({
      meetingUrl: WITH_PASSCODE,
      providerBotId: atProvider()[0]?.id,
      requestBody: null,
    });
    expect(atProvider()).toHaveLength(1);
  });

  it('has the guest’s link where an earlier version stored the link of the host', async () => {
    const { botId, asked } = await dueBot();
    const host = 'https://us02web.zoom.us/s/81234567890?zak=eyJ0&pwd=abc123';
    await db().scheduledBot.update({ where: { id: botId }, data: { meetingUrl: host } });
    await dispatchBot(botId, 1, now);
    expect((await asked()).map(({ link }) => link)).toEqual([WITH_PASSCODE]);
  });

  it('is the same under the same key after a certain refusal, as long as it says the same', async () => {
    const { account, google, botId, asked } = await dueBot();
    await control('POST', '/faults', BUSY);
    await dispatchBot(botId, 1, now);
    await account.edit(google.id, { summary: 'Renamed' });
    await account.sync();
    await minute();
    const [first, second] = await asked();
    expect([first?.status, second?.status]).toEqual([429, 201]);
    expect({ ...second, status: 429 }).toEqual(first);
  });

  it.each([
    ['another form of the link', { link: WITH_PASSCODE }, WITH_PASSCODE],
    ['another link', { link: OTHER_LINK }, OTHER_LINK],
  ])(
    'goes out under a new key when every attempt was refused and the meeting has %s',
    async (_, edit, link) => {
      const { account, google, botId, asked } = await dueBot();
      await control('POST', '/faults', BUSY);
      await runJobs();
      expect(await account.bot()).toMatchObject({ id: botId, status: 'Scheduled', outcomeUnknown: false });
      await account.edit(google.id, edit);
      await account.sync();
      await minute();
      const [first, second] = await asked();
      expect(second).toMatchObject({ status: 201, link });
      expect(second?.key).not.toBe(first?.key);
      expect(second?.deduplicationKey).toBe(second?.key);
      // The client's id of the bot stays.
      expect(await account.bot()).toMatchObject({ id: botId, providerBotId: atProvider()[0]?.id });
      expect(atProvider()).toHaveLength(1);
    },
  );

  it('says what a person changed after a refusal, and is sent at the new time', async () => {
    const { account, botId, asked } = await dueBot();
    await control('POST', '/faults', { ...BUSY, effect: { status: 429, retryAfterSeconds: 3600 } });
    await runJobs();
    const body = {
      bot_username: 'Renamed',
      scheduled_join_time: new Date(+now() + 5 * MINUTE).toISOString(),
    };
    await updateBot(account.user.id, botId, body, { actor: 'api', now: now() });
    await minute(4 * MINUTE);
    expect(await asked()).toHaveLength(1);
    await minute();
    const [first, second] = await asked();
    expect(second).toMatchObject({ status: 201, body: expect.stringContaining('Renamed') });
    expect(second?.key).not.toBe(first?.key);
    expect(await account.bot()).toMatchObject({ status: 'Joining', statusReason: null });
  });

  it('of an attempt that died before its call has a key of its own', async () => {
    const { account, google, botId, asked } = await dueBot();
    await control('POST', '/faults', BUSY);
    await dispatchBot(botId, 1, now);
    await account.edit(google.id, { link: WITH_PASSCODE });
    await account.sync();
    // The row of a process that died between its claim and the request.
    await db().$executeRaw`
      UPDATE "ScheduledBot" SET "status" = 'Joining', "attempts" = 2, "leaseUntil" = ${now()},
             "requestBody" = NULL, "requestKey" = "id" || '-2'`;
    await minute();
    const [first, second] = await asked();
    expect(second).toMatchObject({ status: 201, link: WITH_PASSCODE, key: `${botId}-2` });
    expect(second?.key).not.toBe(first?.key);
    expect(atProvider()).toHaveLength(1);
  });

  it('is never sent twice under one key with two bodies', async () => {
    const { botId, asked } = await dueBot();
    await control('POST', '/faults', LOST);
    await dispatchBot(botId, 1, now);
    await Promise.all(
      [1, 2, 3].map(async () => {
        pass(MINUTE);
        await dispatchBot(botId, 1, now);
      }),
    );
    const bodies = new Map<string, Set<string>>();
    for (const { key = '', body } of await asked()) bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
    expect([...bodies.values()].map((set) => set.size)).toEqual([1]);
  });
}, ['postgres']);
