import { expect, it } from 'vitest';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { refusal, scheduleBody } from '@/test/account';
import { advance, CREATE, joinedBots, minute, withBot, withBotInside } from '@/test/bots';
import { control, describeServices, HOUR, MINUTE, now, pass, runJobs } from '@/test/harness';

const author = () => ({ actor: 'person' as const, now: now() });
/** Returns an account with a meeting of an hour, whose bot is due. */
async function due() {
  const made = await withBot({ end: { dateTime: new Date(+now() + 90 * MINUTE).toISOString() } });
  pass(29 * MINUTE);
  return made;
}

describeServices('A bot that did not get into its meeting', () => {
  it('is sent again, by a new bot, when a person asks for it while the meeting runs', async () => {
    const { account, event, botId } = await due();
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 422, reason: 'No.' } });
    await runJobs();
    await minute(5 * MINUTE);
    await account.sync();
    // No rule sends a second one.
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Error']);
    const again = await scheduleBot(account.user, event.id, scheduleBody(), author());
    expect(again.bot_id).not.toBe(botId);
    await runJobs();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Error', 'Joining']);
    expect((await account.providerCalls('create_bot')).map((call) => call.idempotencyKey)).toEqual([
      botId,
      again.bot_id,
    ]);
    expect(await refusal(scheduleBot(account.user, event.id, scheduleBody(), author()))).toMatchObject({
      code: 'already_scheduled',
    });
  });

  it.each(['Denied', 'NotAllowed'] as const)('because it was %s is sent again', async (reason) => {
    const { account, event } = await withBotInside({
      end: { dateTime: new Date(+now() + 90 * MINUTE).toISOString() },
    });
    await advance(account, 'bot.stopped', reason);
    await minute();
    expect((await account.bots()).map((bot) => bot.status)).toEqual([reason]);
    await scheduleBot(account.user, event.id, scheduleBody(), author());
    await runJobs();
    expect((await account.bots()).map((bot) => bot.status)).toEqual([reason, 'Joining']);
    expect(joinedBots()).toHaveLength(2);
  });

  it('is not sent again once the meeting is over', async () => {
    const { account, event } = await due();
    await control('POST', '/faults', { match: CREATE, effect: { status: 422 } });
    await runJobs();
    pass(2 * HOUR);
    expect(await refusal(scheduleBot(account.user, event.id, scheduleBody(), author()))).toMatchObject({
      code: 'meeting_ended',
    });
  });
}, ['pglite']);
