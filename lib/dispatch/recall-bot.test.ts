import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, scheduleBody, unscheduleBody } from '@/test/account';
import { advance, CREATE, minute, OTHER_LINK, withBot, withBotInside } from '@/test/bots';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  jobs,
  later,
  MINUTE,
  now,
  pass,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { dispatchBot } from './dispatch-due';
import { recallBot } from './recall-bot';

describeServices('A bot', () => {
  const removals = async (account: Account) => (await account.providerCalls('remove_bot')).length;

  it('is recalled when its meeting is canceled while it is in it', async () => {
    const { account, google } = await withBotInside();
    await account.cancel(google.id);
    await account.sync();
    expect(await account.bot()).toMatchObject({
      status: 'InMeeting',
      recallRequestedAt: expect.any(Date),
    });
    await runJobs();
    await account.sync();
    await minute();
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      statusReason: 'The meeting was canceled.',
    });
    expect(await removals(account)).toBe(1);
  });

  it('is recalled when its meeting moves to later while it is joining, and a new one is scheduled', async () => {
    const { account, google } = await withBot({}, { bot_config: { bot_name: 'Scribe' } });
    pass(29 * MINUTE);
    await runJobs();
    await account.move(google.id, 2 * HOUR);
    await account.sync();
    pass(1000);
    await runJobs();
    expect(await account.botStates()).toEqual(['Cancelled 29', 'Scheduled 149']);
    expect((await account.bots()).map((bot) => bot.botName)).toEqual(['Scribe', 'Scribe']);
    expect(await removals(account)).toBe(1);
    pass(2 * HOUR);
    await runJobs();
    expect(sandbox.world.bots.size).toBe(2);
  });

  it('is recalled without a successor when its meeting moves into the past', async () => {
    const { account, google } = await withBotInside();
    await account.move(google.id, -DAY);
    await account.sync();
    await runJobs();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
  });

  it('is recalled when the link of its meeting changes, and a new one joins at the new link', async () => {
    const { account, google } = await withBotInside();
    await account.edit(google.id, { link: OTHER_LINK });
    await account.sync();
    pass(1000);
    await runJobs();
    expect((await account.bots()).map((bot) => [bot.status, bot.meetingUrl])).toEqual([
      ['Cancelled', 'https://us02web.zoom.us/j/81234567890'],
      ['Joining', OTHER_LINK],
    ]);
    expect(await removals(account)).toBe(1);
  });

  it.each(['auto', 'auto_reschedule'] as const)(
    'is replaced when the link changes and its source is %s',
    async (source) => {
      const booking = source === 'auto_reschedule' ? { recurring_event: true } : {};
      const { account, google, botId } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] }, booking);
      await db().scheduledBot.update({ where: { id: botId }, data: { source } });
      await account.edit(account.instance(google, 30 * MINUTE), { link: OTHER_LINK });
      await account.sync();
      pass(1000);
      await runJobs();
      expect((await account.bots()).map((bot) => [bot.status, bot.meetingUrl])).toEqual([
        ['Cancelled', 'https://us02web.zoom.us/j/81234567890'],
        ['Joining', OTHER_LINK],
      ]);
    },
  );

  it('stays when the link gets another form, the title changes or the meeting moves by a few minutes', async () => {
    const { account, google } = await withBotInside();
    await account.edit(google.id, { link: 'https://zoom.us/j/81234567890?pwd=abc', summary: 'Renamed' });
    await account.move(google.id, 3 * MINUTE);
    await account.sync();
    await runJobs();
    expect(await account.bot()).toMatchObject({
      status: 'InMeeting',
      recallRequestedAt: null,
      meetingUrl: 'https://zoom.us/j/81234567890?pwd=abc',
      meetingStart: new Date(later(33 * MINUTE)),
    });
    // Nor does it get a successor when the meeting denies it.
    await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
    await advance(account, 'bot.stopped', 'Denied');
    await account.edit(google.id, { link: 'https://zoom.us/j/81234567890', summary: 'Renamed again' });
    await account.sync();
    expect((await account.bot()).status).toBe('Denied');
  });

  it('is replaced also when the provider’s report that it has left comes first', async () => {
    const { account, google } = await withBotInside();
    await account.edit(google.id, { link: OTHER_LINK });
    await account.sync();
    await advance(account, 'bot.stopped');
    pass(1000);
    await runJobs();
    expect((await account.bots()).map((bot) => bot.meetingUrl)).toEqual([
      'https://us02web.zoom.us/j/81234567890',
      OTHER_LINK,
    ]);
    expect((await account.bots())[1]?.status).toBe('Joining');
  });

  it.each(['occurrence', 'series'] as const)(
    'is recalled when a person sets the %s to never',
    async (what) => {
      const { account, event, botId } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] });
      const { occurrenceId } = await account.bot();
      const id = what === 'series' ? event.id : (occurrenceId ?? '');
      await setOverride(account.user, id, 'never', { actor: 'person', now: now() });
      await runJobs();
      await minute();
      expect(await account.bot()).toMatchObject({ status: 'Cancelled', comesBack: false });
      expect(await removals(account)).toBe(1);
      const entry = await db().activityEntry.findFirstOrThrow({
        where: { botId, action: what === 'series' ? 'bot.recall_requested' : 'bot.unscheduled' },
      });
      expect(entry.actor).toBe('person');
      const left = await db().activityEntry.findFirstOrThrow({ where: { botId, action: 'bot.recalled' } });
      expect([left.cause, left.before, left.after]).toEqual([
        'recall',
        { status: expect.stringMatching(/InMeeting|Leaving|Done/) },
        { status: 'Cancelled' },
      ]);
    },
  );

  it('is scheduled again after its recall when it was removed and scheduled meanwhile', async () => {
    const { account, event } = await withBotInside();
    const bot_config = { bot_name: 'Second', custom_attributes: { a: 'b' } };
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), { actor: 'api', now: now() });
    expect(
      await scheduleBot(account.user, event.id, scheduleBody({ bot_config }), { actor: 'api', now: now() }),
    ).toMatchObject({
      scheduled: true,
      bot_id: (await account.bot()).id,
    });
    pass(1000);
    await runJobs();
    expect((await account.bots()).map((bot) => [bot.status, bot.botName, bot.source])).toEqual([
      ['Cancelled', 'Second', 'manual'],
      ['Joining', 'Second', 'manual'],
    ]);
    expect((await account.bots())[1]?.customAttributes).toEqual({ a: 'b' });
  });

  it('is only recalled when it was removed, scheduled and removed again', async () => {
    const { account, event } = await withBotInside();
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), { actor: 'api', now: now() });
    await scheduleBot(account.user, event.id, scheduleBody(), { actor: 'api', now: now() });
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), { actor: 'api', now: now() });
    await runJobs();
    await minute();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
  });

  it('is recalled later when the provider is down, which is asked until it answers', async () => {
    const { account, google, botId } = await withBotInside();
    await account.cancel(google.id);
    await account.sync();
    jobs.length = 0;
    await control('POST', '/faults', {
      match: { path: 'remove_bot' },
      times: 1,
      effect: { status: 503 },
    });
    await expect(recallBot(botId, now)).rejects.toThrow('503');
    expect((await account.bot()).status).toBe('InMeeting');
    await minute();
    expect((await account.bot()).status).toBe('Cancelled');
  });

  it('is recalled as soon as the provider answers when its meeting was canceled while it was asked', async () => {
    const { account, google, botId } = await withBot();
    pass(29 * MINUTE);
    const fault = await control('POST', '/faults', { match: CREATE, times: 1, effect: { hold: true } });
    const sending = dispatchBot(botId, 1, now);
    await until(() => sandbox.world.faults.rules.some((rule) => rule.id === fault.id && rule.holding === 1));
    await account.cancel(google.id);
    await account.sync();
    expect(await recallBot(botId, now)).toBe(false);
    sandbox.world.faults.remove(fault.id);
    await sending;
    expect((await account.bot()).status).toBe('Cancelled');
    expect(await removals(account)).toBe(1);
  });

  it('is scheduled for the new time when its meeting moves while the provider is down', async () => {
    const { account, google } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, effect: { status: 503 } });
    await runJobs();
    await account.move(google.id, 3 * HOUR);
    await account.sync();
    for (let i = 0; i < 4; i++) await minute(10 * MINUTE);
    sandbox.world.faults.remove();
    await minute();
    expect(
      (await account.bots())
        .filter((bot) => bot.status === 'Scheduled')
        .map((bot) => bot.meetingStart.toISOString()),
    ).toEqual([later(30 * MINUTE + 3 * HOUR)]);
  });
}, ['postgres']);
