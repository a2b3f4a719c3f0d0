import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { rules as rulesSchema } from '@/lib/contract/rules';
import { db } from '@/lib/platform/database/client';
import { newAccount, refusal } from '@/test/account';
import { DAY, describeServices, HOUR, jobs, later, MINUTE, now, pass } from '@/test/harness';
import { DAILY, schedule, unschedule, withEvent } from '@/test/scheduling';
import { toggleRecurrence } from './auto-reschedule';
import { disableAutoSchedule, enableAutoSchedule, setRules } from './auto-schedule';
import { listScheduledBots } from './list-bots';
import { autoReschedule } from './schedule-bot';
import { setOverride } from './set-override';

describeServices('scheduling', () => {
  describe('one meeting', () => {
    it('schedules a bot for a single event one minute before its start, and arms the join', async () => {
      const { account, id } = await withEvent(DAY);
      const bot_config = { bot_name: 'Scribe', custom_attributes: { team: 'a' }, odd_field: 1 };
      const answer = await schedule(account, id, { bot_config });
      expect(answer).toMatchObject({
        scheduled: true,
        event_id: id,
        scheduled_time: later(DAY - MINUTE),
        existing_schedules: 0,
        occurrence_date: null,
        is_recurring_occurrence: false,
        bot_config,
      });
      expect(await account.bot()).toMatchObject({ id: answer.bot_id, botName: 'Scribe', source: 'manual' });
      expect(jobs).toContainEqual({
        name: 'bots/due',
        id: expect.stringContaining(later(DAY - MINUTE)),
        data: { at: later(DAY - MINUTE) },
      });
    });

    it('arms a join that is further ahead than 48 hours only when its time is nearer', async () => {
      const { account, id } = await withEvent(4 * DAY);
      await schedule(account, id);
      expect(jobs).toEqual([]);
      pass(3 * DAY);
      await sweep(now());
      expect(jobs.filter((job) => job.name === 'bots/due')).toMatchObject([
        { data: { at: later(4 * DAY - MINUTE) } },
      ]);
    });

    it('schedules an occurrence by its id, by its date, and the next one by the id of the series', async () => {
      const { account, id, google } = await withEvent(DAY, DAILY);
      const third = (await account.occurrences(google.id))[2];
      expect(await schedule(account, third?.id ?? '')).toMatchObject({ occurrence_date: later(3 * DAY) });
      expect(await schedule(account, id, { occurrence_date: later(5 * DAY) })).toMatchObject({
        occurrence_date: later(5 * DAY),
        event_id: `${id}_20270306T080000Z`,
        is_recurring_occurrence: true,
        existing_schedules: 1,
      });
      expect(await schedule(account, id)).toMatchObject({ occurrence_date: later(DAY) });
    });

    it('schedules an occurrence beyond the rolling window', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=MONTHLY'] });
      const occurrence_date = '2028-03-02T08:00:00Z';
      expect(await schedule(account, id, { occurrence_date })).toMatchObject({
        scheduled_time: '2028-03-02T07:59:00.000Z',
      });
    });

    it('finds an occurrence beyond the rolling window by its id, and none that the series does not have', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=MONTHLY'] });
      const far = `${id}_20280302T080000Z`;
      expect(await schedule(account, far)).toMatchObject({ event_id: far });
      expect(await unschedule(account, far)).toMatchObject({ schedules_cancelled: 1 });
      const overridden = await setOverride(account.user, `${id}_20280402T070000Z`, 'never', {
        actor: 'api',
        now: now(),
      });
      expect(overridden.decision.code).toBe('override_never');
      for (const none of [`${id}_20280303T080000Z`, `${id}_99991231T235959Z`, `${id}_20270202T080000Z`]) {
        expect((await refusal(schedule(account, none))).code).toBe('not_found');
      }
      const stranger = await newAccount();
      expect((await refusal(schedule(stranger, `${id}_20280502T070000Z`))).code).toBe('not_found');
    });

    it('finds an all-day occurrence far ahead by the id of its day', async () => {
      const allDay = { start: { date: '2027-03-08' }, end: { date: '2027-03-09' } };
      const { account, id } = await withEvent(0, { ...allDay, recurrence: ['RRULE:FREQ=WEEKLY'] });
      const far = `${id}_20270913T000000Z`;
      expect(await schedule(account, far)).toMatchObject({ scheduled_time: '2027-09-12T21:59:00.000Z' });
    });

    it('refuses a date long ago as ended, and one too far ahead', async () => {
      const { account, id } = await withEvent(-400 * DAY, DAILY);
      const by = async (occurrence_date: string) =>
        (await refusal(schedule(account, id, { occurrence_date }))).code;
      expect(await by(later(-30 * DAY))).toBe('meeting_ended');
      expect(await by('2035-03-01T08:00:00Z')).toBe('validation_failed');
      expect(await db().occurrence.count()).toBeLessThan(70);
    });

    it('names the two nearest dates, also before the beginning and after the end of a series', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] });
      const nearest = async (occurrence_date: string) =>
        (await refusal(schedule(account, id, { occurrence_date }))).details;
      expect(await nearest(later(HOUR))).toEqual({ nearest: [later(DAY), later(2 * DAY)] });
      expect(await nearest(later(90 * DAY))).toEqual({ nearest: [later(4 * DAY), later(5 * DAY)] });
    });

    it('names the two nearest dates when no occurrence is at the date', async () => {
      const { account, id } = await withEvent(DAY, DAILY);
      const refused = await refusal(schedule(account, id, { occurrence_date: later(3 * DAY + HOUR) }));
      expect(refused).toMatchObject({
        code: 'no_such_occurrence',
        message: expect.stringContaining(`${later(3 * DAY)} and ${later(4 * DAY)}`),
      });
    });

    it('refuses meetings that cannot be joined', async () => {
      const account = await newAccount();
      const bare = await account.add('No link', DAY, { link: null });
      const ended = await account.add('Ended', -HOUR);
      const cancelled = await account.add('Cancelled', DAY);
      const series = await account.add('Ended series', -5 * DAY, {
        recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
      });
      await account.sync();
      await account.cancel(cancelled.id);
      await account.sync();
      const code = async (googleId: string, fields: object = {}) =>
        (await refusal(schedule(account, (await account.event(googleId)).id, fields))).code;
      expect(await code(bare.id)).toBe('no_meeting_link');
      expect(await code(ended.id)).toBe('meeting_ended');
      expect(await code(cancelled.id)).toBe('meeting_cancelled');
      expect(await code(series.id)).toBe('meeting_ended');
      expect(await code(bare.id, { occurrence_date: later(DAY) })).toBe('not_recurring');
      expect(await code(bare.id, { schedule_all_occurrences: true })).toBe('not_recurring');
      expect(await account.bots()).toEqual([]);
    });

    it('refuses a canceled series as such, whatever is requested', async () => {
      const { account, id, google } = await withEvent(DAY, DAILY);
      await account.cancel(google.id);
      await account.sync();
      const codes = [
        refusal(schedule(account, id)),
        refusal(schedule(account, id, { schedule_all_occurrences: true })),
        refusal(schedule(account, id, { occurrence_date: later(2 * DAY) })),
        refusal(toggleRecurrence(account.user.id, id, true, { actor: 'api', now: now() })),
        refusal(setOverride(account.user, id, 'always', { actor: 'api', now: now() })),
      ].map(async (refused) => (await refused).code);
      expect(new Set(await Promise.all(codes))).toEqual(new Set(['meeting_cancelled']));
      expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
        rescheduled: false,
        reason: 'This series is canceled.',
      });
    });

    it('refuses a canceled occurrence, also by its date', async () => {
      const { account, id, google } = await withEvent(DAY, DAILY);
      await account.cancel(account.instance(google, 2 * DAY));
      await account.sync();
      const refused = await refusal(schedule(account, id, { occurrence_date: later(2 * DAY) }));
      expect(refused.code).toBe('meeting_cancelled');
      expect((await schedule(account, id)).occurrence_date).toBe(later(DAY));
    });

    it('finds no events of other users', async () => {
      const { id } = await withEvent(DAY, DAILY);
      const stranger = await newAccount();
      for (const eventId of [id, `${id}_20270302T080000Z`, 'evt_unknown']) {
        expect((await refusal(schedule(stranger, eventId))).code).toBe('not_found');
        expect((await refusal(unschedule(stranger, eventId))).code).toBe('not_found');
      }
    });

    it('refuses a second bot and names the first, however many requests come at once', async () => {
      const { account, id } = await withEvent(DAY);
      const answers = await Promise.allSettled(Array.from({ length: 50 }, () => schedule(account, id)));
      const made = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.bot_id] : []));
      expect(made).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status === 'rejected')
          expect(answer.reason).toMatchObject({ code: 'already_scheduled', extra: { bot_id: made[0] } });
      }
      expect((await account.bot()).id).toBe(made[0]);
    });
  });

  describe('all occurrences', () => {
    it('schedules occurrences up to the limit, and says which were skipped', async () => {
      const { account, id, google } = await withEvent(DAY, DAILY);
      await account.edit(account.instance(google, 2 * DAY), { link: null });
      await account.cancel(account.instance(google, 4 * DAY));
      await account.sync();
      const first = await schedule(account, id, { occurrence_date: later(3 * DAY) });
      const answer = await schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 4 });
      expect(answer.bots?.map((bot) => bot.occurrence_date)).toEqual([later(DAY), later(5 * DAY)]);
      expect(answer.skipped).toEqual([
        { occurrence_date: later(2 * DAY), reason: 'No meeting link.' },
        {
          occurrence_date: later(3 * DAY),
          reason: 'A bot is scheduled for this meeting already.',
          bot_id: first.bot_id,
        },
      ]);
      expect(answer.schedule_group).toMatch(/^grp_/);
      expect(
        (await refusal(schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 3 }))).code,
      ).toBe('already_scheduled');
    });

    it('adopts a bot that auto-schedule scheduled, so that no rule removes it', async () => {
      const { account, id } = await withEvent(HOUR, DAILY);
      await enableAutoSchedule(account.user.id, undefined, 'api', now());
      const auto = await account.bot();
      expect(auto.source).toBe('auto');
      const { bots, skipped } = await schedule(account, id, {
        schedule_all_occurrences: true,
        occurrence_limit: 3,
      });
      expect(bots).toHaveLength(2);
      expect(skipped).toMatchObject([{ occurrence_date: later(HOUR), bot_id: auto.id }]);
      expect((await account.bots()).map((bot) => bot.source)).toEqual(['batch', 'batch', 'batch']);
      const rules = rulesSchema.parse({ only: { title_keywords: ['nothing like it'] } });
      await setRules(account.user.id, rules, 'person', now());
      await disableAutoSchedule(account.user.id, { cancel_scheduled: true }, 'person', now());
      expect((await account.bots()).map((bot) => bot.status)).toEqual([
        'Scheduled',
        'Scheduled',
        'Scheduled',
      ]);
      expect(
        await db().activityEntry.findFirst({ where: { botId: auto.id, action: 'bot.adopted' } }),
      ).toMatchObject({ actor: 'api', before: { source: 'auto' }, after: { source: 'batch' } });
    });

    it('begins at the date in the request', async () => {
      const { account, id } = await withEvent(DAY, DAILY);
      const from = async (occurrence_date: string) => {
        const all = { schedule_all_occurrences: true, occurrence_limit: 2, occurrence_date };
        return (await schedule(account, id, all)).bots?.map((bot) => bot.occurrence_date);
      };
      expect(await from(later(5 * DAY))).toEqual([later(5 * DAY), later(6 * DAY)]);
      expect(await from(later(-DAY))).toEqual([later(DAY), later(2 * DAY)]);
      const none = schedule(account, id, {
        schedule_all_occurrences: true,
        occurrence_date: later(5 * DAY + HOUR),
      });
      expect((await refusal(none)).code).toBe('no_such_occurrence');
    });

    it('schedules occurrences beyond the rolling window', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=WEEKLY'] });
      const { bots = [] } = await schedule(account, id, { schedule_all_occurrences: true });
      expect(bots).toHaveLength(52);
      expect(new Set(bots.map((bot) => bot.occurrence_date)).size).toBe(52);
      const first = await listScheduledBots(account.user.id, { limit: 40 }, now());
      const rest = await listScheduledBots(account.user.id, { limit: 40, cursor: first.next ?? '' }, now());
      const listed = [...first.scheduled_bots, ...rest.scheduled_bots].map((bot) => bot.bot_id);
      expect(listed).toEqual(bots.map((bot) => bot.bot_id));
      expect(rest).toMatchObject({ next: null, has_more: false });
    });
  });

  it('records who scheduled and who removed a bot', async () => {
    const { account, id } = await withEvent(DAY);
    const { bot_id } = await schedule(account, id);
    await unschedule(account, id);
    const entries = await db().activityEntry.findMany({ where: { botId: bot_id }, orderBy: { id: 'asc' } });
    expect(entries.map((entry) => [entry.actor, entry.action])).toEqual([
      ['api', 'bot.scheduled'],
      ['api', 'bot.unscheduled'],
    ]);
  });
});
