import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { newAccount, scheduleBody, unscheduleBody } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  inbox,
  jobs,
  later,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
} from '@/test/harness';
import { scheduleNextOccurrence, toggleRecurrence } from './auto-reschedule';
import { scheduleBot } from './schedule-bot';
import { setOverride } from './set-override';
import { unscheduleBot } from './unschedule-bot';

const OTHER_LINK = 'https://us02web.zoom.us/j/5551234567';

/** Returns a series whose first meeting, in half an hour, has its bot. */
async function withBot(fields: object, booking: object) {
  const account = await newAccount();
  const google = await account.add('Standup', 30 * MINUTE, fields);
  await account.sync();
  const event = await account.event(google.id);
  await scheduleBot(account.user, event.id, scheduleBody(booking), { actor: 'api', now: now() });
  return { account, google, event };
}

/** The same, with the bot in the meeting. */
async function withBotInside(fields: object, booking: object) {
  const made = await withBot(fields, booking);
  pass(29 * MINUTE);
  await runJobs();
  const { providerBotId } = await made.account.bot();
  const before = inbox.webhooks.length;
  const { history } = await control('POST', `/bots/${providerBotId}/advance`, { to: 'bot.inmeeting' });
  await received('webhooks', before + history.length - 1);
  return made;
}

/** Lets a minute pass, and does what the sweep finds. */
async function minute() {
  pass(MINUTE);
  const swept = await sweep(now());
  await runJobs();
  return swept;
}

describeServices('the next occurrence of a series with auto-reschedule', () => {
  const DAILY = { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] };
  const booking = { recurring_event: true, bot_config: { bot_name: 'Scribe' } };

  it('gets a bot with the same configuration when a meeting has ended, until the series ends', async () => {
    const { account, event } = await withBotInside(DAILY, booking);
    expect(await scheduleNextOccurrence(event.id, now())).toEqual({ state: 'not_yet', endsAt: later(HOUR) });
    pass(HOUR);
    await runJobs();
    expect(
      (await account.bots()).map((bot) => [bot.source, bot.botName, bot.meetingStart.toISOString()]),
    ).toEqual([
      ['manual', 'Scribe', later(30 * MINUTE)],
      ['auto_reschedule', 'Scribe', later(DAY + 30 * MINUTE)],
    ]);
    expect(await scheduleNextOccurrence(event.id, now())).toMatchObject({ state: 'not_yet' });
    pass(DAY);
    await runJobs();
    await minute();
    expect(await account.bots()).toHaveLength(3);
    pass(DAY);
    await minute();
    await minute();
    expect(await scheduleNextOccurrence(event.id, now())).toEqual({ state: 'series_ended' });
    expect(await account.bots()).toHaveLength(3);
  });

  it('gets its bot after an outage of days', async () => {
    const { account } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] }, booking);
    jobs.length = 0;
    pass(5 * DAY + 2 * HOUR);
    await minute();
    await minute();
    const bookedOrActive = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(bookedOrActive.map((bot) => bot.meetingStart.toISOString())).toEqual([
      later(6 * DAY + 30 * MINUTE),
    ]);
  });

  it('is neither a meeting without a link nor a canceled one', async () => {
    const { account, google } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] }, booking);
    await account.edit(account.instance(google, DAY + 30 * MINUTE), { link: null });
    await account.cancel(account.instance(google, 2 * DAY + 30 * MINUTE));
    await account.sync();
    pass(HOUR);
    await runJobs();
    expect((await account.bots())[1]?.meetingStart.toISOString()).toBe(later(3 * DAY + 30 * MINUTE));
  });

  it('is not asked for each minute while no meeting can be joined, and gets its bot once one can', async () => {
    const { account, google } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] }, booking);
    const last = account.instance(google, DAY + 30 * MINUTE);
    await account.edit(last, { link: null });
    await account.sync();
    pass(HOUR);
    await runJobs();
    expect((await minute()).autoReschedules).toBe(0);
    await account.edit(last, { link: OTHER_LINK });
    await account.sync();
    expect((await minute()).autoReschedules).toBe(1);
    expect((await minute()).autoReschedules).toBe(0);
    expect((await account.bots()).map((bot) => [bot.source, bot.status])).toEqual([
      ['manual', expect.any(String)],
      ['auto_reschedule', 'Scheduled'],
    ]);
  });

  it('is found after any number of meetings with a “never”', async () => {
    const { account, event } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] }, booking);
    await db().occurrence.updateMany({
      where: { eventId: event.id, startTime: { lt: new Date(later(25 * DAY)) } },
      data: { override: 'never' },
    });
    jobs.length = 0;
    pass(HOUR);
    expect((await minute()).autoReschedules).toBe(1);
    expect((await account.bots())[1]?.meetingStart.toISOString()).toBe(later(25 * DAY + 30 * MINUTE));
    expect((await minute()).autoReschedules).toBe(0);
  });

  it('is waited for while another meeting’s bot covers its link, and no later one is scheduled', async () => {
    const { account } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'], link: OTHER_LINK }, booking);
    const other = await account.add('Interview', DAY + 30 * MINUTE, { link: OTHER_LINK });
    await account.sync();
    const { id } = await account.event(other.id);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    pass(HOUR);
    await runJobs();
    const scheduled = async () =>
      (await account.bots())
        .filter((bot) => bot.source === 'auto_reschedule')
        .map((bot) => [bot.status, bot.meetingStart.toISOString()]);
    for (let i = 0; i < 3; i++) await minute();
    expect(await scheduled()).toEqual([['Cancelled', later(DAY + 30 * MINUTE)]]);
    await account.cancel(other.id);
    await account.sync();
    await minute();
    expect((await scheduled()).at(-1)).toEqual(['Scheduled', later(DAY + 30 * MINUTE)]);
  });

  it('gets its bot while it takes place, also when it is the last one', async () => {
    const { account } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] }, booking);
    jobs.length = 0;
    pass(DAY + 10 * MINUTE);
    await minute();
    await minute();
    const [, last] = await account.bots();
    expect([last?.source, last?.providerBotId === null]).toEqual(['auto_reschedule', false]);
  });

  describe('after bots were canceled', () => {
    const all = unscheduleBody({ cancel_all_occurrences: true });
    type Made = Awaited<ReturnType<typeof withBot>>;
    const turnOn = ({ account, event }: Made) =>
      toggleRecurrence(account.user.id, event.id, true, { actor: 'person', now: now() });
    const cancel = ({ account, event }: Made, body = unscheduleBody()) =>
      unscheduleBot(account.user.id, event.id, body, { actor: 'person', now: now() });
    /** Schedules a bot for another meeting with the link and time of the first one. */
    const shareLink = async ({ account }: Made) => {
      const other = await account.add('Interview', 30 * MINUTE, { link: OTHER_LINK });
      await account.sync();
      const { id } = await account.event(other.id);
      await setOverride(account.user, id, 'always', { actor: 'person', now: now() });
    };
    const bookedOrActive = async ({ account, event }: Made) =>
      (await account.bots())
        .filter((bot) => bot.status === 'Scheduled' && bot.occurrenceId?.startsWith(event.id))
        .map((bot) => bot.meetingStart.toISOString());
    const weekly = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=8'], link: OTHER_LINK };

    it.each([
      ['all were removed: the next one', 30 * MINUTE, (made: Made) => cancel(made, all)],
      ['the next was removed: the one after', 7 * DAY + 30 * MINUTE, cancel],
      [
        'the next was removed, and then its override: the next one',
        30 * MINUTE,
        async (made: Made) => {
          await cancel(made);
          const [first] = await made.account.occurrences();
          await setOverride(made.account.user, first?.id ?? '', null, { actor: 'person', now: now() });
        },
      ],
      [
        'all were removed, and another meeting’s bot covers the link: none',
        null,
        async (made: Made) => {
          await cancel(made, all);
          await shareLink(made);
        },
      ],
      [
        'the next was canceled for lack of a link, and the series was set to “never” meanwhile: the next one',
        30 * MINUTE,
        async ({ account, google, event }: Made) => {
          await account.edit(google.id, { link: null });
          await account.sync();
          await setOverride(account.user, event.id, 'never', { actor: 'person', now: now() });
          await account.edit(google.id, { link: OTHER_LINK });
          await account.sync();
        },
      ],
    ])('gets one bot when auto-reschedule is turned on again: %s', async (_what, start, prepare) => {
      const made = await withBot(weekly, { schedule_all_occurrences: false });
      await prepare(made);
      pass(MINUTE);
      const before = (await made.account.bots()).length;
      await turnOn(made);
      for (let i = 0; i < 5; i++) await minute();
      expect(await bookedOrActive(made)).toEqual(start === null ? [] : [later(start)]);
      expect((await made.account.bots()).length - before).toBeLessThanOrEqual(1);
    });
  });
});
