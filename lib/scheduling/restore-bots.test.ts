import { describe, expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { rules as rulesSchema } from '@/lib/contract/rules';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount, scheduleBody, unscheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, runJobs } from '@/test/harness';
import { disableAutoSchedule, enableAutoSchedule, scanUpcoming, setRules } from './auto-schedule';
import { updateBot } from './edit-bot';
import { cancelBots } from './remove-bots';
import { restoreBots } from './restore-bots';
import { scheduleBot } from './schedule-bot';
import { setOverride } from './set-override';
import { unscheduleBot } from './unschedule-bot';

describeServices('removing and restoring several bots', () => {
  const cancel = (account: Account, ids: string[]) => cancelBots(account.user.id, ids, 'person', now());
  const restore = async (account: Account, ids: string[]) => {
    const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
    return restoreBots(user, ids, 'person', now());
  };
  const states = async (account: Account) =>
    (await account.bots()).map((bot) => `${bot.title} ${bot.status}`);
  const overrides = async (account: Account) => (await account.occurrences()).map((row) => row.override);

  /** Returns a bot by auto-schedule, a manual one with every field edited, and one by an override. */
  const threeBots = async () => {
    const account = await newAccount();
    await account.add('By rule', 2 * HOUR);
    const manual = await account.add('Manual', 3 * DAY);
    const byOverride = await account.add('By override', 4 * HOUR);
    await account.sync();
    const manualEvent = await account.event(manual.id);
    const { bot_id } = await scheduleBot(account.user, manualEvent.id, scheduleBody(), {
      actor: 'person',
      now: now(),
    });
    await updateBot(
      account.user.id,
      bot_id,
      {
        scheduled_join_time: later(3 * DAY - 7 * MINUTE),
        bot_username: 'Clerk',
        custom_attributes: { team: 'a' },
        bot_config: { bot_message: 'Hello', odd: [1] },
      },
      { actor: 'person', now: now() },
    );
    const overridden = await account.event(byOverride.id);
    await setOverride(account.user, overridden.id, 'always', { actor: 'person', now: now() });
    await enableAutoSchedule(account.user.id, { bot_name: 'Scribe' }, 'person', now());
    expect((await states(account)).sort()).toEqual([
      'By override Scheduled',
      'By rule Scheduled',
      'Manual Scheduled',
    ]);
    return { account, ids: (await account.bots()).map((bot) => bot.id) };
  };

  it('removes bots, schedules none of them again automatically, and names those that cannot be removed', async () => {
    const { account, ids } = await threeBots();
    const other = await newAccount();
    expect((await cancel(other, ids)).skipped.map(({ reason }) => reason)).toEqual(
      ids.map(() => 'There is no bot with this id.'),
    );
    await db().scheduledBot.updateMany({ where: { title: 'By override' }, data: { status: 'InMeeting' } });
    const answer = await cancel(account, [...ids, ...ids]);
    expect(answer.cancelled).toHaveLength(2);
    expect(answer.skipped).toEqual([
      { bot_id: expect.any(String), reason: expect.stringContaining('InMeeting') },
    ]);
    pass(MINUTE);
    await scanUpcoming([account.user.id], now());
    expect((await states(account)).sort()).toEqual([
      'By override InMeeting',
      'By rule Cancelled',
      'Manual Cancelled',
    ]);
    expect(await overrides(account)).toEqual(['never', 'always', 'never']);
  });

  it('restores bots as they were, with the overrides of their meetings', async () => {
    const { account, ids } = await threeBots();
    const facts = async () =>
      (await account.bots())
        .filter((bot) => bot.status === 'Scheduled')
        .map(({ id: _, createdAt, updatedAt, bookedSince, version, armedVersion, ...rest }) => rest)
        .sort((a, b) => (a.title < b.title ? -1 : 1));
    const before = await facts();
    await cancel(account, ids);
    expect(await overrides(account)).toEqual(['never', 'never', 'never']);
    pass(MINUTE);
    const answer = await restore(account, ids);
    expect(answer.skipped).toEqual([]);
    expect(answer.restored.map((each) => each.bot_id).sort()).toEqual([...ids].sort());
    expect(await facts()).toEqual(before);
    expect(await overrides(account)).toEqual([null, 'always', null]);
    expect(before.find((bot) => bot.title === 'Manual')).toMatchObject({
      botName: 'Clerk',
      source: 'manual',
    });
    // The rules decide again: they refuse one bot; those that a person requested stay.
    await disableAutoSchedule(account.user.id, { cancel_scheduled: true }, 'person', now());
    const bookedOrActive = (await states(account)).filter((state) => state.endsWith('Scheduled'));
    expect(bookedOrActive.sort()).toEqual(['By override Scheduled', 'Manual Scheduled']);
    expect((await restore(account, ids)).restored).toEqual([]);
  });

  it('restores a single bot that was removed from its meeting, also when the meeting has moved', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', DAY);
    await account.sync();
    const { id } = await account.event(google.id);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'person', now: now() });
    const { cancelled_schedules } = await unscheduleBot(account.user.id, id, unscheduleBody(), {
      actor: 'person',
      now: now(),
    });
    pass(MINUTE);
    await account.move(google.id, HOUR);
    await account.sync();
    expect((await restore(account, cancelled_schedules)).restored).toHaveLength(1);
    expect(await account.botStates()).toEqual([`Cancelled ${24 * 60 - 1}`, `Scheduled ${25 * 60 - 1}`]);
  });

  describe('a bot that cannot be restored', () => {
    const oneRemoved = async () => {
      const account = await newAccount();
      const google = await account.add('Standup', DAY);
      await account.sync();
      const { id } = await account.event(google.id);
      const { bot_id } = await scheduleBot(account.user, id, scheduleBody(), { actor: 'person', now: now() });
      await cancel(account, [bot_id]);
      pass(MINUTE);
      return { account, google, id, botId: bot_id };
    };
    const reasons = async (account: Account, botId: string) =>
      (await restore(account, [botId])).skipped.map(({ reason }) => reason);

    it('is not restored where another bot was scheduled since', async () => {
      const { account, id, botId } = await oneRemoved();
      await scheduleBot(account.user, id, scheduleBody(), { actor: 'person', now: now() });
      expect(await reasons(account, botId)).toEqual(['The meeting has had another bot since.']);
      expect(await states(account)).toEqual(['Standup Cancelled', 'Standup Scheduled']);
    });

    it('is not restored when its meeting was canceled or has ended, or the series was set to “never”', async () => {
      const { account, google, botId } = await oneRemoved();
      await account.cancel(google.id);
      await account.sync();
      expect(await reasons(account, botId)).toEqual(['The meeting is canceled.']);

      const second = await oneRemoved();
      pass(2 * DAY);
      expect(await reasons(second.account, second.botId)).toEqual(['The meeting has ended.']);

      const third = await newAccount();
      const daily = await third.add('Daily', 4 * DAY, { recurrence: ['RRULE:FREQ=DAILY'] });
      await third.sync();
      const series = await third.event(daily.id);
      await scheduleBot(third.user, series.id, scheduleBody(), { actor: 'person', now: now() });
      const off = unscheduleBody({ cancel_all_occurrences: true });
      const { cancelled_schedules } = await unscheduleBot(third.user.id, series.id, off, {
        actor: 'person',
        now: now(),
      });
      expect(await reasons(third, cancelled_schedules[0] ?? '')).toEqual([
        'You turned bots off for this series.',
      ]);
      expect(await states(third)).not.toContain('Daily Scheduled');
    });

    it('is not restored when all bots of the series were removed, one of them active', async () => {
      const account = await newAccount();
      const daily = await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
      await account.sync();
      const { id } = await account.event(daily.id);
      const all = scheduleBody({ schedule_all_occurrences: true });
      const { bots = [] } = await scheduleBot(account.user, id, all, { actor: 'person', now: now() });
      pass(HOUR - MINUTE);
      await runJobs();
      const off = unscheduleBody({ cancel_all_occurrences: true });
      await unscheduleBot(account.user.id, id, off, { actor: 'person', now: now() });
      pass(MINUTE);
      const ids = bots.map((bot) => bot.bot_id);
      expect(await restore(account, ids)).toEqual({
        restored: [],
        skipped: ids.map((bot_id) => ({ bot_id, reason: 'You turned bots off for this series.' })),
      });
      await runJobs();
      expect(await states(account)).toEqual(Array(3).fill('Daily Cancelled'));
      expect(await db().activityEntry.count({ where: { userId: account.user.id, cause: 'undone' } })).toBe(0);
    });

    it('is not restored against the rules or an override that was set since; the override stays', async () => {
      const { account, id, botId } = await oneRemoved();
      const [meeting] = await account.occurrences();
      await setOverride(account.user, meeting?.id ?? id, 'never', { actor: 'person', now: now() });
      expect(await reasons(account, botId)).toEqual(['You turned the bot off.']);
      expect(await overrides(account)).toEqual(['never']);
      expect(await states(account)).toEqual(['Standup Cancelled']);
      // Without an override it is as before: scheduled manually.
      await setOverride(account.user, meeting?.id ?? id, null, { actor: 'person', now: now() });
      expect((await restore(account, [botId])).restored).toHaveLength(1);

      const byRule = await newAccount();
      await byRule.add('By rule', 2 * HOUR);
      await byRule.sync();
      await enableAutoSchedule(byRule.user.id, undefined, 'person', now());
      const bot = await byRule.bot();
      await cancel(byRule, [bot.id]);
      const rules = rulesSchema.parse({ never: { title_keywords: ['rule'] } });
      await setRules(byRule.user.id, rules, 'person', now());
      pass(MINUTE);
      expect((await restore(byRule, [bot.id])).restored).toEqual([]);
      expect(await overrides(byRule)).toEqual(['never']);
      expect(await states(byRule)).toEqual(['By rule Cancelled']);
    });

    it('is not restored when it was not removed manually', async () => {
      const { account, ids } = await threeBots();
      expect(await reasons(account, ids[0] ?? '')).toEqual(['This bot was not removed manually.']);
      expect(await reasons(account, 'bot_none')).toEqual(['There is no bot with this id.']);
    });
  });

  it('restores the bot of the meeting that had the shared link, and cancels the other', async () => {
    const SHARED_LINK = { link: 'https://us02web.zoom.us/j/85550001111?pwd=abc' };
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    await account.add('First', 2 * HOUR, SHARED_LINK);
    await account.add('Second', 2 * HOUR + 15 * MINUTE, SHARED_LINK);
    await account.sync();
    const { id } = await account.bot();
    await cancel(account, [id]);
    expect(await states(account)).toEqual(['First Cancelled', 'Second Scheduled']);
    pass(MINUTE);
    expect((await restore(account, [id])).restored).toHaveLength(1);
    const bookedOrActive = (await states(account)).filter((state) => state.endsWith('Scheduled'));
    expect(bookedOrActive).toEqual(['First Scheduled']);
  });

  it('restores a recalled bot once it has left', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', HOUR);
    await account.sync();
    const { id } = await account.event(google.id);
    const { bot_id } = await scheduleBot(account.user, id, scheduleBody(), { actor: 'person', now: now() });
    pass(HOUR - MINUTE);
    await runJobs();
    expect(await states(account)).toEqual(['Standup Joining']);
    await unscheduleBot(account.user.id, id, unscheduleBody(), { actor: 'person', now: now() });
    expect((await restore(account, [bot_id])).restored).toEqual([{ bot_id, restored_as: bot_id }]);
    expect(await overrides(account)).toEqual([null]);
    await runJobs();
    expect((await states(account)).at(-1)).toMatch(/^Standup (Scheduled|Joining)$/);
    expect(await control('GET', '/log?kind=bots&path=remove_bot')).toMatchObject({ items: [{}] });
  });
});
