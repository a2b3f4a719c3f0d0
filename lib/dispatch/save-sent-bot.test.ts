import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import { atProvider, CREATE, joinedBots, minute, withBot } from '@/test/bots';
import {
  control,
  describeServices,
  HOUR,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { dispatchBot } from './dispatch-due';

const LEASE_MS = 30_000;

/** Sends a bot; its provider holds the answer back until `letGo`, which returns the attempt's outcome. */
async function attempt(botId: string, effect: object) {
  const held = sandbox.world.faults.add({ match: CREATE, times: 1, effect: { hold: true, ...effect } });
  const sending = dispatchBot(botId, 1, now);
  await until(() => held.holding === 1);
  const letGo = () => {
    sandbox.world.faults.remove(held.id);
    return sending;
  };
  return { letGo };
}

const MADE = { afterWork: true };

/** A bot that the provider has made, by an attempt whose answer is held back; `effect`: what it does otherwise. */
async function withAnswerHeld(effect: object = MADE) {
  const { account, botId } = await withBot();
  pass(29 * MINUTE);
  return { account, botId, ...(await attempt(botId, effect)) };
}

const recorded = (botId: string) =>
  db().activityEntry.count({ where: { botId, action: { in: ['bot.sent', 'bot.missed'] } } });

describeServices('An answer that comes after its claim has run out', () => {
  it('is recorded once when another process has asked too', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    pass(LEASE_MS + 1);
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'sent' });
    await letGo();
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: atProvider()[0]?.id });
    expect(await recorded(botId)).toBe(1);
  });

  it('is saved and recorded when another process has asked in vain', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    pass(LEASE_MS + 1);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 503 } });
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'retry' });
    await letGo();
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: atProvider()[0]?.id });
    expect(await recorded(botId)).toBe(1);
  });

  it('is recorded once when the bot has reported before', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    await control('POST', `/bots/${atProvider()[0]?.id}/advance`, { to: 'bot.inmeeting' });
    await received('webhooks', 3);
    expect(await recorded(botId)).toBe(0);
    await letGo();
    expect((await account.bot()).status).toBe('InMeeting');
    expect(await recorded(botId)).toBe(1);
  });

  it.each([
    ['Error', 'Joining', 1],
    ['Missed', 'Joining', 1],
    ['Cancelled', 'Cancelled', 0],
  ] as const)(
    'leaves a row that has ended as %s in the status %s',
    async (ended: BotStatus, status, there) => {
      const { account, botId, letGo } = await withAnswerHeld();
      await db().scheduledBot.update({ where: { id: botId }, data: { status: ended, leaseUntil: null } });
      await letGo();
      await runJobs();
      expect(await account.bot()).toMatchObject({ status, providerBotId: atProvider()[0]?.id });
      expect(joinedBots()).toHaveLength(there);
    },
  );

  it('leaves no bot in its meeting when the row was given up after the meeting’s end', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    pass(HOUR);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 403 } });
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'failed' });
    expect((await account.bot()).status).toBe('Error');
    await letGo();
    await runJobs();
    expect(await account.bot()).toMatchObject({ status: 'Missed', providerBotId: atProvider()[0]?.id });
    expect(joinedBots()).toEqual([]);
  });
});

describeServices('When a process was frozen and another one has claimed its bot', () => {
  /** Two attempts at once: the lease of the first has run out. */
  async function twoAttempts(first: object, second: object) {
    const frozen = await withAnswerHeld(first);
    pass(LEASE_MS + 1);
    const other = await attempt(frozen.botId, second);
    const leaseUntil = new Date(+now() + LEASE_MS);
    expect(await frozen.account.bot()).toMatchObject({ attempts: 2, leaseUntil });
    return { ...frozen, other, leaseUntil };
  }

  it.each([
    ['a refusal of the bot', { status: 422 }],
    ['a refusal of the installation', { status: 401 }],
    ['a failure', { status: 503 }],
    ['a request for time', { status: 429, retryAfterSeconds: 3600 }],
  ])('%s that the first one hears changes nothing', async (_, refusal) => {
    const { account, letGo, other } = await twoAttempts(refusal, MADE);
    const before = await account.bot();
    expect(await letGo()).toEqual({ state: 'not_ours' });
    expect(await account.bot()).toEqual(before);
    expect(await db().providerStop.count()).toBe(0);
    expect(await other.letGo()).toMatchObject({ state: 'sent' });
    expect(await account.bot()).toMatchObject({ status: 'Joining', leaseUntil: null });
    expect(atProvider()).toHaveLength(1);
  });

  it('the bot that the first one hears of is stored, and the claim of the other one stays', async () => {
    const { account, botId, letGo, other, leaseUntil } = await twoAttempts(MADE, { status: 503 });
    await letGo();
    const known = { status: 'Joining', providerBotId: atProvider()[0]?.id, requestBody: null };
    expect(await account.bot()).toMatchObject({ ...known, leaseUntil });
    await other.letGo();
    await minute();
    expect(await account.bot()).toMatchObject(known);
    expect([await recorded(botId), await account.providerCalls('create_bot')]).toEqual([
      1,
      [expect.anything(), expect.anything()],
    ]);
  });

  it('and the provider has forgotten the key, the second of the two bots is removed', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    pass(LEASE_MS + 1);
    const [first] = atProvider();
    if (first) first.idempotencyKey = 'forgotten';
    await dispatchBot(botId, 1, now);
    await letGo();
    const [stays] = joinedBots();
    expect([joinedBots().length, stays?.id]).toEqual([1, (await account.bot()).providerBotId]);
    expect([stays?.id === first?.id, await recorded(botId)]).toEqual([false, 1]);
  });

  it('the first one does not call the provider any more', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    let reads = 0;
    // The process stands still for 20 s between its claim and its call.
    const clock = () => (reads++ === 0 ? now() : new Date(+now() + 20_000));
    expect(await dispatchBot(botId, 1, clock)).toMatchObject({ state: 'retry' });
    expect(await account.providerCalls('create_bot')).toEqual([]);
    expect(await account.bot()).toMatchObject({ status: 'Joining', leaseUntil: null, outcomeUnknown: false });
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'sent' });
  });
}, ['postgres']);
