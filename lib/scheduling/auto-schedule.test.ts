import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, now } from '@/test/harness';
import { disableAutoSchedule, enableAutoSchedule, setDefaultBotConfig } from './auto-schedule';
import { listEvents } from './list-events';
import { setOverride } from './series-overrides';
import { unscheduleBot } from './unschedule-bot';

describeServices('auto-schedule', () => {
  it('keeps a default configuration while it is off, and books with it once it is on', async () => {
    const account = await newAccount();
    await account.add('Customer call', 2 * HOUR);
    await account.sync();
    const config = { bot_name: 'Scribe', odd: { deep: [1] } };
    const user = await setDefaultBotConfig(account.user.id, config, 'person', now());
    expect(user).toMatchObject({ autoScheduleEnabled: false, defaultBotConfig: config });
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

  it('turned off while its bots stay is one piece of news, not one a bot', async () => {
    const account = await newAccount();
    await account.add('Customer call', 2 * HOUR);
    await account.add('Review', 3 * HOUR);
    await account.sync();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    const last = await db().activityEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await disableAutoSchedule(account.user.id, false, 'person', now());
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

describeServices('an event', () => {
  it('tells the wish for one meeting and the wish for its series apart', async () => {
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
    await setOverride(account.user, first?.id ?? '', 'never', 'person', now());
    await setOverride(account.user, series.id, 'always', 'person', now());
    await setOverride(account.user, review.id, 'never', 'person', now());
    expect(await overrides('Standup')).toEqual([
      { occurrence: 'never', series: 'always' },
      { occurrence: null, series: 'always' },
      { occurrence: null, series: 'always' },
    ]);
    expect(await overrides('Review')).toEqual([{ occurrence: 'never', series: null }]);
    const from = { cancel_all_occurrences: false, from_date: third?.originalStart.toISOString() };
    await unscheduleBot(account.user.id, series.id, from, 'person', now());
    expect((await overrides('Standup')).map((override) => override.series)).toEqual([
      'always',
      'always',
      'never',
    ]);
  });
});
