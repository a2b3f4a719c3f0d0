import { describe, expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { db } from '@/lib/platform/database/client';
import { newAccount, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, later, now, runJobs } from '@/test/harness';
import { DAILY, type DailySeries, dailySeries } from '@/test/scheduling';
import { enableAutoSchedule, scanUpcoming } from './auto-schedule';
import { restoreBots } from './restore-bots';
import { scheduleBot } from './schedule-bot';
import { setOverride } from './set-override';
import { unscheduleBot } from './unschedule-bot';

const author = () => ({ actor: 'person' as const, now: now() });

describeServices('setting an override', () => {
  it('schedules a bot on “always”, removes it on “never”, and leaves the meeting to the rules on none', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', 2 * HOUR);
    await account.sync();
    const { id } = await account.event(google.id);
    const always = await setOverride(account.user, id, 'always', { actor: 'person', now: now() });
    expect(always.decision).toMatchObject({ will_join: true, code: 'override_always', override: 'always' });
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', source: 'always' });
    const never = await setOverride(account.user, id, 'never', { actor: 'person', now: now() });
    expect(never.decision).toMatchObject({ will_join: false, code: 'override_never' });
    expect(await account.bot()).toMatchObject({ status: 'Cancelled' });
    const none = await setOverride(account.user, id, null, { actor: 'person', now: now() });
    expect(none.decision).toMatchObject({ will_join: false, code: 'auto_schedule_off', override: null });
  });

  describe('of one meeting', () => {
    const inThreeDays = async () => {
      const account = await newAccount();
      const google = await account.add('Review', 3 * DAY);
      await account.sync();
      const { id } = await account.event(google.id);
      const set = (override: 'always' | 'never' | null) =>
        setOverride(account.user, id, override, { actor: 'person', now: now() });
      return { account, id, set };
    };

    it('schedules its bot at once on “always”, and only once', async () => {
      const { account, set } = await inThreeDays();
      await set('always');
      await set('always');
      expect(await account.bots()).toMatchObject([{ status: 'Scheduled', source: 'always' }]);
    });

    it('removes its bot on “never” so that it can be restored as it was', async () => {
      const { account, id, set } = await inThreeDays();
      await scheduleBot(account.user, id, scheduleBody({ bot_config: { bot_name: 'Scribe' } }), author());
      const { removed_bots } = await set('never');
      expect(await account.bot()).toMatchObject({
        status: 'Cancelled',
        statusReason: 'You removed the bot.',
      });
      const { restored } = await restoreBots(account.user, removed_bots, 'person', now());
      expect(restored).toHaveLength(1);
      const back = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
      expect(back).toMatchObject([{ source: 'manual', botName: 'Scribe' }]);
      expect(await db().occurrence.findUniqueOrThrow({ where: { id } })).toMatchObject({ override: null });
    });

    it('removes a bot that a person had scheduled when the rules decide again and want none', async () => {
      const { account, id, set } = await inThreeDays();
      await scheduleBot(account.user, id, scheduleBody({}), author());
      const { decision, removed_bots } = await set(null);
      expect(decision).toMatchObject({ will_join: false, code: 'auto_schedule_off' });
      expect(removed_bots).toEqual([(await account.bot()).id]);
      expect(await account.bot()).toMatchObject({ status: 'Cancelled' });
    });

    it('keeps the bot, as one of the rules, when the rules decide again and want it', async () => {
      const { account, id, set } = await inThreeDays();
      await scheduleBot(account.user, id, scheduleBody({}), author());
      await enableAutoSchedule(account.user.id, undefined, 'person', now());
      const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
      const answer = await setOverride(user, id, null, author());
      expect(answer).toMatchObject({ decision: { code: 'auto_schedule' }, removed_bots: [] });
      expect(await account.bots()).toMatchObject([{ status: 'Scheduled', source: 'auto' }]);
      await set(null);
      expect(await account.bots()).toMatchObject([{ status: 'Scheduled', source: 'auto' }]);
    });
  });

  it('applies the override of a series to each of its meetings', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', 2 * HOUR, DAILY);
    await account.sync();
    const { id } = await account.event(google.id);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect(await account.bot()).toMatchObject({ status: 'Scheduled' });
    const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
    expect((await setOverride(user, id, 'never', { actor: 'person', now: now() })).decision.code).toBe(
      'series_never',
    );
    await scanUpcoming([account.user.id], now());
    expect(await db().scheduledBot.count({ where: { userId: account.user.id, status: 'Scheduled' } })).toBe(
      0,
    );
  });

  describe.each([
    ['auto-reschedule', { recurring_event: true }],
    ['scheduling all', { schedule_all_occurrences: true, occurrence_limit: 2 }],
  ])('%s from a meeting on leaves the meetings before it', (_what, asked) => {
    const from = (ms: number) => ({ ...asked, occurrence_date: later(ms) });
    /** Lets the days up to then pass. */
    const bookedOrActive = async (series: DailySeries, last: number) => {
      for (let day = 0; day <= last; day++) {
        await series.until(day * DAY + HOUR);
        await scanUpcoming([series.account.user.id], now());
        await runJobs();
      }
      return [...new Set(await series.days())];
    };

    it('at the “never” of the series, also with auto-schedule on', async () => {
      const series = await dailySeries();
      const { user } = series.account;
      await enableAutoSchedule(user.id, undefined, 'person', now());
      await setOverride(user, series.id, 'never', { actor: 'person', now: now() });
      await series.schedule(from(4 * DAY));
      expect(await bookedOrActive(series, 4)).toEqual([4, 5]);
    });

    it('at the “never” of the series, also where they lie beyond the rolling window', async () => {
      const series = await dailySeries();
      await setOverride(series.account.user, series.id, 'never', { actor: 'person', now: now() });
      // Daylight saving time has begun by then.
      const farAhead = 200 * DAY - HOUR;
      await series.schedule(from(farAhead));
      const overrides = await db().occurrence.findMany({
        where: { eventId: series.id, originalStart: { lt: new Date(later(farAhead)) } },
      });
      expect(overrides.map((row) => row.override)).toEqual(Array(199).fill('never'));
    });

    it('at a “never” from a date on, and at the “always” of one of them', async () => {
      const series = await dailySeries();
      const { user } = series.account;
      await enableAutoSchedule(user.id, undefined, 'person', now());
      const body = unscheduleBody({ from_date: later(2 * DAY) });
      await unscheduleBot(user.id, series.id, body, { actor: 'person', now: now() });
      const { id } = (await series.account.occurrences())[2] ?? { id: '' };
      await setOverride(user, id, 'always', { actor: 'person', now: now() });
      await series.schedule(from(5 * DAY));
      expect(await bookedOrActive(series, 5)).toEqual([1, 3, 5, 6]);
    });

    it('at the “always” of the series', async () => {
      const series = await dailySeries();
      await setOverride(series.account.user, series.id, 'always', { actor: 'person', now: now() });
      await series.schedule(from(5 * DAY));
      expect(await bookedOrActive(series, 4)).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]));
    });
  });
});
