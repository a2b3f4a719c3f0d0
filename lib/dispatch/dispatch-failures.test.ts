import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { CREATE, minute, withBot, withBotInside } from '@/test/bots';
import {
  control,
  describeServices,
  HOUR,
  jobs,
  later,
  MINUTE,
  now,
  pass,
  runJobs,
  sandbox,
} from '@/test/harness';
import { dispatchBot } from './dispatch-due';

describeServices('When a bot cannot be sent at once', () => {
  it('the next attempt after a lost answer finds the same bot', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', {
      match: CREATE,
      times: 1,
      effect: { afterWork: true, cutConnection: true },
    });
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'retry' });
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: null, attempts: 1 });
    await minute();
    const calls = await account.providerCalls('create_bot');
    expect(calls.map((call) => call.status)).toEqual([null, 507]);
    expect(sandbox.world.bots.size).toBe(1);
    expect((await account.bot()).providerBotId).toBe([...sandbox.world.bots.keys()][0]);
  });

  it('the claim of a process that died runs out, and the next attempt finds the same bot', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await dispatchBot(botId, 1, now);
    // The row of a process that died before it saved the answer.
    await db().scheduledBot.update({
      where: { id: botId },
      data: { providerBotId: null, leaseUntil: new Date(+now() + 30_000) },
    });
    await sweep(now());
    await runJobs();
    expect((await account.bot()).providerBotId).toBeNull();
    await minute();
    expect(sandbox.world.bots.size).toBe(1);
    expect((await account.bot()).providerBotId).toBe([...sandbox.world.bots.keys()][0]);
  });

  it('a provider that is down is asked again with growing pauses', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 3, effect: { status: 503 } });
    const pauses: number[] = [];
    for (;;) {
      const outcome = await dispatchBot(botId, 1, now);
      if (outcome.state !== 'retry') break;
      pauses.push(Date.parse(outcome.retryAt) - +now());
      pass(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([1000, 2000, 4000]);
    expect(await account.bot()).toMatchObject({ status: 'Joining', attempts: 4, nextAttemptAt: null });
    expect(new Set((await account.providerCalls('create_bot')).map((call) => call.idempotencyKey))).toEqual(
      new Set([botId]),
    );
  });

  it('the provider is not asked again before the time that it names', async () => {
    const { botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', {
      match: CREATE,
      times: 1,
      effect: { status: 429, retryAfterSeconds: 40 },
    });
    expect(await dispatchBot(botId, 1, now)).toEqual({
      state: 'retry',
      retryAt: later(29 * MINUTE + 40_000),
    });
    // A process that read earlier what is due may come only now.
    pass(39_999);
    expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'not_ours' });
    pass(1);
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'sent' });
  });

  it('a refusal is final, and its reason is the provider’s words', async () => {
    const { account } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', {
      match: CREATE,
      effect: { status: 422, reason: 'This link cannot be joined.' },
    });
    await runJobs();
    expect(await account.bot()).toMatchObject({
      status: 'Error',
      statusReason: expect.stringContaining('This link cannot be joined.'),
    });
    await minute();
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
  });

  it('a bot whose provider is down until the meeting ends is missed', async () => {
    const { account } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, effect: { status: 503 } });
    await runJobs();
    while (+now() < Date.parse(later(HOUR))) {
      await minute(5 * MINUTE);
      if (+now() < Date.parse(later(HOUR))) expect((await account.bot()).status).toBe('Joining');
    }
    expect((await account.bot()).status).toBe('Missed');
    await minute();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Missed']);
  });

  it('a bot joins late after an outage of ours, and is missed when its meeting has ended', async () => {
    const running = await withBot({ end: { dateTime: later(2 * HOUR) } });
    const over = await withBot();
    jobs.length = 0;
    pass(HOUR);
    await minute();
    expect(await running.account.bot()).toMatchObject({ status: 'Joining' });
    const { summary } = await db().activityEntry.findFirstOrThrow({
      where: { action: 'bot.sent', botId: running.botId },
    });
    expect(summary).toContain('31 min after it began');
    expect((await over.account.bot()).status).toBe('Missed');
  });

  it('a bot whose meeting ended during our outage is missed, also when its calendar is synced first', async () => {
    const { account, google } = await withBot();
    jobs.length = 0;
    pass(2 * HOUR);
    await account.edit(google.id, { summary: 'Renamed afterwards' });
    await account.sync();
    await minute();
    expect((await account.bot()).status).toBe('Missed');
  });

  it('a meeting prolonged while the provider is down is joined after its old end', async () => {
    const { account, google } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, effect: { status: 503 } });
    await runJobs();
    await account.edit(google.id, { end: { dateTime: later(3 * HOUR) }, summary: 'Prolonged' });
    await account.sync();
    pass(HOUR);
    await minute();
    expect(await account.bot()).toMatchObject({ status: 'Joining', title: 'Prolonged' });
    sandbox.world.faults.remove();
    await minute();
    expect((await account.bot()).providerBotId).not.toBeNull();
  });

  it('the provider is asked every few minutes about a bot whose reports are lost', async () => {
    const { account } = await withBotInside();
    const asked = () => control('GET', '/log?kind=bots&path=/status').then(({ items }) => items.length);
    const [bot] = sandbox.world.bots.values();
    if (bot) bot.callbackUrl = undefined;
    await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.recording' });
    await minute(2 * MINUTE);
    expect([(await account.bot()).status, await asked()]).toEqual(['InMeeting', 0]);
    await control('POST', '/faults', { match: { path: '/status' }, times: 1, effect: { status: 200 } });
    await minute(2 * MINUTE);
    await minute();
    expect([(await account.bot()).status, await asked()]).toEqual(['InMeeting', 1]);
    await minute(3 * MINUTE);
    expect((await account.bot()).status).toBe('Recording');
  });

  it('a bot that never reports its end is done hours later', async () => {
    const { account } = await withBotInside();
    pass(8 * HOUR);
    await minute();
    expect(await account.bot()).toMatchObject({ status: 'Done', statusReason: expect.any(String) });
    const entry = await db().activityEntry.findFirstOrThrow({ where: { cause: 'provider_silent' } });
    expect(entry).toMatchObject({
      actor: 'usher',
      before: { status: 'InMeeting' },
      after: { status: 'Done' },
    });
  });
}, ['postgres']);
