import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { isBookedOrActive } from '@/lib/scheduling/domain/bot-status';
import { listEvents } from '@/lib/scheduling/list-events';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { type Account, newAccount, newPerson, refusal, scheduleBody } from '@/test/account';

import {
  control,
  DAY,
  describeServices,
  HOUR,
  jobs,
  MINUTE,
  now,
  pass,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { connectCalendar } from './connect-calendar';
import { setCalendarSync } from './enable-sync';
import { connectionsToList } from './poll-calendars';
import { listCalendarsLive, refreshCalendarList, storeCalendarList } from './refresh-calendar-list';
import { calendarHealth } from './show-calendars';
import { syncCalendar } from './sync-calendar';
import { watchCalendar } from './watch-calendar';

const turn = (account: Account, on: boolean, dry_run = false, id = account.calendarId) =>
  setCalendarSync(account.user.id, id, { sync_enabled: on, dry_run }, { actor: 'person', now: now() });
const onList = (account: Account) => `/people/${account.email}/calendars`;
const channelsAtGoogle = () => [...sandbox.world.channels.keys()];

describeServices('a calendar that is switched off and on', () => {
  it('loses its bots after saying how many, and gets them back as they were, with every override', async () => {
    const account = await newAccount();
    const daily = await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] });
    const single = await account.add('Single', 3 * DAY);
    await account.sync();
    await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
    const event = await account.event(daily.id);
    await setOverride(account.user, (await account.first(daily.id)).id, 'never', {
      actor: 'person',
      now: now(),
    });
    const body = scheduleBody({ bot_config: { bot_name: 'Scribe' } });
    await scheduleBot(account.user, (await account.event(single.id)).id, body, {
      actor: 'person',
      now: now(),
    });
    await watchCalendar(account.calendarId, now());
    await runJobs();
    const before = await account.botStates();
    expect(before).toHaveLength(1);

    expect(await turn(account, false, true)).toMatchObject({
      dry_run: true,
      bots_cancelled: 1,
      bots_recalled: 0,
    });
    expect(await account.calendar()).toMatchObject({ syncEnabled: true });
    expect(await account.botStates()).toEqual(before);

    const off = await turn(account, false);
    expect(off).toMatchObject({ bots_cancelled: 1, calendar: { sync_enabled: false, push_status: 'off' } });
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      statusReason: 'Sync was turned off for its calendar.',
    });
    expect(channelsAtGoogle()).toEqual([]);
    expect(await turn(account, false)).toMatchObject({
      bots_cancelled: 0,
      message: expect.stringContaining('already'),
    });
    expect(
      await refusal(scheduleBot(account.user, event.id, scheduleBody(), { actor: 'api', now: now() })),
    ).toMatchObject({
      code: 'calendar_off',
    });

    // Meanwhile the calendar changes.
    await account.move(single.id, 2 * HOUR);
    pass(DAY);
    await runJobs();
    expect(await account.bots()).toHaveLength(1);

    const on = await turn(account, true);
    expect(on.bots_scheduled).toBe(2);
    await runJobs();
    const bookedOrActive = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(bookedOrActive.map((bot) => [bot.title, bot.botName]).sort()).toEqual([
      ['Daily', 'Usher'],
      ['Single', 'Scribe'],
    ]);
    expect(bookedOrActive.find((bot) => bot.title === 'Single')?.joinAt).toEqual(
      new Date(Date.parse(String(single.start?.dateTime)) + 2 * HOUR - MINUTE),
    );
    expect((await account.first(daily.id)).override).toBe('never');
    expect(channelsAtGoogle()).toHaveLength(1);
  });

  it('recalls a bot that is in its meeting, and sends one again', async () => {
    const account = await newAccount();
    const event = await account.add('Running', 10 * MINUTE, {});
    await account.sync();
    await scheduleBot(account.user, (await account.event(event.id)).id, scheduleBody(), {
      actor: 'person',
      now: now(),
    });
    pass(10 * MINUTE);
    await runJobs();
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
    expect(await turn(account, false)).toMatchObject({ bots_cancelled: 0, bots_recalled: 1 });
    await runJobs();
    expect(await account.providerCalls('remove_bot')).toHaveLength(1);
    expect(await account.bot()).toMatchObject({ status: 'Cancelled' });
    pass(MINUTE);
    await turn(account, true);
    await runJobs();
    expect(await account.providerCalls('create_bot')).toHaveLength(2);
  });

  it('leaves its scheduled and its active bots to another calendar with the same meeting link at the same time', async () => {
    const account = await newAccount();
    const team = await control('POST', onList(account), { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    const path = `/calendars/${encodeURIComponent(team.id)}/events`;
    const link = 'https://us02web.zoom.us/j/81234567890';
    await account.add('Mine', HOUR);
    await control('POST', path, { summary: 'Ours', inSeconds: HOUR / 1000, link });
    await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
    await runJobs();
    await account.sync();
    const teamId = (await db().calendar.findFirstOrThrow({ where: { googleCalendarId: team.id } })).id;
    await syncCalendar(teamId, now, true);
    const bookedOrActive = async () => (await account.bots()).filter((bot) => isBookedOrActive(bot.status));
    const other = (title: string) => (title === 'Mine' ? 'Ours' : 'Mine');
    const calendarOf = (title: string) => (title === 'Mine' ? account.calendarId : teamId);
    const [first] = await bookedOrActive();
    if (!first) throw new Error('No bot.');
    expect(await bookedOrActive()).toHaveLength(1);
    await turn(account, false, false, calendarOf(first.title));
    expect((await bookedOrActive()).map((bot) => bot.title)).toEqual([other(first.title)]);

    pass(HOUR);
    await runJobs();
    await turn(account, true, false, calendarOf(first.title));
    await runJobs();
    expect((await bookedOrActive()).map((bot) => [bot.title, bot.status])).toEqual([
      [other(first.title), 'Joining'],
    ]);
    await turn(account, false, false, calendarOf(other(first.title)));
    await runJobs();
    expect((await bookedOrActive()).map((bot) => bot.title)).toEqual([first.title]);
    expect(await account.providerCalls('create_bot')).toHaveLength(2);
    expect(await account.providerCalls('remove_bot')).toHaveLength(1);
  });

  it('has a push channel stopped that is being opened at that moment', async () => {
    const account = await newAccount();
    await control('POST', '/faults', { match: { path: '/watch$' }, effect: { delayMs: 300 } });
    const watching = watchCalendar(account.calendarId, now());
    await until(async () => (await db().watchChannel.count({ where: { status: 'opening' } })) === 1);
    await turn(account, false);
    expect(await watching).toEqual({ state: 'fresh' });
    expect(channelsAtGoogle()).toEqual([]);
    expect(await db().watchChannel.count({ where: { status: { in: ['open', 'opening'] } } })).toBe(0);
  });

  it('has its meetings deleted in the delta feed, and later back', async () => {
    const account = await newAccount();
    await account.add('Planning', DAY);
    await account.sync();
    const since = async (updated_min: string) =>
      (
        await listEvents(account.user, { limit: 50, expand: true, show_deleted: false, updated_min }, now())
      ).results.map((event) => event.is_deleted);
    pass(HOUR);
    const before = now().toISOString();
    expect(await since(before)).toEqual([]);
    await turn(account, false);
    expect(await since(before)).toEqual([true]);
    pass(HOUR);
    await turn(account, true);
    expect(await since(now().toISOString())).toEqual([false]);
  });

  it('is found by Google’s id or ours, only by its owner, and in two accounts only by ours', async () => {
    const account = await newAccount();
    const stranger = await newAccount();
    expect(await turn(account, false, true, account.email)).toMatchObject({
      calendar: { usher_id: account.calendarId },
    });
    expect(await turn(account, false, true, 'primary')).toMatchObject({ calendar: { id: account.email } });
    expect((await refusal(turn(stranger, false, true, account.calendarId))).code).toBe('not_found');
    const second = await newPerson();
    await control('POST', `/people/${second.email}/calendars`, { summary: 'Ada', id: account.email });
    await connectCalendar(account.user.id, second.credentials, 'person', now());
    expect(await refusal(turn(account, false, true, account.email))).toMatchObject({
      code: 'ambiguous_calendar',
      next_steps: expect.stringContaining(account.calendarId),
    });
  });
}, ['pglite']);

describeServices('the calendar list of an account', () => {
  it('is read each hour or so: new calendars sync, hidden and foreign ones are only listed', async () => {
    const account = await newAccount();
    await control('POST', onList(account), { summary: 'Own' });
    await control('POST', onList(account), { summary: 'Theirs', accessRole: 'reader' });
    const hidden = await control('POST', onList(account), { summary: 'Hidden' });
    await control('PATCH', `${onList(account)}/${encodeURIComponent(hidden.id)}`, { hidden: true });
    expect(await connectionsToList(now())).toEqual([]);
    pass(76 * MINUTE);
    expect(await connectionsToList(now())).toEqual([account.connection.id]);
    await sweep(now());
    await runJobs();
    expect(await connectionsToList(now())).toEqual([]);
    const { connections } = await calendarHealth(account.user.id, now());
    expect(connections[0]?.calendars.map((row) => [row.summary, row.sync_enabled])).toEqual([
      [account.email, true],
      ['Hidden', false],
      ['Own', true],
      ['Theirs', false],
    ]);
    const own = await db().calendar.findFirstOrThrow({ where: { summary: 'Own' } });
    expect(own.lastSyncedAt).not.toBeNull();
  });

  it('is read by the next job when the one for it was lost, and again when Google or a process has failed', async () => {
    const account = await newAccount();
    const readAt = async () =>
      (await calendarHealth(account.user.id, now())).connections[0]?.list_read_at ?? null;
    const before = await readAt();
    pass(76 * MINUTE);
    await sweep(now());
    expect(jobs.splice(0).map(({ name }) => name)).toContain('calendars/list');
    await sweep(now());
    await control('POST', '/faults', { match: { path: 'calendarList' }, effect: { status: 503 } });
    await runJobs();
    expect(await readAt()).toBe(before);
    pass(14 * MINUTE);
    expect(await connectionsToList(now())).toEqual([]);
    await control('DELETE', '/faults');
    pass(MINUTE);
    await sweep(now());
    await runJobs();
    expect(await readAt()).toBe(now().toISOString());
  });

  it('moves the all-day meetings of a calendar to the days of its new time zone', async () => {
    const account = await newAccount();
    const day = { start: { date: '2027-03-10' }, end: { date: '2027-03-11' } };
    await account.add('Offsite', 0, day);
    await account.add('On call', 0, { ...day, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] });
    await account.sync();
    const starts = async () =>
      (await account.occurrences()).map(({ title, startTime }) => [title, startTime.toISOString()]).sort();
    const { summary } = await account.calendar();
    const entry = { id: account.email, summary, primary: true, selected: true, accessRole: 'owner' };
    await storeCalendarList(account.connection, [{ ...entry, timeZone: 'America/New_York' }], now());
    expect(await starts()).toEqual([
      ['Offsite', '2027-03-10T05:00:00.000Z'],
      ['On call', '2027-03-10T05:00:00.000Z'],
      ['On call', '2027-03-17T04:00:00.000Z'],
    ]);
  });

  it('hides a calendar that left, which stays off when it is back if a person had switched it off', async () => {
    const account = await newAccount();
    const { id } = await control('POST', onList(account), { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    await turn(account, false, false, id);
    await control('DELETE', `${onList(account)}/${encodeURIComponent(id)}`);
    expect((await listCalendarsLive(account.user.id, now())).total).toBe(1);
    expect((await refusal(turn(account, true, false, id))).code).toBe('not_found');
    await control('POST', onList(account), { summary: 'Team', id });
    const { calendars } = await listCalendarsLive(account.user.id, now());
    expect(calendars.map((row) => row.sync_enabled)).toEqual([true, false]);
  });

  it('stops the sync of a calendar that can no longer be read, says why, and resumes with the role', async () => {
    const account = await newAccount();
    const { id } = await control('POST', onList(account), { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    await runJobs();
    const path = `/calendars/${encodeURIComponent(id)}/events`;
    await control('POST', path, { summary: 'Planning', inSeconds: 3 * 86_400, link: 'meet' });
    const calendar = await db().calendar.findFirstOrThrow({ where: { googleCalendarId: id } });
    await syncCalendar(calendar.id, now, true);
    const { id: eventId } = await db().event.findFirstOrThrow({ where: { calendarId: calendar.id } });
    await scheduleBot(account.user, eventId, scheduleBody(), { actor: 'api', now: now() });

    const entry = `${onList(account)}/${encodeURIComponent(id)}`;
    await control('PATCH', entry, { accessRole: 'freeBusyReader' });
    await refreshCalendarList(account.connection, now());
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      comesBack: true,
      statusReason: 'Google stopped sharing the meetings of its calendar.',
    });
    const shown = async () =>
      (await calendarHealth(account.user.id, now())).connections[0]?.calendars.find((row) => row.id === id);
    expect(await shown()).toMatchObject({
      mode: 'off',
      mode_reason: expect.stringContaining('busy'),
      problems: [{ code: 'not_readable', message: expect.stringContaining('share it') }],
    });
    expect((await refusal(turn(account, true, false, id))).code).toBe('calendar_not_readable');

    await control('PATCH', entry, { accessRole: 'writer' });
    await refreshCalendarList(account.connection, now());
    await runJobs();
    expect((await account.bots()).map((bot) => bot.status).sort()).toEqual(['Cancelled', 'Scheduled']);
    expect(await shown()).toMatchObject({ sync_enabled: true, mode: 'push', problems: [] });
    const told = await db().activityEntry.findMany({
      where: { calendarId: calendar.id },
      orderBy: { id: 'asc' },
    });
    expect(told.map((entry) => entry.action)).toEqual([
      'calendar.sync_enabled',
      'calendar.sync_stopped',
      'calendar.sync_enabled',
    ]);
  });

  it('changes nothing when its answer is older than what is stored', async () => {
    const account = await newAccount();
    pass(MINUTE);
    await refreshCalendarList(account.connection, now());
    await storeCalendarList(account.connection, [], new Date(+now() - 1000));
    expect(await account.calendar()).toMatchObject({ syncEnabled: true, leftListAt: null });
  });

  it('that Google refuses does not hide the list of another account', async () => {
    const account = await newAccount();
    const second = await newPerson();
    await connectCalendar(account.user.id, second.credentials, 'person', now());
    await control('POST', `/people/${second.email}/revoke`);
    await db().calendarConnection.updateMany({ data: { accessToken: null } });
    const answer = await listCalendarsLive(account.user.id, now());
    expect(answer.total).toBe(2);
    expect(answer.failed).toMatchObject([
      { email: second.email, error: expect.stringContaining('connect the account again') },
    ]);
    const health = await calendarHealth(account.user.id, now());
    expect(health.ok).toBe(false);
    expect(health.connections.map((row) => row.problems.map((problem) => problem.code))).toEqual([
      [],
      ['revoked'],
    ]);
  });
}, ['pglite']);
