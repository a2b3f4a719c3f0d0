import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { advance, CREATE, minute, withBot } from '@/test/bots';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  MINUTE,
  now,
  pass,
  type Report,
  received,
  runJobs,
  sandbox,
} from '@/test/harness';
import { applyBotEvent } from './apply-bot-event';
import { dispatchBot } from './dispatch-due';
import { meetstream } from './providers/meetstream';

describeServices('A report of the provider', () => {
  it('counts when it comes before the answer to the request', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', {
      match: CREATE,
      times: 1,
      effect: { afterWork: true, delayMs: 1, cutConnection: true },
    });
    await dispatchBot(botId, 1, now);
    const [atProvider] = sandbox.world.bots.values();
    await control('POST', `/bots/${atProvider?.id}/advance`, { to: 'bot.inmeeting' });
    await received('webhooks', 3);
    expect(await account.bot()).toMatchObject({ status: 'InMeeting', providerBotId: atProvider?.id });
    await minute();
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
  });

  it('only moves a bot forward, repeated and in any order, and never past its end', async () => {
    const { account } = await withBot();
    pass(29 * MINUTE);
    await runJobs();
    inbox.hold = true;
    await advance(account, 'bot.done');
    const apply = async (step: number) => {
      const { headers, body } = inbox.webhooks[step] as Report;
      const event = meetstream.readWebhook({ headers, body, isAddressed: true }, now());
      const providerBotId = typeof event === 'string' ? null : event.providerBotId;
      return typeof event === 'string' || !providerBotId
        ? null
        : applyBotEvent('meetstream', { ...event, providerBotId }, now());
    };
    const [inMeeting, waitingRoom, recording, stopped] = [2, 1, 3, 5];
    expect([await apply(inMeeting), await apply(waitingRoom), await apply(inMeeting)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await account.bot()).status).toBe('InMeeting');
    expect([await apply(stopped), await apply(recording), await apply(stopped)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await account.bot()).status).toBe('Done');
    const recorded = await db().activityEntry.count({
      where: { userId: account.user.id, action: 'bot.status' },
    });
    expect(recorded).toBe(2);
  });

  it('changes nothing when the bot is unknown, not sent yet or another provider’s', async () => {
    const { account, botId } = await withBot();
    const report = { providerBotId: 'p1', botId, status: 'InMeeting' as const, message: null };
    expect(await applyBotEvent('meetstream', report, now())).toBe(false);
    expect(await applyBotEvent('meetstream', { ...report, botId: 'bot_unknown' }, now())).toBe(false);
    pass(29 * MINUTE);
    await runJobs();
    expect(await applyBotEvent('meetstream', report, now())).toBe(false);
    const { providerBotId } = await account.bot();
    expect(await applyBotEvent('other', { ...report, providerBotId: providerBotId ?? '' }, now())).toBe(
      false,
    );
    expect((await account.bot()).status).toBe('Joining');
  });

  it('ends the reason why a bot was not sent before once the bot is in its meeting', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await runJobs();
    const { providerBotId } = await account.bot();
    const statusReason = 'The bot provider answered 503.';
    await db().scheduledBot.update({ where: { id: botId }, data: { statusReason } });
    const report = { providerBotId: providerBotId ?? '', botId, status: 'Recording' as const, message: null };
    await applyBotEvent('meetstream', report, now());
    expect(await account.bot()).toMatchObject({ status: 'Recording', statusReason: null });
  });

  it('ends a bot that was denied, was not allowed, failed or was removed, with a reason', async () => {
    for (const [reason, status] of [
      ['Denied', 'Denied'],
      ['NotAllowed', 'NotAllowed'],
      ['Error', 'Error'],
      ['Kicked', 'Done'],
    ]) {
      const { account } = await withBot({
        start: { dateTime: new Date(+now() + 30 * MINUTE).toISOString() },
        end: { dateTime: new Date(+now() + HOUR).toISOString() },
      });
      pass(30 * MINUTE);
      await runJobs();
      await advance(account, 'bot.stopped', reason);
      const bot = await account.bot();
      expect(bot).toMatchObject({ status, statusReason: expect.any(String) });
      const entry = await db().activityEntry.findFirstOrThrow({
        where: { botId: bot.id, action: 'bot.status' },
      });
      if (reason !== 'Kicked') continue;
      expect(bot.statusReason).toBe('Removed by the host.');
      expect(entry.summary).toBe('Bot was removed from “Standup” by the host.');
    }
  });
});
