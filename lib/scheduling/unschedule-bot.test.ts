import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { refusal } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, runJobs } from '@/test/harness';
import { DAILY, schedule, unschedule, withEvent } from '@/test/scheduling';
import { disableAutoSchedule, enableAutoSchedule, scanUpcoming } from './auto-schedule';
import { updateBot } from './edit-bot';
import { setOverride } from './set-override';

describeServices('unscheduling bots', () => {
  it('sets one meeting to “never” until it is scheduled again', async () => {
    const { account, id, google } = await withEvent(2 * HOUR);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    const bot = await account.bot();
    expect(await unschedule(account, id)).toMatchObject({
      unscheduled: true,
      cancelled_schedules: [bot.id],
      schedules_cancelled: 1,
      bots_deleted: 1,
      is_recurring_series: false,
    });
    await scanUpcoming([account.user.id], now());
    await account.edit(google.id, { summary: 'Renamed' });
    await account.sync();
    await account.move(google.id, HOUR);
    await account.sync();
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect((await account.bots()).map((row) => row.status)).toEqual(['Cancelled']);
    expect((await refusal(unschedule(account, id))).code).toBe('nothing_scheduled');

    pass(MINUTE);
    await schedule(account, id);
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).map((row) => row.status)).toEqual(['Cancelled', 'Scheduled']);
    expect((await account.first(google.id)).override).toBeNull();
  });

  it('removes the bot of one occurrence, and by the id of the series the next one', async () => {
    const { account, id, google } = await withEvent(DAY, DAILY);
    await schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 3 });
    const [, second] = await account.occurrences(google.id);
    expect((await unschedule(account, second?.id ?? '')).schedules_cancelled).toBe(1);
    expect((await unschedule(account, id)).schedules_cancelled).toBe(1);
    expect(await account.botStates()).toEqual([
      `Cancelled ${24 * 60 - 1}`,
      `Cancelled ${48 * 60 - 1}`,
      `Scheduled ${72 * 60 - 1}`,
    ]);
  });

  it('removes all bots of a series and sets it to “never”', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await schedule(account, id, { occurrence_date: later(3 * DAY + HOUR) });
    expect(await unschedule(account, id, { cancel_all_occurrences: true })).toMatchObject({
      schedules_cancelled: 2,
      cancel_all_occurrences: true,
      is_recurring_series: true,
    });
    pass(DAY);
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).filter((bot) => bot.status !== 'Cancelled')).toEqual([]);
    await schedule(account, id);
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).filter((bot) => bot.status === 'Scheduled')).toHaveLength(1);
  });

  it('records an override of a series without a title as such', async () => {
    const { account, google, id } = await withEvent(DAY, DAILY);
    await account.edit(google.id, { summary: null });
    await account.sync();
    await setOverride(account.user, id, 'always', { actor: 'api', now: now() });
    await unschedule(account, id, { cancel_all_occurrences: true });
    const entries = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'override.set' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map((entry) => entry.summary)).toEqual([
      'Bots for the series “(No title)” turned on.',
      'Bots for the series “(No title)” turned off.',
    ]);
  });

  it('removes the bots of a series from a date on and leaves earlier ones', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 4 });
    const from_date = later(2 * DAY + HOUR);
    expect((await unschedule(account, id, { from_date })).schedules_cancelled).toBe(2);
    expect((await account.bots()).map((bot) => bot.status)).toEqual([
      'Scheduled',
      'Scheduled',
      'Cancelled',
      'Cancelled',
    ]);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    pass(2 * DAY);
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).filter((bot) => bot.status === 'Scheduled')).toHaveLength(2);
  });

  it('leaves a “never” from a date on as it is when a later date is requested', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await unschedule(account, id, { from_date: later(DAY) });
    await schedule(account, id, { occurrence_date: later(4 * DAY + HOUR) });
    await unschedule(account, id, { from_date: later(3 * DAY) });
    pass(DAY);
    await scanUpcoming([account.user.id], now());
    const bookedOrActive = (await account.bots()).filter((bot) => bot.status !== 'Cancelled');
    expect(bookedOrActive.map((bot) => bot.meetingStart.toISOString())).toEqual([later(HOUR)]);
  });

  it('leaves bots before the date also when the request names the whole series as well', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 3 });
    const both = { cancel_all_occurrences: true, from_date: later(DAY + HOUR) };
    expect(await unschedule(account, id, both)).toMatchObject({ schedules_cancelled: 2 });
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled', 'Cancelled', 'Cancelled']);
    await schedule(account, id, { occurrence_date: later(DAY + HOUR) });
  });

  it('changes nothing and says so where no bot of a series is booked and none would be', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    for (const fields of [{ cancel_all_occurrences: true }, { from_date: later(DAY) }]) {
      expect((await refusal(unschedule(account, id, fields))).code).toBe('nothing_scheduled');
    }
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect((await account.bot()).status).toBe('Scheduled');
  });

  it('sets a series to “never” before its bots are booked, whatever would schedule them', async () => {
    const yearly = { recurrence: ['RRULE:FREQ=YEARLY'] };
    const { account, id } = await withEvent(3 * DAY, yearly);
    const off = (fields: object = { cancel_all_occurrences: true }) => unschedule(account, id, fields);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    // Beyond the rolling window.
    expect((await off({ from_date: later(100 * DAY) })).schedules_cancelled).toBe(0);
    expect((await refusal(off({ from_date: later(100 * DAY) }))).code).toBe('nothing_scheduled');
    expect((await off()).schedules_cancelled).toBe(0);
    expect((await refusal(off())).code).toBe('nothing_scheduled');
    await disableAutoSchedule(account.user.id, { cancel_scheduled: false }, 'api', now());
    await setOverride(account.user, id, 'always', { actor: 'api', now: now() });
    expect((await off()).schedules_cancelled).toBe(0);
    await setOverride(account.user, `${id}_20270304T080000Z`, 'always', { actor: 'api', now: now() });
    await disableAutoSchedule(account.user.id, { cancel_scheduled: true }, 'api', now());
    // The one of the meeting itself is scheduled at once.
    expect((await off()).schedules_cancelled).toBe(1);
    expect(await account.bots()).toMatchObject([{ status: 'Cancelled' }]);
  });

  it('sets a series with “always” to “never” from a date on', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await setOverride(account.user, id, 'always', { actor: 'person', now: now() });
    await unschedule(account, id, { from_date: later(DAY) });
    pass(DAY);
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).map((bot) => bot.meetingStart.toISOString())).toEqual([later(HOUR)]);
    // A second “always” is the newer override.
    await setOverride(account.user, id, 'always', { actor: 'person', now: now() });
    expect(await account.bots()).toHaveLength(2);
  });

  it('refuses the options of a series for a single event', async () => {
    const { account, id } = await withEvent(DAY);
    expect((await refusal(unschedule(account, id, { from_date: later(0) }))).code).toBe('not_recurring');
  });

  it('recalls an active bot and does not send another', async () => {
    const { account, id } = await withEvent(30 * MINUTE);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    pass(29 * MINUTE);
    await runJobs();
    const { providerBotId } = await account.bot();
    await control('POST', `/bots/${providerBotId}/advance`, { to: 'bot.inmeeting' });
    await unschedule(account, id);
    await runJobs();
    await scanUpcoming([account.user.id], now());
    expect((await account.bot()).status).toBe('Cancelled');
    expect((await account.providerCalls('remove_bot')).map((call) => call.status)).toEqual([200]);
  });

  it('schedules a bot again with its name and attributes when its meeting has a link again', async () => {
    const { account, google, id } = await withEvent(DAY);
    const { bot_id } = await schedule(account, id);
    const edit = { bot_username: 'Scribe', custom_attributes: { team: 'a' } };
    await updateBot(account.user.id, bot_id, edit, { actor: 'api', now: now() });
    await account.edit(google.id, { link: null });
    await account.sync();
    pass(1000);
    await account.edit(google.id, { link: 'https://us02web.zoom.us/j/81234567890' });
    await account.sync();
    expect((await account.bots()).map((bot) => [bot.status, bot.botName, bot.customAttributes])).toEqual([
      ['Cancelled', 'Scribe', { team: 'a' }],
      ['Scheduled', 'Scribe', { team: 'a' }],
    ]);
  });
});
