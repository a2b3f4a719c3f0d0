import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { refusal } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, runJobs } from '@/test/harness';
import { DAILY, schedule, unschedule, withEvent } from '@/test/scheduling';
import { disableAutoSchedule, enableAutoSchedule } from './auto-schedule';
import { updateBot } from './edit-bot';
import { scanUpcoming } from './scan-upcoming';
import { setOverride } from './series-overrides';

describeServices('taking bots off', () => {
  it('is a lasting wish for one meeting, which scheduling again lifts', async () => {
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

  it('takes one occurrence, and for a series’ id the next booked one', async () => {
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

  it('takes all of a series, for good', async () => {
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

  it('of a series without a title says so', async () => {
    const { account, google, id } = await withEvent(DAY, DAILY);
    await account.edit(google.id, { summary: null });
    await account.sync();
    await setOverride(account.user, id, 'always', 'api', now());
    await unschedule(account, id, { cancel_all_occurrences: true });
    const entries = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'override.set' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map((entry) => entry.summary)).toEqual([
      'Wish for “(No title)”: always.',
      'Wish for “(No title)”: never.',
    ]);
  });

  it('takes a series off from a date on and keeps what is earlier', async () => {
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

  it('an earlier date stands when a later one is said afterwards', async () => {
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

  it('a date keeps what is earlier, also when all of the series is said beside it', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 3 });
    const both = { cancel_all_occurrences: true, from_date: later(DAY + HOUR) };
    expect(await unschedule(account, id, both)).toMatchObject({ schedules_cancelled: 2 });
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled', 'Cancelled', 'Cancelled']);
    await schedule(account, id, { occurrence_date: later(DAY + HOUR) });
  });

  it('says so where nothing is booked in a series and nothing would be, and changes nothing', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    for (const fields of [{ cancel_all_occurrences: true }, { from_date: later(DAY) }]) {
      expect((await refusal(unschedule(account, id, fields))).code).toBe('nothing_scheduled');
    }
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect((await account.bot()).status).toBe('Scheduled');
  });

  it('is a wish for a series whose bots are still to be booked, whatever would book them', async () => {
    const yearly = { recurrence: ['RRULE:FREQ=YEARLY'] };
    const { account, id } = await withEvent(3 * DAY, yearly);
    const off = (fields: object = { cancel_all_occurrences: true }) => unschedule(account, id, fields);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    // Beyond the days that are kept.
    expect((await off({ from_date: later(100 * DAY) })).schedules_cancelled).toBe(0);
    expect((await refusal(off({ from_date: later(100 * DAY) }))).code).toBe('nothing_scheduled');
    expect((await off()).schedules_cancelled).toBe(0);
    expect((await refusal(off())).code).toBe('nothing_scheduled');
    await disableAutoSchedule(account.user.id, false, 'api', now());
    await setOverride(account.user, id, 'always', 'api', now());
    expect((await off()).schedules_cancelled).toBe(0);
    await setOverride(account.user, `${id}_20270304T080000Z`, 'always', 'api', now());
    await disableAutoSchedule(account.user.id, true, 'api', now());
    expect((await off()).schedules_cancelled).toBe(0);
    expect(await account.bots()).toEqual([]);
  });

  it('a date also ends a series that is always to be joined', async () => {
    const { account, id } = await withEvent(HOUR, DAILY);
    await setOverride(account.user, id, 'always', 'person', now());
    await unschedule(account, id, { from_date: later(DAY) });
    pass(DAY);
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).map((bot) => bot.meetingStart.toISOString())).toEqual([later(HOUR)]);
    // Saying always once more is the newer wish.
    await setOverride(account.user, id, 'always', 'person', now());
    expect(await account.bots()).toHaveLength(2);
  });

  it('refuses series’ options for a single event', async () => {
    const { account, id } = await withEvent(DAY);
    expect((await refusal(unschedule(account, id, { from_date: later(0) }))).code).toBe('not_recurring');
  });

  it('calls a bot back that is under way, and does not send another', async () => {
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

  it('a bot that comes back with its meeting has kept its name and attributes', async () => {
    const { account, google, id } = await withEvent(DAY);
    const { bot_id } = await schedule(account, id);
    const edit = { bot_username: 'Scribe', custom_attributes: { team: 'a' } };
    await updateBot(account.user.id, bot_id, edit, 'api', now());
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
