import { describe, expect, it } from 'vitest';
import { db } from '@/lib/db/client';
import { listScheduledBots } from '../bots/list-bots';
import { disableAutoSchedule, enableAutoSchedule } from '../decisions/auto-schedule';
import { scanUpcoming } from '../decisions/scan-upcoming';
import { nightlyScan } from '../nightly-scan';
import { sweep } from '../sweep';
import {
  type Account,
  control,
  DAY,
  describeServices,
  HOUR,
  jobs,
  later,
  MINUTE,
  newAccount,
  now,
  pass,
  refusal,
  runJobs,
  scheduleBody,
  unscheduleBody,
} from '../testing';
import { updateBot } from './edit-bot';
import { scheduleBot } from './schedule-bot';
import { autoReschedule, setOverride, toggleRecurrence } from './series-wishes';
import { unscheduleBot } from './unschedule-bot';

const DAILY = { recurrence: ['RRULE:FREQ=DAILY'] };
const schedule = (account: Account, eventId: string, fields: object = {}) =>
  scheduleBot(account.user, eventId, scheduleBody(fields), 'api', now());
const unschedule = (account: Account, eventId: string, fields: object = {}) =>
  unscheduleBot(account.user.id, eventId, unscheduleBody(fields), 'api', now());

/** An account with one event, and the event's own id. */
async function withEvent(inMs: number, fields: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', inMs, fields);
  await account.sync();
  const { id } = await account.event(google.id);
  return { account, google, id };
}

describeServices('scheduling', () => {
  describe('one meeting', () => {
    it('books a single event one minute before it starts and arms the join', async () => {
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

    it('does not arm a join further ahead than 48 hours, until time has come nearer', async () => {
      const { account, id } = await withEvent(4 * DAY);
      await schedule(account, id);
      expect(jobs).toEqual([]);
      pass(3 * DAY);
      await sweep(now());
      expect(jobs.filter((job) => job.name === 'bots/due')).toMatchObject([
        { data: { at: later(4 * DAY - MINUTE) } },
      ]);
    });

    it('books an occurrence by its id, by its date, and for a series’ id the next one', async () => {
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

    it('books an occurrence beyond the days that are kept', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=MONTHLY'] });
      const occurrence_date = '2028-03-02T08:00:00Z';
      expect(await schedule(account, id, { occurrence_date })).toMatchObject({
        scheduled_time: '2028-03-02T07:59:00.000Z',
      });
    });

    it('knows an occurrence beyond the days that are kept by its id, and none that the series does not have', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=MONTHLY'] });
      const far = `${id}_20280302T080000Z`;
      expect(await schedule(account, far)).toMatchObject({ event_id: far });
      expect(await unschedule(account, far)).toMatchObject({ schedules_cancelled: 1 });
      const wished = await setOverride(account.user, `${id}_20280402T070000Z`, 'never', 'api', now());
      expect(wished.decision.code).toBe('override_never');
      for (const none of [`${id}_20280303T080000Z`, `${id}_99991231T235959Z`, `${id}_20270202T080000Z`]) {
        expect((await refusal(schedule(account, none))).code).toBe('not_found');
      }
      const stranger = await newAccount();
      expect((await refusal(schedule(stranger, `${id}_20280502T070000Z`))).code).toBe('not_found');
    });

    it('an all-day occurrence far ahead has the id of its day', async () => {
      const allDay = { start: { date: '2027-03-08' }, end: { date: '2027-03-09' } };
      const { account, id } = await withEvent(0, { ...allDay, recurrence: ['RRULE:FREQ=WEEKLY'] });
      const far = `${id}_20270913T000000Z`;
      expect(await schedule(account, far)).toMatchObject({ scheduled_time: '2027-09-12T21:59:00.000Z' });
    });

    it('a date long ago is over, and one too far ahead is refused', async () => {
      const { account, id } = await withEvent(-400 * DAY, DAILY);
      const by = async (occurrence_date: string) =>
        (await refusal(schedule(account, id, { occurrence_date }))).code;
      expect(await by(later(-30 * DAY))).toBe('meeting_ended');
      expect(await by('2035-03-01T08:00:00Z')).toBe('validation_failed');
      expect(await db().occurrence.count()).toBeLessThan(70);
    });

    it('names the two nearest dates also where a series begins and ends', async () => {
      const { account, id } = await withEvent(DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] });
      const nearest = async (occurrence_date: string) =>
        (await refusal(schedule(account, id, { occurrence_date }))).details;
      expect(await nearest(later(HOUR))).toEqual({ nearest: [later(DAY), later(2 * DAY)] });
      expect(await nearest(later(90 * DAY))).toEqual({ nearest: [later(4 * DAY), later(5 * DAY)] });
    });

    it('names the two nearest dates when there is none', async () => {
      const { account, id } = await withEvent(DAY, DAILY);
      const refused = await refusal(schedule(account, id, { occurrence_date: later(3 * DAY + HOUR) }));
      expect(refused).toMatchObject({
        code: 'no_such_occurrence',
        message: expect.stringContaining(`${later(3 * DAY)} and ${later(4 * DAY)}`),
      });
    });

    it('refuses what cannot be joined', async () => {
      const account = await newAccount();
      const bare = await account.add('No link', DAY, { link: null });
      const ended = await account.add('Ended', -HOUR);
      const cancelled = await account.add('Cancelled', DAY);
      const series = await account.add('Series over', -5 * DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
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

    it('a series that is cancelled is refused as such, however it is asked for', async () => {
      const { account, id, google } = await withEvent(DAY, DAILY);
      await account.cancel(google.id);
      await account.sync();
      const codes = [
        refusal(schedule(account, id)),
        refusal(schedule(account, id, { schedule_all_occurrences: true })),
        refusal(schedule(account, id, { occurrence_date: later(2 * DAY) })),
        refusal(toggleRecurrence(account.user.id, id, true, 'api', now())),
        refusal(setOverride(account.user, id, 'always', 'api', now())),
      ].map(async (refused) => (await refused).code);
      expect(new Set(await Promise.all(codes))).toEqual(new Set(['meeting_cancelled']));
      expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
        rescheduled: false,
        reason: 'This series is cancelled.',
      });
    });

    it('a cancelled occurrence is refused, also by its date', async () => {
      const { account, id, google } = await withEvent(DAY, DAILY);
      await account.cancel(account.instance(google, 2 * DAY));
      await account.sync();
      const refused = await refusal(schedule(account, id, { occurrence_date: later(2 * DAY) }));
      expect(refused.code).toBe('meeting_cancelled');
      expect((await schedule(account, id)).occurrence_date).toBe(later(DAY));
    });

    it('knows nothing of other users’ events', async () => {
      const { id } = await withEvent(DAY, DAILY);
      const stranger = await newAccount();
      for (const eventId of [id, `${id}_20270302T080000Z`, 'evt_unknown']) {
        expect((await refusal(schedule(stranger, eventId))).code).toBe('not_found');
        expect((await refusal(unschedule(stranger, eventId))).code).toBe('not_found');
      }
    });

    it('refuses a second bot and names the first, however many ask at once', async () => {
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
    it('books what can be booked up to the limit, and says what was skipped', async () => {
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

    it('begins at a date that is given', async () => {
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

    it('reaches beyond the days that are kept', async () => {
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

  describe('taking bots off', () => {
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
      const live = (await account.bots()).filter((bot) => bot.status !== 'Cancelled');
      expect(live.map((bot) => bot.meetingStart.toISOString())).toEqual([later(HOUR)]);
    });

    it('a date keeps what is earlier, also when all of the series is said beside it', async () => {
      const { account, id } = await withEvent(HOUR, DAILY);
      await schedule(account, id, { schedule_all_occurrences: true, occurrence_limit: 3 });
      const both = { cancel_all_occurrences: true, from_date: later(DAY + HOUR) };
      expect(await unschedule(account, id, both)).toMatchObject({ schedules_cancelled: 2 });
      expect((await account.bots()).map((bot) => bot.status)).toEqual([
        'Scheduled',
        'Cancelled',
        'Cancelled',
      ]);
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

  describe('auto-schedule', () => {
    it('books the next 24 hours at once with the default configuration; twice is harmless', async () => {
      const account = await newAccount();
      await account.add('Soon', 2 * HOUR);
      await account.add('Soon, no link', 3 * HOUR, { link: null });
      await account.add('Far', 25 * HOUR);
      await account.add('Running', -10 * MINUTE);
      await account.add('Over', -2 * HOUR);
      await account.sync();
      const config = { bot_name: 'Scribe' };
      expect(await enableAutoSchedule(account.user.id, config, 'api', now())).toMatchObject({
        scheduledNow: 2,
        user: { autoScheduleEnabled: true, defaultBotConfig: config },
      });
      const again = await enableAutoSchedule(account.user.id, undefined, 'api', now());
      expect(again).toMatchObject({ scheduledNow: 0, user: { defaultBotConfig: config } });
      const bots = await account.bots();
      expect(bots.map((bot) => [bot.title, bot.botName, bot.source])).toEqual([
        ['Running', 'Scribe', 'auto'],
        ['Soon', 'Scribe', 'auto'],
      ]);
    });

    it('books a meeting added within 24 hours when it is synced, and the others as their day comes', async () => {
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

    it('turned off keeps its bots, or cancels them, never those booked by hand', async () => {
      const account = await newAccount();
      await account.add('Auto', 2 * HOUR);
      const manual = await account.add('By hand', 3 * HOUR);
      await account.sync();
      await schedule(account, (await account.event(manual.id)).id);
      await enableAutoSchedule(account.user.id, undefined, 'api', now());
      await disableAutoSchedule(account.user.id, false, 'api', now());
      await scanUpcoming([account.user.id], now());
      expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled', 'Scheduled']);
      await disableAutoSchedule(account.user.id, true, 'api', now());
      expect((await account.bots()).map((bot) => [bot.title, bot.status])).toEqual([
        ['Auto', 'Cancelled'],
        ['By hand', 'Scheduled'],
      ]);
      pass(MINUTE);
      expect((await enableAutoSchedule(account.user.id, undefined, 'api', now())).scheduledNow).toBe(1);
    });

    it('a scan that was missed is made up, once a day', async () => {
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

    it('what it booked follows a cancelled meeting that comes back, also when it is off by then', async () => {
      const { account, google } = await withEvent(3 * HOUR);
      await enableAutoSchedule(account.user.id, undefined, 'api', now());
      await disableAutoSchedule(account.user.id, false, 'api', now());
      await account.edit(google.id, { link: null });
      await account.sync();
      expect((await account.bot()).status).toBe('Cancelled');
      pass(MINUTE);
      await account.edit(google.id, { link: 'https://us02web.zoom.us/j/5551234567' });
      await account.sync();
      expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Scheduled']);
    });
  });

  it('records who did what', async () => {
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
