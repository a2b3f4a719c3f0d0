import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import { atProvider, CREATE, joinedBots, withBot } from '@/test/bots';
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

/** A bot that the provider has made; it holds its answer back until `letGo`. */
async function withAnswerHeld() {
  const { account, botId } = await withBot();
  pass(29 * MINUTE);
  const effect = { hold: true, afterWork: true };
  const held = sandbox.world.faults.add({ match: CREATE, times: 1, effect });
  const sending = dispatchBot(botId, 1, now);
  await until(() => held.holding === 1);
  const letGo = async () => {
    sandbox.world.faults.remove(held.id);
    await sending;
  };
  return { account, botId, letGo };
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
