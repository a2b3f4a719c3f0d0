import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, scheduleBody } from '@/test/account';
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
import { dispatchBot } from './dispatch-bot';

const CREATE = { path: 'create_bot' };
const LEASE_MS = 30_000;
const atProvider = () => [...sandbox.world.bots.values()];
const joinedBots = () => atProvider().filter((bot) => !['Stopped', 'Done'].includes(bot.status));

/** A bot that the provider has made, whose answer it holds back until it is let go. */
async function withAnswerHeld() {
  const account = await newAccount();
  const google = await account.add('Standup', 30 * MINUTE);
  await account.sync();
  const event = await account.event(google.id);
  const { bot_id: botId } = await scheduleBot(account.user, event.id, scheduleBody(), 'api', now());
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

const told = (botId: string) =>
  db().activityEntry.count({ where: { botId, action: { in: ['bot.sent', 'bot.missed'] } } });

describeServices('an answer that comes when its claim has run out', () => {
  it('and somebody else has asked: which bot it is is told once', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    pass(LEASE_MS + 1);
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'sent' });
    await letGo();
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: atProvider()[0]?.id });
    expect(await told(botId)).toBe(1);
  });

  it('and somebody else has asked in vain: it is kept, and told', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    pass(LEASE_MS + 1);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 503 } });
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'retry' });
    await letGo();
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: atProvider()[0]?.id });
    expect(await told(botId)).toBe(1);
  });

  it('and the bot has reported before: told once all the same', async () => {
    const { account, botId, letGo } = await withAnswerHeld();
    await control('POST', `/bots/${atProvider()[0]?.id}/advance`, { to: 'bot.inmeeting' });
    await received('webhooks', 3);
    expect(await told(botId)).toBe(0);
    await letGo();
    expect((await account.bot()).status).toBe('InMeeting');
    expect(await told(botId)).toBe(1);
  });

  it.each([
    ['Error', 'Joining', 1],
    ['Missed', 'Joining', 1],
    ['Cancelled', 'Cancelled', 0],
  ] as const)('and the row has ended as %s: it is %s', async (ended: BotStatus, status, there) => {
    const { account, botId, letGo } = await withAnswerHeld();
    await db().scheduledBot.update({ where: { id: botId }, data: { status: ended, leaseUntil: null } });
    await letGo();
    await runJobs();
    expect(await account.bot()).toMatchObject({ status, providerBotId: atProvider()[0]?.id });
    expect(joinedBots()).toHaveLength(there);
  });

  it('and the meeting is over, and was given up: none stays in the empty room', async () => {
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
