import { expect, it } from 'vitest';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, now, pass } from '@/test/harness';

const DAILY = 'RRULE:FREQ=DAILY;COUNT=5';
const time = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });
/** As an EXDATE or a UNTIL has it. */
const stamp = (ms: number) => later(ms).replace(/[-:]|\.000/g, '');

/** The days on which bots are scheduled, with the hours of their meetings' starts. */
const bookedOrActive = async (account: Account) =>
  (await account.bots())
    .filter((bot) => bot.status === 'Scheduled')
    .map((bot) => (+bot.meetingStart - +new Date(later(0))) / DAY)
    .sort((a, b) => a - b);

/** A series of five days, with bots that were scheduled manually on these. */
async function scheduledOn(...days: number[]) {
  const account = await newAccount();
  const series = await account.add('Daily', DAY, { recurrence: [DAILY] });
  await account.sync();
  const { id } = await account.event(series.id);
  for (const day of days) {
    const body = scheduleBody({ occurrence_date: later(day * DAY) });
    await scheduleBot(account.user, id, body, { actor: 'api', now: now() });
  }
  expect(await bookedOrActive(account)).toEqual(days);
  return { account, series };
}

/** Deletes the series, and restores it later at a time that is this much later in the day. */
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
  it('a restored series has its bots and the overrides of its dates', async () => {
    const { account, series } = await scheduledOn(2, 4);
    const third = (await account.occurrences(series.id))[2];
    await setOverride(account.user, third?.id ?? '', 'never', { actor: 'person', now: now() });
    await deleteAndRestore(account, series.id, 3 * HOUR);
    expect(await bookedOrActive(account)).toEqual([2 + 1 / 8, 4 + 1 / 8]);
    const rows = await account.occurrences(series.id);
    expect(rows.map((row) => row.override)).toEqual([null, null, 'never', null, null]);
  });

  it('a restored series has no bot that a person removed before', async () => {
    const { account, series } = await scheduledOn(2, 4);
    const second = (await account.occurrences(series.id))[1];
    await unscheduleBot(account.user.id, second?.id ?? '', unscheduleBody(), { actor: 'api', now: now() });
    await deleteAndRestore(account, series.id, HOUR);
    expect(await bookedOrActive(account)).toEqual([4 + 1 / 24]);
  });

  it('a restored series has the bot of a date that was canceled before and is back', async () => {
    const { account, series } = await scheduledOn(2, 4);
    await account.cancel(account.instance(series, 4 * DAY));
    pass(MINUTE);
    await account.sync();
    await deleteAndRestore(account, series.id, HOUR);
    expect(await bookedOrActive(account)).toEqual([2 + 1 / 24, 4 + 1 / 24]);
  });

  it('a restored series gives the bot of a date that it leaves out to no other date', async () => {
    const { account, series } = await scheduledOn(2);
    await account.cancel(account.instance(series, 2 * DAY));
    pass(MINUTE);
    await account.sync();
    await deleteAndRestore(account, series.id, HOUR, [DAILY, `EXDATE:${stamp(2 * DAY + HOUR)}`]);
    expect(await account.occurrences(series.id)).toHaveLength(4);
    expect(await bookedOrActive(account)).toEqual([]);
  });

  it('a restored series has no bot of a date that was left out long before', async () => {
    const { account, series } = await scheduledOn(2, 4);
    await account.edit(series.id, { recurrence: [DAILY, `EXDATE:${stamp(2 * DAY)}`] });
    pass(MINUTE);
    await account.sync();
    expect(await bookedOrActive(account)).toEqual([4]);
    await deleteAndRestore(account, series.id, HOUR);
    expect(await bookedOrActive(account)).toEqual([4 + 1 / 24]);
  });

  it('a series that is restored at its old time has its bots where they were', async () => {
    const { account, series } = await scheduledOn(2, 4);
    await deleteAndRestore(account, series.id, 0);
    expect(await bookedOrActive(account)).toEqual([2, 4]);
  });
}, ['pglite']);
