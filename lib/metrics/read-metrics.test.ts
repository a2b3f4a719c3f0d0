import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { recordActivity } from '@/lib/activity/record-activity';
import { connectCalendar } from '@/lib/calendar-sync/connect-calendar';
import { setCalendarSync } from '@/lib/calendar-sync/enable-sync';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { db } from '@/lib/platform/database/client';
import { enableAutoSchedule } from '@/lib/scheduling/auto-schedule';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount, newPerson, scheduleBody, unscheduleBody } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  later,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { readMetrics } from './read-metrics';

const SECOND = 1000;
const NONE = { count: 0, p50_ms: null, p95_ms: null, p99_ms: null, max_ms: null };
const once = (ms: number) => ({ count: 1, p50_ms: ms, p95_ms: ms, p99_ms: ms, max_ms: ms });

const measured = ({ user }: Account, days = 7) => readMetrics(user.id, { days }, now());

/** An account with a meeting in an hour, half an hour long, and a bot for it. */
async function withBot() {
  const account = await newAccount();
  const google = await account.add('Review', HOUR);
  await account.sync();
  const { id } = await account.event(google.id);
  await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
  return { account, google };
}

/** Does what the sweep finds after an outage. */
async function comeBack(): Promise<void> {
  await sweep(now());
  await runJobs();
}

describeServices('the lateness of joins', () => {
  it('a bot that is sent in time is not late, and nothing is measured without a bot', async () => {
    const { account } = await withBot();
    expect(await measured(account)).toEqual({
      days: 7,
      since: later(-7 * DAY),
      join_lateness: NONE,
      joins_missed: 0,
      change_to_schedule: NONE,
    });
    pass(HOUR - MINUTE);
    await runJobs();
    expect((await measured(account)).join_lateness).toEqual(once(0));
  });

  it('a bot is as late as our outage lasts', async () => {
    const { account } = await withBot();
    pass(HOUR + 5 * MINUTE);
    await comeBack();
    expect((await measured(account)).join_lateness).toEqual(once(6 * MINUTE));
  });

  it('a bot is late until the provider accepts it, however often it is asked', async () => {
    const { account } = await withBot();
    sandbox.world.faults.add({ match: { path: 'create_bot' }, times: 2, effect: { status: 500 } });
    pass(HOUR - MINUTE);
    await runJobs();
    for (let tries = 1; tries < 3; tries++) {
      pass(2 * SECOND);
      await dispatchDue(now);
    }
    expect(await account.providerCalls('create_bot')).toHaveLength(3);
    expect((await measured(account)).join_lateness).toEqual(once(4 * SECOND));
  });

  it('the first report counts where the provider’s answer got lost', async () => {
    const { account } = await withBot();
    const lost = { afterWork: true, cutConnection: true };
    sandbox.world.faults.add({ match: { path: 'create_bot' }, times: 1, effect: lost });
    pass(HOUR - MINUTE);
    await runJobs();
    pass(SECOND);
    const [bot] = [...sandbox.world.bots.keys()];
    await control('POST', `/bots/${bot}/advance`, { to: 'bot.inmeeting' });
    await received('webhooks', 2);
    await dispatchDue(now);
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
    expect((await measured(account)).join_lateness).toEqual(once(SECOND));
  });

  it.each([
    ['comes', false],
    ['gets lost', true],
  ])('the first report counts, once, where the answer %s after it', async (_, cutConnection) => {
    const { account } = await withBot();
    const effect = { afterWork: true, hold: true, cutConnection };
    const rule = sandbox.world.faults.add({ match: { path: 'create_bot' }, times: 1, effect });
    pass(HOUR - MINUTE + SECOND);
    const joins = runJobs();
    await until(() => rule.holding > 0);
    const [bot] = [...sandbox.world.bots.keys()];
    await control('POST', `/bots/${bot}/advance`, { to: 'bot.inmeeting' });
    await until(async () => (await account.bot()).status === 'InMeeting');
    pass(SECOND);
    sandbox.world.faults.remove();
    await joins;
    expect((await measured(account)).join_lateness).toEqual(once(SECOND));
  });

  it('a bot that a person schedules while the meeting runs is late only from then on', async () => {
    const account = await newAccount();
    const google = await account.add('Review', HOUR);
    await account.sync();
    pass(HOUR + 10 * MINUTE);
    const { id } = await account.event(google.id);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'person', now: now() });
    pass(SECOND);
    await runJobs();
    expect((await measured(account)).join_lateness).toEqual(once(SECOND));
  });

  it('a bot is late from a change at Google that moves the meeting forward, also when we read it late', async () => {
    const { account, google } = await withBot();
    pass(10 * MINUTE);
    await account.move(google.id, -55 * MINUTE);
    pass(5 * MINUTE);
    await account.sync();
    await runJobs();
    const { join_lateness, change_to_schedule } = await measured(account);
    expect(join_lateness).toEqual(once(5 * MINUTE));
    expect(change_to_schedule).toEqual(once(5 * MINUTE));
  });

  it('a bot stays late when only the end of its meeting changes', async () => {
    const { account, google } = await withBot();
    pass(HOUR + 5 * MINUTE);
    await account.edit(google.id, { end: { dateTime: later(2 * HOUR), timeZone: 'UTC' } });
    await account.sync();
    await comeBack();
    expect((await measured(account)).join_lateness).toEqual(once(6 * MINUTE));
  });

  it('a bot that replaces a recalled one is late from the recall on', async () => {
    const { account, google } = await withBot();
    pass(HOUR - MINUTE);
    await runJobs();
    const fault = { match: { path: 'remove_bot' }, times: 1, effect: { status: 500 } };
    sandbox.world.faults.add(fault);
    await account.edit(google.id, { link: 'https://us02web.zoom.us/j/5550001111' });
    await account.sync();
    await runJobs().catch(() => {});
    pass(2 * MINUTE);
    await comeBack();
    expect(await account.providerCalls('create_bot')).toHaveLength(2);
    const { join_lateness } = await measured(account);
    expect(join_lateness).toMatchObject({ count: 2, p50_ms: 0, max_ms: 2 * MINUTE });
  });

  it('a bot that a person schedules again during its recall is late from then on', async () => {
    const { account, google } = await withBot();
    pass(HOUR - MINUTE);
    await runJobs();
    const { id } = await account.event(google.id);
    sandbox.world.faults.add({ match: { path: 'remove_bot' }, times: 1, effect: { status: 500 } });
    await unscheduleBot(account.user.id, id, unscheduleBody(), { actor: 'person', now: now() });
    await runJobs().catch(() => {});
    pass(2 * MINUTE);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'person', now: now() });
    pass(SECOND);
    await comeBack();
    expect(await account.providerCalls('create_bot')).toHaveLength(2);
    expect((await measured(account)).join_lateness).toMatchObject({ count: 2, max_ms: SECOND });
  });

  it('a scan that came too late for a meeting makes its bot late', async () => {
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, {}, 'person', now());
    await account.add('Review', 30 * HOUR);
    await account.sync();
    expect(await account.bots()).toEqual([]);
    pass(30 * HOUR + 4 * MINUTE);
    await comeBack();
    expect((await measured(account)).join_lateness).toEqual(once(5 * MINUTE));
  });

  it('bots that were missed are counted apart', async () => {
    const { account } = await withBot();
    pass(2 * HOUR);
    await comeBack();
    expect(await measured(account)).toMatchObject({ join_lateness: NONE, joins_missed: 1 });
    pass(8 * DAY);
    expect(await measured(account)).toMatchObject({ joins_missed: 0 });
  });
});

describeServices('the delay of changes at Google', () => {
  it('a change counts from Google’s time of it until the bot has it, and the activity has the delay', async () => {
    const { account, google } = await withBot();
    await account.move(google.id, HOUR);
    // Each reading of the clock is a quarter of a second after the one before.
    const ticking = () => {
      pass(250);
      return now();
    };
    const began = +now();
    await syncCalendar(account.calendarId, ticking, true);
    const { change_to_schedule } = await measured(account);
    const [moved, ...others] = await db().activityEntry.findMany({ where: { delayMs: { not: null } } });
    expect(others).toEqual([]);
    expect(moved).toMatchObject({ action: 'bot.moved', actor: 'google' });
    expect(change_to_schedule).toEqual(once(moved?.delayMs ?? -1));
    // Later than the time that the sync began with, since writing takes time as well.
    expect(moved?.delayMs).toBe(+(moved?.at ?? 0) - began + 250);
  });

  it('the delay is measured for bots that are scheduled, relinked or recalled, by the date that changed', async () => {
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, {}, 'person', now());
    const series = await account.add('Standup', HOUR, { recurrence: ['RRULE:FREQ=HOURLY;COUNT=3'] });
    pass(SECOND);
    await account.sync();
    expect((await measured(account)).change_to_schedule).toMatchObject({ count: 3, max_ms: SECOND });
    await account.edit(account.instance(series, 2 * HOUR), { link: 'https://us02web.zoom.us/j/5550001111' });
    pass(2 * SECOND);
    await account.sync();
    expect((await measured(account)).change_to_schedule).toMatchObject({ count: 4, max_ms: 2 * SECOND });
    pass(HOUR - MINUTE);
    await runJobs();
    const soon = account.instance(series, HOUR);
    await account.edit(soon, { link: 'https://us02web.zoom.us/j/5550002222' });
    pass(5 * SECOND);
    await account.sync();
    expect((await measured(account)).change_to_schedule).toMatchObject({ count: 5, max_ms: 5 * SECOND });
    const last = await db().activityEntry.findFirst({ where: { delayMs: 5 * SECOND } });
    expect(last?.action).toBe('bot.recall_requested');
  });

  it('the delay is not measured for a deleted meeting, where Google does not say when', async () => {
    const { account, google } = await withBot();
    await account.cancel(google.id);
    pass(SECOND);
    await account.sync();
    expect((await account.bot()).status).toBe('Cancelled');
    expect((await measured(account)).change_to_schedule).toEqual(NONE);
  });

  describe('no delay is measured', () => {
    it('no delay is measured of a first sync, nor of a person’s request', async () => {
      const person = await newPerson();
      const { connection } = await connectCalendar(person.user.id, person.credentials, 'api', now());
      await enableAutoSchedule(person.user.id, {}, 'person', now());
      await control('POST', `/calendars/${person.email}/events`, {
        summary: 'Review',
        start: { dateTime: later(HOUR) },
        end: { dateTime: later(2 * HOUR) },
        link: 'https://us02web.zoom.us/j/5550001111',
      });
      pass(MINUTE);
      const calendar = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
      await syncCalendar(calendar.id, now, true);
      expect(await db().scheduledBot.count()).toBe(1);
      const read = await readMetrics(person.user.id, { days: 7 }, now());
      expect(read.change_to_schedule).toEqual(NONE);
    });

    it('no delay is measured of changes while sync was disabled', async () => {
      const { account, google } = await withBot();
      const setSync = (sync_enabled: boolean) =>
        setCalendarSync(
          account.user.id,
          account.email,
          { sync_enabled, dry_run: false },
          { actor: 'person', now: now() },
        );
      await setSync(false);
      await account.move(google.id, 5 * HOUR);
      pass(HOUR / 2);
      await setSync(true);
      await runJobs();
      expect(await account.botStates()).toEqual(['Cancelled 59', 'Scheduled 359']);
      expect((await measured(account)).change_to_schedule).toEqual(NONE);
      await account.move(google.id, HOUR);
      await account.sync();
      expect((await measured(account)).change_to_schedule).toEqual(once(0));
    });

    it.each(['forbidden', 'insufficientPermissions'])(
      'no delay is measured of changes while Google refused (%s)',
      async (reason) => {
        const { account, google } = await withBot();
        sandbox.world.faults.add({ match: { path: '/events$' }, effect: { status: 403, reason } });
        await account.move(google.id, 5 * HOUR);
        pass(HOUR / 2);
        expect(await account.sync()).toMatchObject({ state: 'failed' });
        sandbox.world.faults.remove();
        pass(MINUTE);
        await account.sync();
        expect(await account.botStates()).toEqual(['Scheduled 359']);
        expect((await measured(account)).change_to_schedule).toEqual(NONE);
      },
    );

    it('no delay is measured of changes before the account was connected with all scopes', async () => {
      const { account, google } = await withBot();
      const effect = { status: 403, reason: 'insufficientPermissions' };
      sandbox.world.faults.add({ match: { path: '/events$' }, effect });
      expect(await account.sync()).toMatchObject({ state: 'failed' });
      await account.move(google.id, 5 * HOUR);
      pass(HOUR / 2);
      sandbox.world.faults.remove();
      await connectCalendar(account.user.id, account.credentials, 'api', now());
      await runJobs();
      expect(await account.botStates()).toEqual(['Scheduled 359']);
      expect((await measured(account)).change_to_schedule).toEqual(NONE);
    });

    it('no delay is measured of changes while the permission was revoked', async () => {
      const { account, google } = await withBot();
      await control('POST', `/people/${account.email}/revoke`);
      await account.move(google.id, 5 * HOUR);
      expect(await account.sync()).toMatchObject({ state: 'failed' });
      pass(HOUR / 2);
      const { items } = await control('GET', '/people');
      const ready = items.find((item: { email: string }) => item.email === account.email);
      const refreshToken = ready.google_refresh_token;
      await connectCalendar(account.user.id, { ...account.credentials, refreshToken }, 'api', now());
      await runJobs();
      expect(await account.botStates()).toEqual(['Scheduled 359']);
      expect((await measured(account)).change_to_schedule).toEqual(NONE);
    });
  });
});

describeServices('the metrics of a user', () => {
  it('the metrics are those of the requested days', async () => {
    const { user } = await newAccount();
    const entry = { actor: 'google', cause: 'meeting_moved', summary: '', before: {}, after: {} } as const;
    const at = (ms: number) => new Date(+now() + ms);
    await recordActivity(db(), [
      ...Array.from({ length: 100 }, (_, index) => ({
        ...entry,
        userId: user.id,
        at: at(-HOUR),
        action: 'bot.moved' as const,
        delayMs: (index + 1) * 10,
      })),
      { ...entry, userId: user.id, at: at(-2 * DAY), action: 'bot.moved', delayMs: 5000 },
      { ...entry, userId: user.id, at: at(-HOUR), action: 'bot.sent', delayMs: 7 },
      { ...entry, userId: user.id, at: at(-HOUR), action: 'bot.moved' },
    ]);
    const read = await readMetrics(user.id, { days: 1 }, now());
    expect(read.join_lateness).toEqual(once(7));
    expect(read.change_to_schedule).toEqual({
      count: 100,
      p50_ms: 500,
      p95_ms: 950,
      p99_ms: 990,
      max_ms: 1000,
    });
    expect((await readMetrics(user.id, { days: 7 }, now())).change_to_schedule).toMatchObject({
      count: 101,
      max_ms: 5000,
    });
  });

  it("the metrics are only the user's own", async () => {
    const { account } = await withBot();
    const other = await withBot();
    await other.account.move(other.google.id, 2 * HOUR);
    await other.account.sync();
    pass(2 * HOUR);
    await comeBack();
    expect(await measured(account)).toMatchObject({ joins_missed: 1, change_to_schedule: NONE });
    expect(await measured(other.account)).toMatchObject({
      joins_missed: 0,
      change_to_schedule: { count: 1 },
    });
  });
});
