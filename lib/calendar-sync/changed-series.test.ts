import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { setOverride } from '@/lib/scheduling/set-override';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { newAccount, unscheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, sandbox } from '@/test/harness';
import { restore, schedule, scheduledBots, times, WEEKLY } from '@/test/series';

describeServices('a series that changes', () => {
  it('an instance keeps its identity when it is moved', async () => {
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

  it('all occurrences are deleted and all bots canceled when the series is canceled', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.move(account.instance(series, 8 * DAY), HOUR);
    await account.sync();
    await schedule(account, series.id, { schedule_all_occurrences: true, occurrence_limit: 3 });
    await account.cancel(series.id);
    await account.sync();
    expect(await account.occurrences(series.id)).toEqual([]);
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Cancelled', 'Cancelled']);
  });

  it('“this and following” ends the old series, and the exceptions that Google dropped are deleted', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.edit(account.instance(series, 15 * DAY), { summary: 'Special' });
    await account.sync();
    await account.split(series.id, later(8 * DAY), { summary: 'New weekly' });
    await account.sync();
    const titles = (await account.occurrences()).map((occurrence) => occurrence.title);
    expect(titles).toEqual(['Weekly', ...Array(8).fill('New weekly')]);
  });

  it('an exception that Google answers with 410 is dropped, and the sync token stays valid', async () => {
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

  it('bots and overrides move to the new series with “this and following”', async () => {
    const account = await newAccount();
    const unwanted = await account.add('Without bots', DAY, WEEKLY);
    const wanted = await account.add('With bots', 2 * DAY, WEEKLY);
    await account.sync();
    await schedule(account, wanted.id, { occurrence_date: later(16 * DAY), recurring_event: true });
    await schedule(account, unwanted.id);
    const never = unscheduleBody({ cancel_all_occurrences: true });
    await unscheduleBot(account.user.id, (await account.event(unwanted.id)).id, never, {
      actor: 'api',
      now: now(),
    });
    await account.split(unwanted.id, later(8 * DAY), { summary: 'Still without bots' });
    await account.split(wanted.id, later(9 * DAY), { summary: 'Still with bots' });
    pass(MINUTE);
    await account.sync();
    const parts = await db().event.findMany({
      where: { raw: { path: ['summary'], string_starts_with: 'Still' } },
    });
    expect(new Map(parts.map((part) => [(part.raw as { summary: string }).summary, part]))).toEqual(
      new Map([
        ['Still without bots', expect.objectContaining({ override: 'never', autoRescheduleEnabled: false })],
        ['Still with bots', expect.objectContaining({ override: null, autoRescheduleEnabled: true })],
      ]),
    );
    const scheduledBots = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(scheduledBots.map((bot) => [bot.title, bot.meetingStart.toISOString()])).toEqual([
      ['Still with bots', later(16 * DAY)],
    ]);
  });

  it('an instance that was canceled is back after its series was moved away and back', async () => {
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

  it('manual bots are rescheduled with their meetings when all events are moved', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    await schedule(account, series.id, { schedule_all_occurrences: true, occurrence_limit: 2 });
    await account.move(series.id, 2 * HOUR);
    pass(MINUTE);
    await account.sync();
    const scheduledBots = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(scheduledBots.map((bot) => bot.meetingStart.toISOString())).toEqual([
      later(DAY + 2 * HOUR),
      later(8 * DAY + 2 * HOUR),
    ]);
  });

  it('the bot of a canceled date comes back when all events are moved and the date is back', async () => {
    const account = await newAccount();
    const daily = { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] };
    const series = await account.add('Daily', DAY, daily);
    await account.sync();
    await schedule(account, series.id, {
      schedule_all_occurrences: true,
      bot_config: { bot_name: 'Scribe' },
    });
    await account.cancel(account.instance(series, 2 * DAY));
    pass(MINUTE);
    await account.sync();
    expect(await scheduledBots(account)).toEqual([1, 3, 4].map((day) => `Scribe ${later(day * DAY)}`));
    // Google drops the cancellation with the old times.
    pass(3 * HOUR);
    await account.move(series.id, HOUR);
    await account.sync();
    expect(await scheduledBots(account)).toEqual(
      [1, 2, 3, 4].map((day) => `Scribe ${later(day * DAY + HOUR)}`),
    );
    expect(await times(account, series.id)).toEqual([1, 2, 3, 4].map((day) => day + 1 / 24));
    // No person set an override for the old times, so no view shows them.
    const ghosts = await db().occurrence.findMany({ where: { isDeleted: true }, include: { bots: true } });
    expect(ghosts.map((row) => row.bots)).toEqual([[], [], [], []]);
  });

  it('canceled bots move with their dates when all events are moved, so that no bot is left at the old times', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
    await account.sync();
    const { id } = await account.event(series.id);
    await schedule(account, series.id, { schedule_all_occurrences: true });
    const third = (await account.occurrences(series.id))[2]?.id ?? '';
    await unscheduleBot(account.user.id, third, unscheduleBody(), { actor: 'api', now: now() });
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

  it('a date that stays canceled when all events are moved leaves its bot to no other date', async () => {
    const account = await newAccount();
    const daily = 'RRULE:FREQ=DAILY;COUNT=4';
    const series = await account.add('Daily', DAY, { recurrence: [daily] });
    await account.sync();
    await schedule(account, series.id, { occurrence_date: later(2 * DAY) });
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
    expect(await scheduledBots(account)).toEqual([]);
  });

  it('bots and overrides of dates that are left out when all events are moved go to no other date', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=6'] });
    await account.sync();
    for (const day of [2, 3])
      await schedule(account, series.id, {
        occurrence_date: later(day * DAY),
        bot_config: { bot_name: `Day ${day}` },
      });
    const [, , , fourth, fifth] = await account.occurrences(series.id);
    await setOverride(account.user, fourth?.id ?? '', 'never', { actor: 'person', now: now() });
    await setOverride(account.user, fifth?.id ?? '', 'always', { actor: 'person', now: now() });
    pass(MINUTE);
    const time = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });
    await account.edit(series.id, {
      start: time(DAY + HOUR),
      end: time(DAY + HOUR + 30 * MINUTE),
      recurrence: ['RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3'],
    });
    await account.sync();
    expect(await scheduledBots(account)).toEqual([
      `Day 3 ${later(3 * DAY + HOUR)}`,
      `Usher ${later(5 * DAY + HOUR)}`,
    ]);
    expect((await account.occurrences(series.id)).map((row) => [+row.startTime, row.override])).toEqual(
      [1, 3, 5].map((day) => [+new Date(later(day * DAY + HOUR)), day === 5 ? 'always' : null]),
    );
  });

  it('a single meeting keeps its bot when it becomes a series', async () => {
    const account = await newAccount();
    const event = await account.add('Growing', DAY);
    await account.sync();
    await schedule(account, event.id);
    await account.edit(event.id, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    pass(MINUTE);
    await account.sync();
    expect(await times(account, event.id)).toEqual([1, 2, 3]);
    const scheduledBots = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(scheduledBots.map((bot) => bot.occurrenceId)).toEqual([(await account.first(event.id)).id]);
  });

  it('one date of a series that the calendar does not have stands alone until the series comes', async () => {
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
    await schedule(account, instance);

    ours.put(master, now());
    pass(MINUTE);
    await account.sync();
    const at = (await account.occurrences()).filter((row) => +row.startTime === Date.parse(later(8 * DAY)));
    expect(at.map((row) => row.title)).toEqual(['Come to this one']);
    const scheduledBots = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(scheduledBots.map((bot) => bot.occurrenceId)).toEqual([at[0]?.id]);
  });
});
