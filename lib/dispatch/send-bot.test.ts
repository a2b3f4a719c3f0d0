import { expect, it } from 'vitest';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { unscheduleBody } from '@/test/account';
import { advance, CREATE, minute, OTHER_LINK, withBot } from '@/test/bots';
import { control, describeServices, MINUTE, now, pass, runJobs, sandbox } from '@/test/harness';
import { dispatchBot } from './dispatch-due';

describeServices('A bot', () => {
  it('is sent with one call that has all its provider needs, and moves on to its end', async () => {
    const booking = {
      bot_config: { bot_name: 'Scribe', custom_attributes: { team: 'a' }, transcription: { deepgram: {} } },
    };
    const { account, botId } = await withBot({}, booking);
    await runJobs();
    expect((await account.bot()).status).toBe('Scheduled');
    pass(29 * MINUTE);
    await runJobs();
    const calls = await account.providerCalls('create_bot');
    expect(calls.map((call) => [call.status, call.idempotencyKey])).toEqual([[201, botId]]);
    expect(calls[0]?.body).toMatchObject({
      meeting_link: 'https://us02web.zoom.us/j/81234567890',
      bot_name: 'Scribe',
      video_required: false,
      custom_attributes: { team: 'a', usher_bot_id: botId },
      recording_config: { transcript: { provider: { deepgram: {} } } },
      callback_url: expect.stringMatching(/\/api\/webhooks\/bots\/meetstream\/bot_\w+\/[\w-]{43}$/),
    });
    expect(calls[0]?.body).not.toHaveProperty('transcription');
    const steps = [
      ['bot.joining', 'Joining'],
      ['bot.in_waiting_room', 'WaitingRoom'],
      ['bot.inmeeting', 'InMeeting'],
      ['bot.recording', 'Recording'],
      ['bot.leaving', 'Leaving'],
      ['bot.stopped', 'Done'],
      ['bot.done', 'Done'],
    ] as const;
    for (const [step, status] of steps) {
      await advance(account, step);
      expect((await account.bot()).status).toBe(status);
    }
  });

  it('is not sent before its time, nor at a version older than its row', async () => {
    const { account, google, botId } = await withBot();
    pass(28 * MINUTE);
    expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'not_ours' });
    await account.edit(google.id, { link: OTHER_LINK });
    await account.sync();
    pass(MINUTE);
    expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'not_ours' });
    expect(await dispatchBot(botId, 2, now)).toMatchObject({ state: 'sent' });
    expect((await account.providerCalls('create_bot'))[0]?.body).toMatchObject({ meeting_link: OTHER_LINK });
    expect(await dispatchBot(botId, 2, now)).toEqual({ state: 'not_ours' });
  });

  it('is sent once when several processes wake up for it', async () => {
    const { account, botId } = await withBot();
    pass(29 * MINUTE);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => dispatchBot(botId, 1, now)));
    expect(outcomes.filter((outcome) => outcome.state === 'sent')).toHaveLength(1);
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
  });

  it('is sent for each of two accounts, also to the same link', async () => {
    const one = await withBot();
    const other = await withBot();
    pass(29 * MINUTE);
    await runJobs();
    expect((await one.account.bot()).providerBotId).not.toBe((await other.account.bot()).providerBotId);
  });

  it('is never made when it was removed after the provider’s “not now”', async () => {
    const { account, event } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 429 } });
    await runJobs();
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), { actor: 'api', now: now() });
    await minute();
    await minute();
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      statusReason: expect.stringContaining('emoved'),
    });
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
    expect(sandbox.world.bots.size).toBe(0);
  });

  it('is not made by the next attempt when it was removed after the first', async () => {
    const { account, event, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 429 } });
    await dispatchBot(botId, 1, now);
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), { actor: 'api', now: now() });
    pass(MINUTE);
    expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'not_ours' });
    expect((await account.bot()).status).toBe('Cancelled');
    expect(sandbox.world.bots.size).toBe(0);
  });
});
