import { describe, expect, it } from 'vitest';
import { db } from '@/lib/db/client';
import { scheduleBot } from '../meetings/schedule-bot';
import { unscheduleBot } from '../meetings/unschedule-bot';
import { nightlyScan } from '../nightly-scan';
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
  runJobs,
  sandbox,
  scheduleBody,
  unscheduleBody,
  until,
} from '../testing';

const WEEKLY = { recurrence: ['RRULE:FREQ=WEEKLY'] };
const times = async (account: Account, googleId: string) =>
  (await account.occurrences(googleId)).map(
    (occurrence) => (+occurrence.startTime - +new Date(later(0))) / DAY,
  );
const book = async (account: Account, googleId: string, fields: object = {}) =>
  scheduleBot(account.user, (await account.event(googleId)).id, scheduleBody(fields), 'api', now());
/** Confirms a cancelled instance again, at its old time. */
const restore = (account: Account, instance: string, inMs: number) =>
  account.edit(instance, {
    status: 'confirmed',
    start: { dateTime: later(inMs) },
    end: { dateTime: later(inMs + 30 * MINUTE) },
  });
const live = async (account: Account) =>
  (await account.bots())
    .filter((bot) => bot.status === 'Scheduled')
    .map((bot) => `${bot.botName} ${bot.meetingStart.toISOString()}`)
    .sort();
const expireTokens = (account: Account) =>
  control('POST', `/calendars/${account.connection.accountEmail}/expire-sync-tokens`);

describeServices('syncing a calendar', () => {
  it('reads everything first, then only what changed', async () => {
    const account = await newAccount();
    const single = await account.add('Once', DAY);
    const series = await account.add('Weekly', DAY, WEEKLY);
    expect(await account.sync()).toEqual({ state: 'synced', changed: 2, full: false });
    expect(await times(account, single.id)).toEqual([1]);
    expect(await times(account, series.id)).toEqual(
      [1, 8, 15, 22, 29, 36, 43, 50, 57].map((day) => (day > 28 ? day - 1 / 24 : day)),
    );
    await account.edit(single.id, { summary: 'Renamed' });
    expect(await account.sync()).toEqual({ state: 'synced', changed: 1, full: false });
    expect(await account.first(single.id)).toMatchObject({ title: 'Renamed', meetingPlatform: 'Zoom' });
    expect(await account.sync()).toEqual({ state: 'synced', changed: 0, full: false });
    expect(await account.sync(false)).toEqual({ state: 'clean' });
  });

  it('reads small and empty pages to the end', async () => {
    const account = await newAccount();
    await control('POST', `/calendars/${account.connection.accountEmail}/bulk`, { count: 23 });
    await control('PUT', '/settings', { pageSize: 5, blankPages: true });
    expect(await account.sync()).toMatchObject({ changed: 23 });
    await expireTokens(account);
    expect(await account.sync()).toMatchObject({ changed: 23, full: true });
    expect(await account.occurrences()).toHaveLength(23);
  });

  it('reads everything anew when its token is damaged', async () => {
    const account = await newAccount();
    await account.add('Once', DAY);
    await db().calendar.update({ where: { id: account.calendarId }, data: { syncToken: 'damaged' } });
    expect(await account.sync()).toEqual({ state: 'synced', changed: 1, full: true });
    expect(await account.sync()).toEqual({ state: 'synced', changed: 0, full: false });
  });

  it('after 410 compares: what was deleted meanwhile becomes a tombstone, wishes and bots survive', async () => {
    const account = await newAccount();
    const gone = await account.add('Gone', DAY);
    const goneSeries = await account.add('Gone series', DAY, WEEKLY);
    const kept = await account.add('Kept', 2 * DAY);
    const unwanted = await account.add('Unwanted', 3 * DAY);
    await account.sync();
    await book(account, gone.id);
    await book(account, kept.id);
    await book(account, unwanted.id);
    await unscheduleBot(
      account.user.id,
      (await account.event(unwanted.id)).id,
      unscheduleBody(),
      'api',
      now(),
    );
    const before = await account.event(kept.id);

    await account.cancel(gone.id);
    await account.cancel(goneSeries.id);
    await account.move(kept.id, HOUR);
    await expireTokens(account);
    pass(MINUTE);
    expect(await account.sync()).toEqual({ state: 'synced', changed: 2, full: true });

    expect(await account.event(gone.id)).toMatchObject({ isDeleted: true });
    expect(await account.occurrences(goneSeries.id)).toEqual([]);
    expect((await account.occurrences(goneSeries.id, true)).length).toBeGreaterThan(5);
    expect((await account.event(kept.id)).id).toBe(before.id);
    expect(await account.first(unwanted.id)).toMatchObject({ override: 'never', isDeleted: false });
    expect(await account.botStates()).toEqual([
      `Cancelled ${24 * 60 - 1}`,
      `Scheduled ${49 * 60 - 1}`,
      `Cancelled ${72 * 60 - 1}`,
    ]);
  });

  it('stores 2,000 events fast, each once', async () => {
    const account = await newAccount();
    const path = `/calendars/${account.connection.accountEmail}/bulk`;
    await control('POST', path, { count: 1900, everyMinutes: 20 });
    await control('POST', path, {
      count: 100,
      everyMinutes: 60,
      recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE'],
    });
    const begin = performance.now();
    expect(await account.sync()).toMatchObject({ changed: 2000 });
    const first = performance.now() - begin;
    await expireTokens(account);
    const again = performance.now();
    expect(await account.sync()).toMatchObject({ changed: 2000, full: true });
    console.log(
      `2,000 events: ${Math.round(first)} ms to read and store, ${Math.round(performance.now() - again)} ms to compare`,
    );
    expect(await db().event.count({ where: { calendarId: account.calendarId } })).toBe(2000);
    expect((await account.occurrences()).length).toBeGreaterThan(3000);
  });

  it('does not store what ended long ago', async () => {
    const account = await newAccount();
    await account.add('Old', -60 * DAY);
    const old = await account.add('Old series', -300 * DAY, WEEKLY);
    await expireTokens(account);
    await account.sync();
    expect((await account.occurrences()).map((row) => row.eventId)).toContain(
      (await account.event(old.id)).id,
    );
    expect(await db().event.count({ where: { calendarId: account.calendarId } })).toBe(1);
  });

  describe('series', () => {
    it('a moved instance keeps its identity', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.sync();
      const [, second] = await account.occurrences(series.id);
      await account.move(account.instance(series, 8 * DAY), 3 * HOUR);
      await account.sync();
      const moved = (await account.occurrences(series.id))[1];
      expect(moved).toMatchObject({ id: second?.id, originalStart: second?.originalStart });
      expect(moved?.startTime.toISOString()).toBe(later(8 * DAY + 3 * HOUR));
    });

    it('a cancelled instance is gone, and its bot; restored, a manual bot is back', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.sync();
      await book(account, series.id, { occurrence_date: later(8 * DAY), bot_config: { bot_name: 'Scribe' } });
      const instance = account.instance(series, 8 * DAY);
      await account.cancel(instance);
      pass(MINUTE);
      await account.sync();
      expect(await times(account, series.id)).not.toContain(8);
      expect(await account.bot()).toMatchObject({
        status: 'Cancelled',
        statusReason: 'The meeting is cancelled.',
      });
      await restore(account, instance, 8 * DAY);
      pass(MINUTE);
      await account.sync();
      expect(await times(account, series.id)).toContain(8);
      expect((await account.bots()).map((bot) => [bot.status, bot.botName])).toEqual([
        ['Cancelled', 'Scribe'],
        ['Scheduled', 'Scribe'],
      ]);
    });

    it('restored beyond the 60 days that are kept, a manual bot is back', async () => {
      const account = await newAccount();
      const series = await account.add('Daily', DAY, { recurrence: ['RRULE:FREQ=DAILY'] });
      await account.sync();
      const start = later(90 * DAY - HOUR);
      await book(account, series.id, { occurrence_date: start });
      const instance = account.instance(series, 90 * DAY - HOUR);
      await account.cancel(instance);
      await account.sync();
      expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
      pass(MINUTE);
      await restore(account, instance, 90 * DAY - HOUR);
      await account.sync();
      expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Scheduled']);
    });

    it('a bot taken off by hand stays off when its meeting is cancelled and restored', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.sync();
      await book(account, series.id);
      await unscheduleBot(
        account.user.id,
        (await account.first(series.id)).id,
        unscheduleBody(),
        'api',
        now(),
      );
      const instance = account.instance(series, DAY);
      await account.cancel(instance);
      await account.sync();
      await restore(account, instance, DAY);
      await account.sync();
      expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
    });

    it('a cancelled master takes all its occurrences and bots with it', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.move(account.instance(series, 8 * DAY), HOUR);
      await account.sync();
      await book(account, series.id, { schedule_all_occurrences: true, occurrence_limit: 3 });
      await account.cancel(series.id);
      await account.sync();
      expect(await account.occurrences(series.id)).toEqual([]);
      expect((await account.bots()).map((bot) => bot.status)).toEqual([
        'Cancelled',
        'Cancelled',
        'Cancelled',
      ]);
    });

    it('a series deleted and restored is whole again, without the changed dates that Google dropped', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      const [moved, cancelled] = [account.instance(series, 8 * DAY), account.instance(series, 15 * DAY)];
      await account.move(moved, HOUR);
      await account.cancel(cancelled);
      await account.sync();
      await account.cancel(series.id);
      await account.sync();
      expect(await account.occurrences(series.id)).toEqual([]);
      pass(MINUTE);
      await account.edit(series.id, { status: 'confirmed' });
      await account.sync();
      expect((await times(account, series.id)).slice(0, 3)).toEqual([1, 8, 15]);
    });

    it('a series deleted and restored keeps the changed dates that Google still has', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      const [moved, cancelled] = [account.instance(series, 8 * DAY), account.instance(series, 15 * DAY)];
      await account.move(moved, HOUR);
      await account.cancel(cancelled);
      await account.sync();
      // For the store alone the series is deleted: to Google its dates are what they were.
      await db().event.updateMany({ where: { googleEventId: series.id }, data: { isDeleted: true } });
      pass(MINUTE);
      await account.edit(series.id, { status: 'confirmed' });
      await account.sync();
      expect((await times(account, series.id)).slice(0, 3)).toEqual([1, 8 + 1 / 24, 22]);
    });

    it('“this and following” ends the old series, without the exceptions Google dropped', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.edit(account.instance(series, 15 * DAY), { summary: 'Special' });
      await account.sync();
      await account.split(series.id, later(8 * DAY), { summary: 'New weekly' });
      await account.sync();
      const titles = (await account.occurrences()).map((occurrence) => occurrence.title);
      expect(titles).toEqual(['Weekly', ...Array(8).fill('New weekly')]);
    });

    it('an exception that Google says is gone (410) is dropped, and the token still counts', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.edit(account.instance(series, 15 * DAY), { summary: 'Special' });
      await account.sync();
      await account.split(series.id, later(8 * DAY), { summary: 'New weekly' });
      await control('POST', '/faults', {
        match: { method: 'GET', path: '/events/.+_', user: account.email },
        effect: { status: 410, reason: 'deleted' },
      });
      expect(await account.sync()).toMatchObject({ state: 'synced', full: false });
      const titles = (await account.occurrences()).map((occurrence) => occurrence.title);
      expect(titles).toEqual(['Weekly', ...Array(8).fill('New weekly')]);
    });

    it('“this and following” takes bots and wishes along', async () => {
      const account = await newAccount();
      const unwanted = await account.add('Unwanted', DAY, WEEKLY);
      const wanted = await account.add('Wanted', 2 * DAY, WEEKLY);
      await account.sync();
      await book(account, wanted.id, { occurrence_date: later(16 * DAY), recurring_event: true });
      await book(account, unwanted.id);
      const never = unscheduleBody({ cancel_all_occurrences: true });
      await unscheduleBot(account.user.id, (await account.event(unwanted.id)).id, never, 'api', now());
      await account.split(unwanted.id, later(8 * DAY), { summary: 'Still unwanted' });
      await account.split(wanted.id, later(9 * DAY), { summary: 'Still wanted' });
      pass(MINUTE);
      await account.sync();
      const parts = await db().event.findMany({
        where: { raw: { path: ['summary'], string_starts_with: 'Still' } },
      });
      expect(new Map(parts.map((part) => [(part.raw as { summary: string }).summary, part]))).toEqual(
        new Map([
          ['Still unwanted', expect.objectContaining({ override: 'never', recurringEnabled: false })],
          ['Still wanted', expect.objectContaining({ override: null, recurringEnabled: true })],
        ]),
      );
      const live = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
      expect(live.map((bot) => [bot.title, bot.meetingStart.toISOString()])).toEqual([
        ['Still wanted', later(16 * DAY)],
      ]);
    });

    it('an instance cancelled before the series was moved away and back is there again', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.cancel(account.instance(series, 8 * DAY));
      await account.sync();
      await account.move(series.id, HOUR);
      await account.sync();
      await account.move(series.id, -HOUR);
      await account.sync();
      expect(await times(account, series.id)).toContain(8);
    });

    it('all events moved: bots booked by hand follow their meetings', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.sync();
      await book(account, series.id, { schedule_all_occurrences: true, occurrence_limit: 2 });
      await account.move(series.id, 2 * HOUR);
      pass(MINUTE);
      await account.sync();
      const live = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
      expect(live.map((bot) => bot.meetingStart.toISOString())).toEqual([
        later(DAY + 2 * HOUR),
        later(8 * DAY + 2 * HOUR),
      ]);
    });

    it('all events moved: a bot of a date cancelled before comes back where the date is there again', async () => {
      const account = await newAccount();
      const daily = { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] };
      const series = await account.add('Daily', DAY, daily);
      await account.sync();
      await book(account, series.id, { schedule_all_occurrences: true, bot_config: { bot_name: 'Scribe' } });
      await account.cancel(account.instance(series, 2 * DAY));
      pass(MINUTE);
      await account.sync();
      expect(await live(account)).toEqual([1, 3, 4].map((day) => `Scribe ${later(day * DAY)}`));
      // Google drops the cancellation with the old times.
      pass(3 * HOUR);
      await account.move(series.id, HOUR);
      await account.sync();
      expect(await live(account)).toEqual([1, 2, 3, 4].map((day) => `Scribe ${later(day * DAY + HOUR)}`));
      expect(await times(account, series.id)).toEqual([1, 2, 3, 4].map((day) => day + 1 / 24));
      // What is left at the old times was never anybody's wish, so no view has a line for it.
      const ghosts = await db().occurrence.findMany({ where: { isDeleted: true }, include: { bots: true } });
      expect(ghosts.map((row) => row.bots)).toEqual([[], [], [], []]);
    });

    it('all events moved: bots that were called off go along, so that nothing is left at the old times', async () => {
      const account = await newAccount();
      const series = await account.add('Daily', DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
      await account.sync();
      const { id } = await account.event(series.id);
      await book(account, series.id, { schedule_all_occurrences: true });
      const third = (await account.occurrences(series.id))[2]?.id ?? '';
      await unscheduleBot(account.user.id, third, unscheduleBody(), 'api', now());
      await account.cancel(account.instance(series, 2 * DAY));
      pass(MINUTE);
      await account.sync();
      await restore(account, account.instance(series, 2 * DAY), 2 * DAY);
      pass(MINUTE);
      await account.sync();
      pass(MINUTE);
      await account.move(series.id, HOUR);
      await account.sync();
      const rows = await db().occurrence.findMany({
        where: { eventId: id },
        include: { bots: { orderBy: { createdAt: 'asc' } } },
        orderBy: { startTime: 'asc' },
      });
      expect(rows.filter((row) => row.isDeleted).map((row) => row.bots)).toEqual([[], [], [], []]);
      expect(rows.filter((row) => !row.isDeleted).map((row) => row.bots.map((bot) => bot.status))).toEqual([
        ['Scheduled'],
        ['Cancelled', 'Scheduled'],
        ['Cancelled'],
        ['Scheduled'],
      ]);
    });

    it('all events moved: a date that stays away leaves its bot to no other', async () => {
      const account = await newAccount();
      const daily = 'RRULE:FREQ=DAILY;COUNT=4';
      const series = await account.add('Daily', DAY, { recurrence: [daily] });
      await account.sync();
      await book(account, series.id, { occurrence_date: later(2 * DAY) });
      await account.cancel(account.instance(series, 2 * DAY));
      await account.sync();
      pass(MINUTE);
      const time = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });
      const exdate = later(2 * DAY + HOUR).replace(/[-:]|\.000/g, '');
      await account.edit(series.id, {
        start: time(DAY + HOUR),
        end: time(DAY + HOUR + 30 * MINUTE),
        recurrence: [daily, `EXDATE:${exdate}`],
      });
      await account.sync();
      expect(await times(account, series.id)).toEqual([1, 3, 4].map((day) => day + 1 / 24));
      expect(await live(account)).toEqual([]);
    });

    it('a single meeting that becomes a series keeps its bot', async () => {
      const account = await newAccount();
      const event = await account.add('Growing', DAY);
      await account.sync();
      await book(account, event.id);
      await account.edit(event.id, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
      pass(MINUTE);
      await account.sync();
      expect(await times(account, event.id)).toEqual([1, 2, 3]);
      const live = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
      expect(live.map((bot) => bot.occurrenceId)).toEqual([(await account.first(event.id)).id]);
    });

    it('one date of a series we were not invited to stands for itself, until the series comes', async () => {
      const account = await newAccount();
      const elsewhere = await newAccount();
      const series = await elsewhere.add('Theirs', DAY, WEEKLY);
      const instance = elsewhere.instance(series, 8 * DAY);
      const theirs = sandbox.world.calendars.get(elsewhere.connection.accountEmail);
      const ours = sandbox.world.calendars.get(account.connection.accountEmail);
      await elsewhere.edit(instance, { summary: 'Come to this one' });
      const exception = theirs?.events.get(instance);
      const master = theirs?.events.get(series.id);
      if (!ours || !exception || !master) throw new Error('The sandbox has lost something.');
      ours.put(exception, now());
      await account.sync();
      expect((await account.occurrences()).map((row) => row.title)).toEqual(['Come to this one']);
      await book(account, instance);

      ours.put(master, now());
      pass(MINUTE);
      await account.sync();
      const at = (await account.occurrences()).filter((row) => +row.startTime === Date.parse(later(8 * DAY)));
      expect(at.map((row) => row.title)).toEqual(['Come to this one']);
      const live = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
      expect(live.map((bot) => bot.occurrenceId)).toEqual([at[0]?.id]);
    });
  });

  describe('bots follow', () => {
    it('a meeting that moves, however far', async () => {
      const account = await newAccount();
      const event = await account.add('Moving', DAY);
      await account.sync();
      await book(account, event.id);
      for (const [by, joinsAt] of [
        [HOUR, 25 * 60 - 1],
        [80 * DAY, 25 * 60 + 80 * 24 * 60 - 1],
        [-80 * DAY, 25 * 60 - 1],
      ] as const) {
        await account.move(event.id, by);
        await account.sync();
        expect(await account.botStates()).toEqual([`Scheduled ${joinsAt}`]);
      }
      expect((await account.bot()).version).toBe(4);
    });

    it('not into the past: the bot is cancelled, and back when the meeting is to come again', async () => {
      const account = await newAccount();
      const event = await account.add('Moving', DAY);
      await account.sync();
      await book(account, event.id);
      await account.move(event.id, -2 * DAY);
      await account.sync();
      expect(await account.bot()).toMatchObject({
        status: 'Cancelled',
        statusReason: 'The meeting is over.',
      });
      await account.move(event.id, 3 * DAY);
      pass(MINUTE);
      await account.sync();
      expect(await account.botStates()).toEqual([`Cancelled ${24 * 60 - 1}`, `Scheduled ${48 * 60 - 1}`]);
    });

    it('the link and the title; without a link the bot waits for a new one', async () => {
      const account = await newAccount();
      const event = await account.add('Linked', DAY);
      await account.sync();
      await book(account, event.id);
      await account.edit(event.id, { link: 'https://acme.webex.com/meet/ada', summary: 'Renamed' });
      await account.sync();
      expect(await account.bot()).toMatchObject({
        meetingUrl: 'https://acme.webex.com/meet/ada',
        meetingPlatform: 'Webex',
        title: 'Renamed',
        version: 2,
      });
      await account.edit(event.id, { link: null });
      pass(MINUTE);
      await account.sync();
      expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
      await account.edit(event.id, { link: 'meet' });
      await account.sync();
      expect((await account.bots()).map((bot) => [bot.status, bot.meetingPlatform])).toEqual([
        ['Cancelled', 'Webex'],
        ['Scheduled', 'GMeet'],
      ]);
    });

    it('a meeting booked beyond the 60 days that are kept', async () => {
      const account = await newAccount();
      const series = await account.add('Weekly', DAY, WEEKLY);
      await account.sync();
      const far = later(99 * DAY - HOUR);
      await book(account, series.id, { occurrence_date: far });
      await account.edit(series.id, { summary: 'Renamed' });
      await account.sync();
      expect(await account.bot()).toMatchObject({ title: 'Renamed', status: 'Scheduled' });
      await account.cancel(account.instance(series, 99 * DAY - HOUR));
      await account.sync();
      expect((await account.bot()).status).toBe('Cancelled');
    });
  });

  describe('one at a time', () => {
    it('two syncs at once do one job and end in Google’s state', async () => {
      const account = await newAccount();
      await account.add('One', DAY);
      await control('POST', '/faults', { match: { path: '/events$' }, times: 1, effect: { delayMs: 100 } });
      sandbox.world.log.clear();
      const outcomes = await Promise.all([account.sync(), account.sync()]);
      expect(outcomes.map((outcome) => outcome.state).sort()).toEqual(['busy', 'synced']);
      expect(sandbox.world.log.list({ kind: 'calendar', path: '/events' })).toHaveLength(1);
      expect(await account.occurrences()).toHaveLength(1);
    });

    it('a hint that comes during a sync makes it go round once more', async () => {
      const account = await newAccount();
      await account.add('One', DAY);
      const fault = await control('POST', '/faults', {
        match: { path: '/events$' },
        times: 1,
        effect: { delayMs: 150, afterWork: true },
      });
      const syncing = account.sync();
      await until(() => sandbox.world.faults.rules.some((rule) => rule.id === fault.id && rule.hits === 1));
      await account.add('Two', 2 * DAY);
      await db().calendar.update({
        where: { id: account.calendarId },
        data: { changeSeq: { increment: 1 } },
      });
      expect(await account.sync(false)).toEqual({ state: 'busy' });
      await syncing;
      expect(await account.occurrences()).toHaveLength(2);
      const { changeSeq, syncedSeq, syncLease } = await account.calendar();
      expect([syncedSeq, syncLease]).toEqual([changeSeq, null]);
    });

    it('what a dead process held is taken over when its lease is out', async () => {
      const account = await newAccount();
      await db().calendar.update({
        where: { id: account.calendarId },
        data: { syncLease: 'dead', syncLeaseUntil: new Date(+now() + MINUTE) },
      });
      expect(await account.sync()).toEqual({ state: 'busy' });
      pass(2 * MINUTE);
      expect(await account.sync()).toMatchObject({ state: 'synced' });
    });

    it('a failure is recorded with the time of the next try, and nothing is lost', async () => {
      const account = await newAccount();
      await account.add('One', DAY);
      await control('POST', '/faults', {
        match: { path: '/events$' },
        times: 1,
        effect: { status: 403, reason: 'rateLimitExceeded', retryAfterSeconds: 90 },
      });
      expect(await account.sync()).toMatchObject({ state: 'failed' });
      const failed = await account.calendar();
      expect(+(failed.retryAt ?? 0) - +now()).toBeGreaterThanOrEqual(90_000);
      expect(failed).toMatchObject({ failedSyncs: 1, syncLease: null });
      expect(await account.sync()).toMatchObject({ state: 'waiting', retryAt: failed.retryAt });
      pass(2 * MINUTE);
      expect(await account.sync()).toMatchObject({ state: 'synced', changed: 1 });
      expect(await account.calendar()).toMatchObject({ failedSyncs: 0, lastSyncError: null, retryAt: null });
    });
  });

  it('moves the window of stored occurrences on each day', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    const before = await account.occurrences(series.id);
    pass(14 * DAY);
    await nightlyScan(now());
    expect(jobs).toContainEqual({ name: 'windows/move', data: { userId: account.user.id } });
    await runJobs();
    expect((await account.occurrences(series.id)).length).toBe(before.length + 2);
  });
});
