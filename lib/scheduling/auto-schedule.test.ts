import { expect, it } from 'vitest';
import { nightlyScan } from '@/inngest/nightly-scan';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, jobs, MINUTE, now, pass, runJobs } from '@/test/harness';
import { schedule, withEvent } from '@/test/scheduling';
import { disableAutoSchedule, enableAutoSchedule, scanUpcoming, setDefaultBotConfig } from './auto-schedule';
import { listEvents } from './list-events';
import { setOverride } from './set-override';
import { unscheduleBot } from './unschedule-bot';

describeServices('Auto-schedule', () => {
  it('schedules the next 24 hours at once with the default configuration, and repeating it does no harm', async () => {
    const account = await newAccount();
    await account.add('Soon', 2 * HOUR);
    await account.add('Soon, no link', 3 * HOUR, { link: null });
    await account.add('Far', 25 * HOUR);
    await account.add('Running', -10 * MINUTE);
    await account.add('Ended', -2 * HOUR);
    await account.sync();
    const config = { bot_name: 'Scribe' };
    expect(await enableAutoSchedule(account.user.id, config, 'api', now())).toMatchObject({
      scheduledNow: 2,
      settings: { auto_schedule_enabled: true, default_bot_config: config },
    });
    const again = await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect(again).toMatchObject({ scheduledNow: 0, settings: { default_bot_config: config } });
    const bots = await account.bots();
    expect(bots.map((bot) => [bot.title, bot.botName, bot.source])).toEqual([
      ['Running', 'Scribe', 'auto'],
      ['Soon', 'Scribe', 'auto'],
    ]);
  });

  it('schedules a meeting within 24 hours when it is synced, and the others as their day comes', async () => {
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await account.add('Tomorrow', 30 * HOUR);
    await account.add('Today', 2 * HOUR);
    await account.sync();
    expect((await account.bots()).map((bot) => bot.title)).toEqual(['Today']);
    pass(16 * HOUR);
    await nightlyScan(now());
    await runJobs();
    expect((await account.bots()).map((bot) => bot.title)).toEqual(['Today', 'Tomorrow']);
  });

  it('leaves its bots or cancels them when it is turned off, and never those scheduled manually', async () => {
    const account = await newAccount();
    await account.add('Auto', 2 * HOUR);
    const manual = await account.add('Manual', 3 * HOUR);
    await account.sync();
    await schedule(account, (await account.event(manual.id)).id);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await disableAutoSchedule(account.user.id, { cancel_scheduled: false }, 'api', now());
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled', 'Scheduled']);
    await disableAutoSchedule(account.user.id, { cancel_scheduled: true }, 'api', now());
    expect((await account.bots()).map((bot) => [bot.title, bot.status])).toEqual([
      ['Auto', 'Cancelled'],
      ['Manual', 'Scheduled'],
    ]);
    pass(MINUTE);
    expect((await enableAutoSchedule(account.user.id, undefined, 'api', now())).scheduledNow).toBe(1);
  });

  it('makes up for a missed scan, once a day', async () => {
    const { account } = await withEvent(DAY);
    const asked = () =>
      jobs.filter((job) => job.name === 'users/scan' && job.data.userIds.includes(account.user.id));
    await sweep(now());
    expect(asked()).toHaveLength(1);
    await runJobs();
    await sweep(now());
    expect(asked()).toHaveLength(0);
    pass(3 * DAY);
    await sweep(now());
    expect(asked()).toHaveLength(1);
  });

  it('schedules its bot again for a meeting that is joinable again, also when it is off by then', async () => {
    const { account, google } = await withEvent(3 * HOUR);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await disableAutoSchedule(account.user.id, { cancel_scheduled: false }, 'api', now());
    await account.edit(google.id, { link: null });
    await account.sync();
    expect((await account.bot()).status).toBe('Cancelled');
    pass(MINUTE);
    await account.edit(google.id, { link: 'https://us02web.zoom.us/j/5551234567' });
    await account.sync();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Scheduled']);
  });

  it('stores a default configuration while it is off, and schedules bots with it once it is on', async () => {
    const account = await newAccount();
    await account.add('Customer call', 2 * HOUR);
    await account.sync();
    const config = { bot_name: 'Scribe', odd: { deep: [1] } };
    const settings = await setDefaultBotConfig(account.user.id, config, 'person', now());
    expect(settings).toMatchObject({ auto_schedule_enabled: false, default_bot_config: config });
    expect(await account.bots()).toEqual([]);
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    await setDefaultBotConfig(account.user.id, { bot_name: 'Clerk' }, 'api', now());
    expect(await account.bots()).toMatchObject([{ botName: 'Scribe', botConfig: config }]);
    const told = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'auto_schedule.configured' },
      orderBy: { id: 'asc' },
    });
    expect(told).toMatchObject([
      { actor: 'person', before: { default_bot_config: {} }, after: { default_bot_config: config } },
      { actor: 'api', before: { default_bot_config: config } },
    ]);
  });

  it('records one entry, not one a bot, when it is turned off and its bots stay', async () => {
    const account = await newAccount();
    await account.add('Customer call', 2 * HOUR);
    await account.add('Review', 3 * HOUR);
    await account.sync();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    const last = await db().activityEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await disableAutoSchedule(account.user.id, { cancel_scheduled: false }, 'person', now());
    const news = await db().activityEntry.findMany({
      where: { userId: account.user.id, id: { gt: last.id } },
    });
    expect(news.map((entry) => entry.action)).toEqual(['auto_schedule.disabled']);
    expect((await account.occurrences()).map((row) => row.decisionCode)).toEqual([
      'scheduled_earlier',
      'scheduled_earlier',
    ]);
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled', 'Scheduled']);
  });
});

describeServices('The event list', () => {
  it('shows the override of a meeting and the override of its series apart', async () => {
    const account = await newAccount();
    const daily = await account.add('Standup', DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    const single = await account.add('Review', DAY);
    await account.sync();
    const [series, review] = [await account.event(daily.id), await account.event(single.id)];
    const [first, , third] = await account.occurrences(daily.id);
    const overrides = async (title: string) => {
      const query = { limit: 100, expand: true, show_deleted: false, q: title };
      return (await listEvents(account.user, query, now())).results.map((event) => event.overrides);
    };
    await setOverride(account.user, first?.id ?? '', 'never', { actor: 'person', now: now() });
    await setOverride(account.user, series.id, 'always', { actor: 'person', now: now() });
    await setOverride(account.user, review.id, 'never', { actor: 'person', now: now() });
    expect(await overrides('Standup')).toEqual([
      { occurrence: 'never', series: 'always' },
      { occurrence: null, series: 'always' },
      { occurrence: null, series: 'always' },
    ]);
    expect(await overrides('Review')).toEqual([{ occurrence: 'never', series: null }]);
    const from = { cancel_all_occurrences: false, from_date: third?.originalStart.toISOString() };
    await unscheduleBot(account.user.id, series.id, from, { actor: 'person', now: now() });
    expect((await overrides('Standup')).map((override) => override.series)).toEqual([
      'always',
      'always',
      'never',
    ]);
  });
});
