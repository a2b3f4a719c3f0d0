import { expect, it } from 'vitest';
import { nightlyScan } from '@/inngest/nightly-scan';
import { sweep } from '@/inngest/sweep';
import { disconnectBody } from '@/lib/contract/calendars';
import { materializeChanged } from '@/lib/occurrences/materialize-occurrences';
import { bookingsAt } from '@/lib/occurrences/queries';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, refusal, scheduleBody } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  jobs,
  later,
  MINUTE,
  now,
  pass,
  runJobs,
  sandbox,
} from '@/test/harness';
import { connectCalendar } from './connect-calendar';
import { disconnectCalendar } from './disconnect-calendar';
import { pollCalendars } from './poll-calendars';
import { findDroppedExceptions } from './read-changes';
import { refreshCalendarList } from './refresh-calendar-list';
import { calendarHealth } from './show-calendars';
import { storeEvents } from './store-events';

const DAILY = { recurrence: ['RRULE:FREQ=DAILY'] };
const WEEKLY = { recurrence: ['RRULE:FREQ=WEEKLY'] };
const schedule = async (account: Account, googleId: string, fields: object = {}) =>
  scheduleBot(account.user, (await account.event(googleId)).id, scheduleBody(fields), {
    actor: 'api',
    now: now(),
  });
const expireTokens = (account: Account) => control('POST', `/calendars/${account.email}/expire-sync-tokens`);
const refuseEvents = (status: number, reason: string) =>
  control('POST', '/faults', { match: { path: '/events$' }, effect: { status, reason } });
const bookedOrActive = async (account: Account) =>
  (await account.bots())
    .filter((bot) => bot.status === 'Scheduled')
    .map((bot) => `${bot.title} ${bot.meetingStart.toISOString()}`);

describeServices('storing events', () => {
  it('drops the characters of a text that a database refuses', async () => {
    const account = await newAccount();
    await account.add('Nul\0 and half \ud83d', DAY, { description: 'a\0b' });
    expect(await account.sync()).toMatchObject({ state: 'synced' });
    expect((await account.occurrences()).map((row) => row.title)).toEqual(['Nul and half \ufffd']);
  });

  it('takes more events than a statement has parameters', async () => {
    const account = await newAccount();
    const series = await account.add('Series', DAY, DAILY);
    await account.sync();
    await schedule(account, series.id);
    const { id: eventId } = await account.event(series.id);
    const calendar = await db().calendar.findUniqueOrThrow({
      where: { id: account.calendarId },
      include: { connection: true },
    });
    const ids = Array.from({ length: 70_000 }, (_, index) => `many${index}`);
    const deleted = ids.map((id) => ({ id, status: 'cancelled' as const }));
    expect(
      await db().$transaction((tx) => storeEvents({ tx, now: now() }, calendar, deleted, false)),
    ).toEqual([]);
    expect(await findDroppedExceptions(calendar, [...deleted, series], now())).toEqual([]);
    const occurrences = await account.occurrences(series.id);
    const vanishing = await db().$transaction((tx) =>
      bookingsAt(tx, [...occurrences.map((row) => row.id), ...ids], now()),
    );
    expect(vanishing.map((row) => row.eventId)).toEqual([eventId]);
    const changed = ids.map((id) => ({
      id,
      googleEventId: id,
      kind: 'exception' as const,
      recurringEventId: id,
    }));
    await db().$transaction((tx) =>
      materializeChanged({ tx, now: now() }, calendar, changed.slice(0, 40_000), []),
    );
    expect(await bookedOrActive(account)).toEqual([`Series ${later(DAY)}`]);
  }, 60_000);

  it('reports a failure of the database in a plain sentence', async () => {
    const account = await newAccount();
    await account.add('Series', DAY, DAILY);
    await db()
      .$executeRaw`ALTER TABLE "Event" ADD CONSTRAINT "broken" CHECK (NOT ("raw" @> '{"summary":"Series"}'))`;
    try {
      expect(await account.sync()).toMatchObject({ state: 'failed', retryAt: expect.any(Date) });
    } finally {
      await db().$executeRaw`ALTER TABLE "Event" DROP CONSTRAINT "broken"`;
    }
    expect((await account.calendar()).lastSyncError).toBe('Usher couldn’t store what it read from Google.');
    expect(await account.sync()).toMatchObject({ state: 'synced', changed: 1 });
  });

  it('updates an event that moved into the far past also during a full read', async () => {
    const account = await newAccount();
    const event = await account.add('Moved', DAY);
    await account.sync();
    await schedule(account, event.id);
    await account.move(event.id, -60 * DAY);
    await expireTokens(account);
    expect(await account.sync()).toMatchObject({ full: true });
    expect(await account.botStates()).toEqual([expect.stringMatching(/^Cancelled/)]);
    expect((await account.first(event.id)).startTime.toISOString()).toBe(later(-59 * DAY));
  });
});

describeServices('a refusal of Google', () => {
  it.each([
    [404, 'notFound'],
    [403, 'forbidden'],
    [400, 'badRequest'],
  ])('with %i is tried again by the sweep after about an hour', async (status, reason) => {
    const account = await newAccount();
    const { id } = await refuseEvents(status, reason);
    await db().calendar.update({ where: { id: account.calendarId }, data: { changeSeq: { increment: 1 } } });
    expect(await account.sync(false)).toMatchObject({ state: 'failed', retryAt: expect.any(Date) });
    await control('DELETE', `/faults/${id}`);
    await account.add('New', DAY);
    jobs.length = 0;
    pass(30 * MINUTE);
    expect(await pollCalendars(now())).toBe(0);
    expect(await sweep(now())).toMatchObject({ syncs: 0 });
    pass(HOUR);
    expect(await sweep(now())).toMatchObject({ syncs: 1 });
    await runJobs();
    expect(await account.occurrences()).toHaveLength(1);
    expect(await account.calendar()).toMatchObject({ lastSyncError: null, retryAt: null });
  });

  it('for a deleted client is not tried again automatically', async () => {
    const account = await newAccount();
    await control('POST', `/people/${account.email}/expire-access`);
    await db().calendarConnection.update({
      where: { id: account.connection.id },
      data: { clientId: 'gone.apps.googleusercontent.com', accessToken: null },
    });
    expect(await account.sync()).toMatchObject({ state: 'failed', retryAt: null });
    pass(DAY);
    expect(await pollCalendars(now())).toBe(0);
    expect(await sweep(now())).toMatchObject({ syncs: 0 });
  });
}, ['pglite']);

describeServices('an account that was disconnected without its events being deleted', () => {
  it('gets no bots, and syncs as before when it is connected again', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', HOUR, DAILY);
    await account.sync();
    await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
    await schedule(account, series.id, { recurring_event: true });
    const { id: other } = await control('POST', `/people/${account.email}/calendars`, {
      summary: 'Read only',
      accessRole: 'reader',
    });
    await refreshCalendarList(account.connection, now());
    const body = disconnectBody.parse({ purge_events: false });
    await disconnectCalendar(account.user.id, body, 'api', now());
    jobs.length = 0;
    pass(DAY);
    await sweep(now());
    await nightlyScan(now());
    await runJobs();
    expect(await bookedOrActive(account)).toEqual([]);

    await connectCalendar(account.user.id, account.credentials, 'api', now());
    expect(await account.calendar()).toMatchObject({ syncEnabled: true, resumesSync: false });
    expect(await db().calendar.findFirst({ where: { googleCalendarId: other } })).toMatchObject({
      syncEnabled: false,
    });
    await account.edit(series.id, { summary: 'Renamed' });
    await runJobs();
    expect((await account.occurrences(series.id))[0]?.title).toBe('Renamed');
  });
}, ['pglite']);

describeServices('a calendar that leaves the list', () => {
  it('loses its bots, and gets them back when it is back', async () => {
    const account = await newAccount();
    const team = await control('POST', `/people/${account.email}/calendars`, { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    await runJobs();
    const row = () => db().calendar.findFirstOrThrow({ where: { googleCalendarId: team.id } });
    const path = `/calendars/${encodeURIComponent(team.id)}/events`;
    const event = await control('POST', path, {
      summary: 'Team',
      start: { dateTime: later(3 * DAY) },
      end: { dateTime: later(3 * DAY + HOUR) },
      link: 'meet',
    });
    await db().calendar.update({ where: { id: (await row()).id }, data: { changeSeq: { increment: 1 } } });
    await sweep(now());
    await runJobs();
    const { id } = await db().event.findFirstOrThrow({ where: { googleEventId: event.id } });
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });

    const onList = `/people/${account.email}/calendars`;
    await control('DELETE', `${onList}/${encodeURIComponent(team.id)}`);
    pass(2 * HOUR);
    await sweep(now());
    await runJobs();
    expect(await row()).toMatchObject({ syncEnabled: false });
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      comesBack: true,
      statusReason: 'Its calendar was removed from the Google account.',
    });
    expect((await calendarHealth(account.user.id, now())).ok).toBe(true);

    await control('PATCH', `${path}/${event.id}`, { summary: 'Renamed' });
    await control('POST', onList, { summary: 'Team', id: team.id });
    pass(2 * HOUR);
    await sweep(now());
    await runJobs();
    expect(await row()).toMatchObject({ syncEnabled: true });
    expect(await bookedOrActive(account)).toEqual([`Renamed ${later(3 * DAY)}`]);
  });

  it('is noticed when its sync gets 404', async () => {
    const account = await newAccount();
    const team = await control('POST', `/people/${account.email}/calendars`, { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    await runJobs();
    await control('DELETE', `/people/${account.email}/calendars/${encodeURIComponent(team.id)}`);
    await refuseEvents(404, 'notFound');
    await db().calendar.updateMany({ data: { changeSeq: { increment: 1 } } });
    await sweep(now());
    await runJobs();
    const synced = await db().calendar.findMany({ where: { syncEnabled: true } });
    expect(synced.map((calendar) => calendar.googleCalendarId)).toEqual([account.email]);
  });
}, ['pglite']);

describeServices('scheduling a series', () => {
  it('finds the next occurrence behind canceled ones, beyond the days that are stored', async () => {
    const account = await newAccount();
    const series = await account.add('Quarterly', DAY, { recurrence: ['RRULE:FREQ=MONTHLY;INTERVAL=3'] });
    await account.cancel(account.instance(series, DAY));
    await account.sync();
    await schedule(account, series.id);
    expect(await bookedOrActive(account)).toEqual(['Quarterly 2027-06-02T07:00:00.000Z']);
  });

  it('fails when all occurrences to come are canceled', async () => {
    const account = await newAccount();
    const series = await account.add('Short', DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    for (const day of [1, 2]) await account.cancel(account.instance(series, day * DAY));
    await account.sync();
    expect(await refusal(schedule(account, series.id))).toMatchObject({ code: 'meeting_ended' });
  });

  it('takes a date for an original start before it takes it for the time an occurrence was moved to', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', DAY, DAILY);
    await account.sync();
    // Google does not let instances pass each other, but two may have the same time.
    await db().occurrence.updateMany({
      where: { originalStart: new Date(later(DAY)) },
      data: { startTime: new Date(later(3 * DAY)), endTime: new Date(later(3 * DAY + HOUR)) },
    });
    // As an occurrence beyond the days that are stored.
    await db().occurrence.deleteMany({ where: { originalStart: new Date(later(3 * DAY)) } });
    await schedule(account, series.id, { occurrence_date: later(3 * DAY) });
    const occurrence = async () =>
      db().occurrence.findUniqueOrThrow({ where: { id: (await account.bots()).at(-1)?.occurrenceId ?? '' } });
    expect((await occurrence()).originalStart.toISOString()).toBe(later(3 * DAY));
  });

  it('takes a date for the time an occurrence was moved to where the series has no slot', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', DAY, DAILY);
    await account.move(account.instance(series, DAY), 2 * HOUR);
    await account.sync();
    await schedule(account, series.id, { occurrence_date: later(DAY + 2 * HOUR) });
    expect(await bookedOrActive(account)).toEqual([`Daily ${later(DAY + 2 * HOUR)}`]);
  });
}, ['pglite']);

describeServices('a series split in two', () => {
  /** Makes a weekly series with a bot at its third date, which the tests split from its second date on. */
  async function split() {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    await schedule(account, series.id, {
      occurrence_date: later(15 * DAY),
      bot_config: { bot_name: 'Scribe' },
    });
    pass(MINUTE);
    const calendar = sandbox.world.calendars.get(account.email);
    if (!calendar) throw new Error('The sandbox has lost something.');
    return { account, series, calendar };
  }

  it('keeps its bots when its parts arrive in two answers', async () => {
    const { account, series, calendar } = await split();
    const whole = calendar.events.get(series.id);
    if (!whole) throw new Error('The sandbox has lost something.');
    await account.edit(series.id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1'] });
    await account.sync();
    expect(await bookedOrActive(account)).toEqual([]);
    pass(MINUTE);
    const id = `${series.id}_R${later(8 * DAY)
      .slice(0, 19)
      .replace(/[-:]/g, '')}`;
    const time = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });
    const times = { start: time(8 * DAY), end: time(8 * DAY + HOUR) };
    calendar.put({ ...whole, id, summary: 'Following', ...times, ...WEEKLY }, now());
    await account.sync();
    expect(await bookedOrActive(account)).toEqual([`Following ${later(15 * DAY)}`]);
    expect((await account.bots()).map((bot) => bot.botName)).toEqual(['Scribe', 'Scribe']);
    pass(MINUTE);
    await account.edit(id, { summary: 'Renamed' });
    await account.sync();
    expect(await bookedOrActive(account)).toEqual([`Renamed ${later(15 * DAY)}`]);
  });

  it('does not carry the bot of a date that was canceled alone', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', DAY, DAILY);
    await account.sync();
    await schedule(account, series.id, { occurrence_date: later(2 * DAY) });
    await account.cancel(account.instance(series, 2 * DAY));
    await account.sync();
    await account.split(series.id, later(3 * DAY), { summary: 'Following' });
    pass(MINUTE);
    await account.sync();
    expect(await bookedOrActive(account)).toEqual([]);
  });

  it('keeps its bots when much else is stored between its parts', async () => {
    const { account, series } = await split();
    await control('POST', `/calendars/${account.email}/bulk`, { count: 600 });
    await account.split(series.id, later(8 * DAY), { summary: 'Following' });
    await expireTokens(account);
    expect(await account.sync()).toMatchObject({ full: true, changed: 602 });
    expect(await bookedOrActive(account)).toEqual([`Following ${later(15 * DAY)}`]);
  });
}, ['pglite']);
