import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { toUser } from '@/lib/accounts/users';
import { connectCalendar } from '@/lib/calendar-sync/connect-calendar';
import { disconnectCalendar } from '@/lib/calendar-sync/disconnect-calendar';
import { disconnectBody } from '@/lib/contract/calendars';
import { eventsQuery } from '@/lib/contract/events';
import type { UpdateBotBody } from '@/lib/contract/schedule';
import { db } from '@/lib/platform/database/client';
import { newAccount, newPerson, refusal, scheduleBody, unscheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, runJobs } from '@/test/harness';
import { enableAutoSchedule } from './auto-schedule';
import { deleteBot, readBot, updateBot } from './edit-bot';
import { listEvents } from './list-events';
import { scanUpcoming } from './scan-upcoming';
import { scheduleBot } from './schedule-bot';
import { scheduleNextOccurrence } from './schedule-next-occurrence';
import { autoReschedule, setOverride, toggleRecurrence } from './series-overrides';
import { unscheduleBot } from './unschedule-bot';

const DAILY = { recurrence: ['RRULE:FREQ=DAILY'] };

async function withBot(inMs: number, fields: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', inMs, fields);
  await account.sync();
  const { id } = await account.event(google.id);
  const { bot_id } = await scheduleBot(account.user, id, scheduleBody({}), 'api', now());
  return { account, google, id, botId: bot_id };
}

describeServices('what a person changes', () => {
  describe('a booked bot', () => {
    it('gets another time, name and configuration, and keeps its distance when the meeting moves', async () => {
      const { account, google, botId } = await withBot(DAY);
      const answer = await updateBot(
        account.user.id,
        botId,
        { scheduled_join_time: later(DAY - 5 * MINUTE), bot_username: 'Scribe', bot_config: { odd: 1 } },
        'api',
        now(),
      );
      expect(answer).toMatchObject({
        schedule_updated: true,
        updated_fields: ['scheduled_join_time', 'bot_username', 'bot_config'],
      });
      await account.move(google.id, 30 * MINUTE);
      await account.sync();
      const bot = await readBot(account.user.id, botId);
      expect(bot).toMatchObject({
        bot_username: 'Scribe',
        bot_config: { odd: 1 },
        scheduled_join_time: later(DAY + 25 * MINUTE),
      });
      expect(bot.timeline.map((entry) => entry.action)).toEqual(['bot.scheduled', 'bot.edited', 'bot.moved']);
    });

    it('loses the parts of its configuration that are taken away, and is not written over unseen', async () => {
      const { account, google, botId } = await withBot(DAY);
      const update = (body: UpdateBotBody) => updateBot(account.user.id, botId, body, 'person', now());
      const read = () => readBot(account.user.id, botId);
      await update({ bot_config: { bot_message: 'Hello', odd: [1], video_required: true } });
      const { version } = await read();
      await update({ version, bot_config: { bot_message: null, odd: null, audio_required: false } });
      expect((await read()).bot_config).toEqual({ video_required: true, audio_required: false });
      const stale = refusal(update({ version, bot_username: 'Scribe' }));
      expect(await stale).toMatchObject({ code: 'bot_changed' });
      const { version: before } = await read();
      await account.move(google.id, 30 * MINUTE);
      await account.sync();
      expect(await refusal(update({ version: before, bot_username: 'Scribe' }))).toMatchObject({
        code: 'bot_changed',
      });
      expect((await read()).bot_username).toBe('Usher');
    });

    it('has one name and one set of attributes, whichever field they are sent by; null takes them away', async () => {
      const { account, botId } = await withBot(DAY);
      const { id: userId } = account.user;
      const update = async (body: UpdateBotBody) => {
        await updateBot(userId, botId, body, 'api', now());
        const { bot_username, custom_attributes, bot_config } = await readBot(userId, botId);
        return [bot_username, custom_attributes, bot_config];
      };
      const team = { team: 'a' };
      expect(await update({ bot_username: 'Scribe', custom_attributes: team })).toEqual([
        'Scribe',
        team,
        { bot_name: 'Scribe', custom_attributes: team },
      ]);
      expect(await update({ bot_config: { bot_name: 'Clerk', odd: 1 } })).toEqual([
        'Clerk',
        team,
        { bot_name: 'Clerk', custom_attributes: team, odd: 1 },
      ]);
      expect(await update({ bot_username: 'Mine', bot_config: { bot_name: 'Theirs' } })).toMatchObject([
        'Mine',
        team,
        { bot_name: 'Mine' },
      ]);
      expect(await update({ bot_config: { bot_name: null, custom_attributes: null } })).toEqual([
        'Usher',
        {},
        { odd: 1 },
      ]);
      const large = { custom_attributes: { note: 'x'.repeat(17_000) } };
      expect(await refusal(update(large))).toMatchObject({
        code: 'validation_failed',
        details: [{ path: 'custom_attributes' }],
      });
    });

    it('refuses a time that is past or after the meeting, and a bot that is not booked any more', async () => {
      const { account, botId } = await withBot(DAY);
      const update = (scheduled_join_time: string) =>
        refusal(updateBot(account.user.id, botId, { scheduled_join_time }, 'api', now()));
      expect(await update(later(-MINUTE))).toMatchObject({ code: 'validation_failed' });
      expect(await update(later(5 * DAY))).toMatchObject({ code: 'validation_failed' });
      expect(await refusal(updateBot('usr_other', botId, {}, 'api', now()))).toMatchObject({
        code: 'not_found',
      });
      await db().scheduledBot.update({ where: { id: botId }, data: { status: 'InMeeting' } });
      expect(await refusal(deleteBot(account.user.id, botId, 'api', now()))).toMatchObject({
        code: 'bot_not_editable',
        status: 'InMeeting',
      });
    });

    it('that was deleted is not booked again by itself', async () => {
      const { account, botId } = await withBot(2 * HOUR);
      await deleteBot(account.user.id, botId, 'api', now());
      await enableAutoSchedule(account.user.id, undefined, 'api', now());
      expect(await db().scheduledBot.count({ where: { userId: account.user.id, status: 'Scheduled' } })).toBe(
        0,
      );
      expect(await refusal(deleteBot(account.user.id, botId, 'api', now()))).toMatchObject({
        code: 'not_found',
      });
    });
  });

  describe('a wish', () => {
    it('always books a meeting that auto-schedule would not; never takes the bot off; none leaves it to the rules', async () => {
      const account = await newAccount();
      const google = await account.add('Standup', 2 * HOUR);
      await account.sync();
      const { id } = await account.event(google.id);
      const always = await setOverride(account.user, id, 'always', 'person', now());
      expect(always.decision).toMatchObject({ will_join: true, code: 'override_always', override: 'always' });
      expect(await account.bot()).toMatchObject({ status: 'Scheduled', source: 'always' });
      const never = await setOverride(account.user, id, 'never', 'person', now());
      expect(never.decision).toMatchObject({ will_join: false, code: 'override_never' });
      expect(await account.bot()).toMatchObject({ status: 'Cancelled' });
      const none = await setOverride(account.user, id, null, 'person', now());
      expect(none.decision).toMatchObject({ will_join: false, code: 'auto_schedule_off', override: null });
    });

    it('for a whole series holds for each of its meetings', async () => {
      const account = await newAccount();
      const google = await account.add('Standup', 2 * HOUR, DAILY);
      await account.sync();
      const { id } = await account.event(google.id);
      await enableAutoSchedule(account.user.id, undefined, 'api', now());
      expect(await account.bot()).toMatchObject({ status: 'Scheduled' });
      const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
      expect((await setOverride(user, id, 'never', 'person', now())).decision.code).toBe('series_never');
      await scanUpcoming([account.user.id], now());
      expect(await db().scheduledBot.count({ where: { userId: account.user.id, status: 'Scheduled' } })).toBe(
        0,
      );
    });
  });

  describe('a chain', () => {
    it('is turned on and off; on books the next meeting', async () => {
      const account = await newAccount();
      const google = await account.add('Standup', 3 * DAY, DAILY);
      const single = await account.add('Once', DAY);
      await account.sync();
      const { id } = await account.event(google.id);
      expect(await toggleRecurrence(account.user.id, id, true, 'api', now())).toMatchObject({
        event_id: id,
        recurring_enabled: true,
        recurrence_rule: DAILY.recurrence,
        summary: 'Standup',
        start_time: later(3 * DAY),
      });
      expect(await account.bot()).toMatchObject({
        status: 'Scheduled',
        source: 'auto_reschedule',
        meetingStart: new Date(later(3 * DAY)),
      });
      const { id: botId } = await account.bot();
      expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
        rescheduled: false,
        bot_id: botId,
      });
      expect(await db().scheduledBot.count({ where: { userId: account.user.id } })).toBe(1);
      expect(await toggleRecurrence(account.user.id, id, false, 'api', now())).toMatchObject({
        recurring_enabled: false,
      });
      const once = await account.event(single.id);
      expect(await refusal(toggleRecurrence(account.user.id, once.id, true, 'api', now()))).toMatchObject({
        code: 'not_recurring',
      });
    });

    it('is not what booking just the next meeting turns on', async () => {
      const account = await newAccount();
      const google = await account.add('Standup', 3 * DAY, DAILY);
      await account.sync();
      const { id } = await account.event(google.id);
      expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
        rescheduled: true,
        scheduled_time: later(3 * DAY - MINUTE),
      });
      expect(await account.event(google.id)).toMatchObject({ autoRescheduleEnabled: false });
    });

    /** A daily series from tomorrow on, and its bots: the days after the tests' beginning they are booked for. */
    async function daily() {
      const account = await newAccount();
      const google = await account.add('Standup', DAY, DAILY);
      await account.sync();
      const { id } = await account.event(google.id);
      const schedule = (fields: object) => scheduleBot(account.user, id, scheduleBody(fields), 'api', now());
      const days = async () =>
        (await account.bots()).map((bot) => (+bot.meetingStart - Date.parse(later(0))) / DAY).sort();
      const until = async (ms: number) => {
        pass(Date.parse(later(ms)) - +now());
        await sweep(now());
        await runJobs();
      };
      return { account, id, schedule, days, until };
    }

    it('goes on also where a meeting further on has been booked by itself', async () => {
      const { id, schedule, days, until } = await daily();
      await schedule({ recurring_event: true });
      await schedule({ occurrence_date: later(4 * DAY) });
      await until(DAY + HOUR);
      expect(await days()).toEqual([1, 2, 4]);
      await until(2 * DAY + HOUR);
      await until(3 * DAY + HOUR);
      expect(await days()).toEqual([1, 2, 3, 4]);
      expect(await scheduleNextOccurrence(id, now())).toMatchObject({ state: 'not_yet' });
      await until(4 * DAY + HOUR);
      expect(await days()).toEqual([1, 2, 3, 4, 5]);
    });

    it('that begins at a later meeting leaves those before it alone, and says so of each', async () => {
      const { account, id, schedule, days, until } = await daily();
      await schedule({ recurring_event: true, occurrence_date: later(3 * DAY) });
      const { results } = await listEvents(account.user, eventsQuery.parse({ limit: '4' }), now());
      expect(results.map(({ decision }) => [decision.will_join, decision.code])).toEqual([
        [false, 'auto_schedule_off'],
        [false, 'auto_schedule_off'],
        [true, 'scheduled_manually'],
        [true, 'auto_reschedule'],
      ]);
      await until(DAY + HOUR);
      expect(await scheduleNextOccurrence(id, now())).toMatchObject({ state: 'not_yet' });
      expect(await days()).toEqual([3]);
      // Begun once more, at a later meeting yet, it is the same chain.
      await schedule({ recurring_event: true, occurrence_date: later(6 * DAY) });
      await until(3 * DAY + HOUR);
      expect(await days()).toEqual([3, 4, 6]);
      await toggleRecurrence(account.user.id, id, true, 'api', now());
      expect(await days()).toEqual([3, 4, 6]);
    });

    describe.each([
      ['a chain', { recurring_event: true }],
      ['the booking of all', { schedule_all_occurrences: true, occurrence_limit: 2 }],
    ])('%s from a meeting on leaves those before it as they were wished', (_what, asked) => {
      const from = (ms: number) => ({ ...asked, occurrence_date: later(ms) });
      /** Lets the days up to then pass. */
      const bookedOrActive = async (series: Awaited<ReturnType<typeof daily>>, last: number) => {
        for (let day = 0; day <= last; day++) {
          await series.until(day * DAY + HOUR);
          await scanUpcoming([series.account.user.id], now());
          await runJobs();
        }
        return [...new Set(await series.days())];
      };

      it('“never” for the series, also with auto-schedule on', async () => {
        const series = await daily();
        const { user } = series.account;
        await enableAutoSchedule(user.id, undefined, 'person', now());
        await setOverride(user, series.id, 'never', 'person', now());
        await series.schedule(from(4 * DAY));
        expect(await bookedOrActive(series, 4)).toEqual([4, 5]);
      });

      it('“never” for a meeting far ahead of those that are kept', async () => {
        const series = await daily();
        await setOverride(series.account.user, series.id, 'never', 'person', now());
        // The clocks have changed by then.
        const farAhead = 200 * DAY - HOUR;
        await series.schedule(from(farAhead));
        const overrides = await db().occurrence.findMany({
          where: { eventId: series.id, originalStart: { lt: new Date(later(farAhead)) } },
        });
        expect(overrides.map((row) => row.override)).toEqual(Array(199).fill('never'));
      });

      it('“never” from a date on, and an “always” for one of them', async () => {
        const series = await daily();
        const { user } = series.account;
        await enableAutoSchedule(user.id, undefined, 'person', now());
        const body = unscheduleBody({ from_date: later(2 * DAY) });
        await unscheduleBot(user.id, series.id, body, 'person', now());
        const { id } = (await series.account.occurrences())[2] ?? { id: '' };
        await setOverride(user, id, 'always', 'person', now());
        await series.schedule(from(5 * DAY));
        expect(await bookedOrActive(series, 5)).toEqual([1, 3, 5, 6]);
      });

      it('“always” for the series', async () => {
        const series = await daily();
        await setOverride(series.account.user, series.id, 'always', 'person', now());
        await series.schedule(from(5 * DAY));
        expect(await bookedOrActive(series, 4)).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]));
      });
    });

    it('turned on goes on with the configuration of the bot that is booked', async () => {
      const { account, id, schedule, until } = await daily();
      const { bot_id } = await schedule({ bot_config: { bot_name: 'Clerk' } });
      const edit = { bot_username: 'Scribe', custom_attributes: { team: 'a' } };
      await updateBot(account.user.id, bot_id, edit, 'api', now());
      await toggleRecurrence(account.user.id, id, true, 'api', now());
      await until(DAY + HOUR);
      const bots = await account.bots();
      expect(bots.map((bot) => [bot.source, bot.botName, bot.customAttributes])).toEqual([
        ['manual', 'Scribe', { team: 'a' }],
        ['auto_reschedule', 'Scribe', { team: 'a' }],
      ]);
    });

    it('of a series that is over says so', async () => {
      const account = await newAccount();
      const google = await account.add('Ended', -3 * DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
      await account.sync();
      const { id } = await account.event(google.id);
      expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
        rescheduled: false,
        bot_id: null,
      });
    });
  });

  describe('disconnecting', () => {
    const disconnect = (userId: string, fields: object = {}) =>
      disconnectCalendar(userId, disconnectBody.parse(fields), 'api', now());

    it('cancels what is booked, forgets events and credentials, and keeps the records of bots that ran', async () => {
      const { account, botId } = await withBot(DAY);
      expect(await disconnect(account.user.id, { dry_run: true })).toMatchObject({
        disconnected: false,
        schedules_cancelled: 1,
        schedules_recalled: 0,
        events_deleted: 1,
      });
      expect(await readBot(account.user.id, botId)).toMatchObject({ status: 'Scheduled' });
      expect(await disconnect(account.user.id)).toMatchObject({
        disconnected: true,
        schedules_cancelled: 1,
        events_deleted: 1,
      });
      expect(await db().event.count({ where: { userId: account.user.id } })).toBe(0);
      expect(await db().calendarConnection.count({ where: { userId: account.user.id } })).toBe(0);
      expect(await readBot(account.user.id, botId)).toMatchObject({ status: 'Cancelled', event_id: null });
      expect(await refusal(disconnect(account.user.id))).toMatchObject({ code: 'no_connection' });
    });

    it('of one of several accounts must say which', async () => {
      const account = await newAccount();
      const other = await newPerson();
      await connectCalendar(account.user.id, other.credentials, 'api', now());
      const refused = await refusal(disconnect(account.user.id));
      expect(refused).toMatchObject({
        code: 'ambiguous_disconnect',
        scope: 'all',
        connection_count: 2,
      });
      expect(await db().calendarConnection.count({ where: { userId: account.user.id } })).toBe(2);
      const outlook = disconnect(account.user.id, { account_id: other.email, provider: 'outlook' });
      expect(await refusal(outlook)).toMatchObject({ code: 'no_connection' });
      // What clients of the original API call it.
      await disconnect(account.user.id, { account_id: other.email, provider: 'google' });
      expect(await db().calendarConnection.findMany({ where: { userId: account.user.id } })).toMatchObject([
        { accountEmail: account.connection.accountEmail },
      ]);
    });

    it('completes here while Google is down, and can keep the events', async () => {
      const { account } = await withBot(DAY);
      await control('POST', '/faults', { match: { path: '/channels/stop' }, effect: { status: 503 } });
      await disconnect(account.user.id, { purge_events: false });
      await control('DELETE', '/faults');
      const [connection] = await db().calendarConnection.findMany({ where: { userId: account.user.id } });
      expect(connection).toMatchObject({ status: 'revoked', accessToken: null });
      expect(await db().event.count({ where: { userId: account.user.id } })).toBe(1);
    });
  });
});
