import { expect, it } from 'vitest';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/series-overrides';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, now, pass } from '@/test/harness';

const DAILY = 'RRULE:FREQ=DAILY;COUNT=5';
const time = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });
/** As an EXDATE or a UNTIL has it. */
const stamp = (ms: number) => later(ms).replace(/[-:]|\.000/g, '');

/** Days on which a bot is booked to be there, with the hours of its meeting's start. */
const bookedOrActive = async (account: Account) =>
  (await account.bots())
    .filter((bot) => bot.status === 'Scheduled')
    .map((bot) => (+bot.meetingStart - +new Date(later(0))) / DAY)
    .sort((a, b) => a - b);

/** A series of five days, with bots booked by hand on these. */
async function scheduledOn(...days: number[]) {
  const account = await newAccount();
  const series = await account.add('Daily', DAY, { recurrence: [DAILY] });
  await account.sync();
  const { id } = await account.event(series.id);
  for (const day of days) {
    const body = scheduleBody({ occurrence_date: later(day * DAY) });
    await scheduleBot(account.user, id, body, 'api', now());
  }
  expect(await bookedOrActive(account)).toEqual(days);
  return { account, series };
}

/** The series is deleted, and later back, so much later in the day, all between two syncs. */
async function deleteAndRestore(account: Account, googleId: string, ms: number, recurrence = [DAILY]) {
  await account.cancel(googleId);
  pass(MINUTE);
  await account.sync();
  expect(await bookedOrActive(account)).toEqual([]);
  pass(2 * HOUR);
  await account.edit(googleId, {
    status: 'confirmed',
    start: time(DAY + ms),
    end: time(DAY + ms + 30 * MINUTE),
    recurrence,
  });
  await account.sync();
}

describeServices('a series that was deleted and is back at another time', () => {
  it('has its bots and the wishes for its dates', async () => {
    const { account, series } = await scheduledOn(2, 4);
    const third = (await account.occurrences(series.id))[2];
    await setOverride(account.user, third?.id ?? '', 'never', 'person', now());
    await deleteAndRestore(account, series.id, 3 * HOUR);
    expect(await bookedOrActive(account)).toEqual([2 + 1 / 8, 4 + 1 / 8]);
    const rows = await account.occurrences(series.id);
    expect(rows.map((row) => row.override)).toEqual([null, null, 'never', null, null]);
  });

  it('has no bot that was taken off by hand before', async () => {
    const { account, series } = await scheduledOn(2, 4);
    const second = (await account.occurrences(series.id))[1];
    await unscheduleBot(account.user.id, second?.id ?? '', unscheduleBody(), 'api', now());
    await deleteAndRestore(account, series.id, HOUR);
    expect(await bookedOrActive(account)).toEqual([4 + 1 / 24]);
  });

  it('has the bot of a date that was cancelled before where the date is there again', async () => {
    const { account, series } = await scheduledOn(2, 4);
    await account.cancel(account.instance(series, 4 * DAY));
    pass(MINUTE);
    await account.sync();
    await deleteAndRestore(account, series.id, HOUR);
    expect(await bookedOrActive(account)).toEqual([2 + 1 / 24, 4 + 1 / 24]);
  });

  it('but not where it is left out, on another one’s day', async () => {
    const { account, series } = await scheduledOn(2);
    await account.cancel(account.instance(series, 2 * DAY));
    pass(MINUTE);
    await account.sync();
    await deleteAndRestore(account, series.id, HOUR, [DAILY, `EXDATE:${stamp(2 * DAY + HOUR)}`]);
    expect(await account.occurrences(series.id)).toHaveLength(4);
    expect(await bookedOrActive(account)).toEqual([]);
  });

  it('has nothing of a date that was left out long before', async () => {
    const { account, series } = await scheduledOn(2, 4);
    await account.edit(series.id, { recurrence: [DAILY, `EXDATE:${stamp(2 * DAY)}`] });
    pass(MINUTE);
    await account.sync();
    expect(await bookedOrActive(account)).toEqual([4]);
    await deleteAndRestore(account, series.id, HOUR);
    expect(await bookedOrActive(account)).toEqual([4 + 1 / 24]);
  });

  it('and at its old time, has them where they were', async () => {
    const { account, series } = await scheduledOn(2, 4);
    await deleteAndRestore(account, series.id, 0);
    expect(await bookedOrActive(account)).toEqual([2, 4]);
  });
}, ['pglite']);
