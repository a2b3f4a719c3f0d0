import { expect, it } from 'vitest';
import { recoverAfterCrash } from '@/inngest/recover-after-crash';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { refusal, scheduleBody } from '@/test/account';
import { atProvider, CREATE, joinedBots, LOST, minute, withBot } from '@/test/bots';
import { control, describeServices, HOUR, jobs, MINUTE, now, pass, received } from '@/test/harness';
import { dispatchBot } from './dispatch-due';

describeServices('When the provider’s answer was lost', () => {
  it.each([400, 401, 403, 409])(
    'a later refusal (%i) is not final, and the provider is asked again with the same key',
    async (status) => {
      const { account, event, botId } = await withBot();
      pass(29 * MINUTE);
      await control('POST', '/faults', LOST);
      await dispatchBot(botId, 1, now);
      jobs.length = 0;
      await control('POST', '/faults', { match: CREATE, times: 2, effect: { status } });
      await minute();
      await minute();
      expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: null });
      const again = scheduleBot(account.user, event.id, scheduleBody(), { actor: 'api', now: now() });
      expect(await refusal(again)).toMatchObject({ code: 'already_scheduled' });
      await minute(2 * MINUTE);
      expect(atProvider().map((bot) => bot.id)).toEqual([(await account.bot()).providerBotId]);
    },
  );

  it('because the process died, a later refusal is not final either', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await dispatchBot(botId, 1, now);
    await db().scheduledBot.update({
      where: { id: botId },
      data: { providerBotId: null, leaseUntil: new Date(+now() + 30_000) },
    });
    await recoverAfterCrash(now());
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 409 } });
    await minute();
    expect(await account.bot()).toMatchObject({ status: 'Joining', outcomeUnknown: true });
    await minute();
    expect((await account.bot()).providerBotId).toBe(atProvider()[0]?.id);
  });

  it('and every attempt is refused until the end, a report makes the bot active again', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', LOST);
    await dispatchBot(botId, 1, now);
    await control('POST', '/faults', { match: CREATE, effect: { status: 403 } });
    await minute(HOUR);
    expect(await account.bot()).toMatchObject({ status: 'Error', providerBotId: null });
    const [bot] = atProvider();
    await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.inmeeting' });
    await received('webhooks', 3);
    expect(await account.bot()).toMatchObject({ status: 'InMeeting', providerBotId: bot?.id });
    await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.stopped' });
    await received('webhooks', 6);
    expect((await account.bot()).status).toBe('Done');
  });

  it.each([
    ['Cancelled', false],
    ['Error', true],
  ] as const)(
    'a report on a bot whose row is %s recalls it (it has a successor: %s)',
    async (status, successor) => {
      const { account, event, botId } = await withBot();
      pass(29 * MINUTE);
      await control('POST', '/faults', LOST);
      await dispatchBot(botId, 1, now);
      await db().scheduledBot.update({ where: { id: botId }, data: { status, leaseUntil: null } });
      if (successor) await scheduleBot(account.user, event.id, scheduleBody(), { actor: 'api', now: now() });
      const [first] = atProvider();
      await control('POST', `/bots/${first?.id}/advance`, { to: 'bot.joining' });
      await received('webhooks', 1);
      await minute();
      expect(first?.status).toBe('Stopped');
      expect(joinedBots()).toHaveLength(successor ? 1 : 0);
      expect((await account.bots())[0]).toMatchObject({ status: 'Cancelled', providerBotId: first?.id });
    },
  );

  it('and the meeting moved during our outage, the bot is found and recalled, and the new time has its own', async () => {
    const { account, google, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', LOST);
    await dispatchBot(botId, 1, now);
    jobs.length = 0;
    await account.move(google.id, 2 * HOUR);
    await account.sync();
    jobs.length = 0;
    pass(90 * MINUTE);
    await recoverAfterCrash(now());
    await minute();
    await minute();
    expect((await account.providerCalls('remove_bot')).map((call) => call.path)).toEqual([
      expect.stringContaining(atProvider()[0]?.id ?? ''),
    ]);
    expect(joinedBots()).toEqual([]);
    expect(await account.botStates()).toEqual(['Cancelled 29', 'Scheduled 149']);
  });

  it('and the meeting ended during our outage, the bot that was in it is found', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', LOST);
    await dispatchBot(botId, 1, now);
    jobs.length = 0;
    // No report reaches us.
    for (const bot of atProvider()) bot.callbackUrl = undefined;
    await control('POST', `/bots/${atProvider()[0]?.id}/advance`, { to: 'bot.stopped' });
    await minute(2 * HOUR);
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: atProvider()[0]?.id });
    await minute(4 * MINUTE);
    expect((await account.bot()).status).toBe('Done');
  });

  it('and no bot had been made when the meeting ended, none stays in it', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 503 } });
    await dispatchBot(botId, 1, now);
    await minute(2 * HOUR);
    expect(await account.bot()).toMatchObject({ status: 'Missed', statusReason: expect.any(String) });
    expect(joinedBots()).toEqual([]);
  });

  it('a provider that only refuses does not delay the next bot for ever', async () => {
    const { account, google, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 503 } });
    await dispatchBot(botId, 1, now);
    await control('POST', '/faults', { match: CREATE, effect: { status: 401 } });
    await account.move(google.id, 9 * HOUR);
    await account.sync();
    await minute();
    expect((await account.bot()).status).toBe('Joining');
    await minute(HOUR);
    expect(await account.botStates()).toEqual(['Cancelled 29', 'Scheduled 569']);
  });
}, ['postgres']);
