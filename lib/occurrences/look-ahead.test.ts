import { expect, it, vi } from 'vitest';
import { nightlyScan } from '@/inngest/nightly-scan';
import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import { eventsQuery } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { differences } from '@/test/bot-oracle';
import { control, DAY, describeServices, HOUR, jobs, later, now, pass, runJobs } from '@/test/harness';
import type { GoogleEvent } from './domain/google-event';

const SERIES = 100;
const rule = (text: string) => ({ recurrence: [`RRULE:${text}`] });
const inUtc = (ms: number) => ({
  start: { dateTime: later(ms), timeZone: 'UTC' },
  end: { dateTime: later(ms + HOUR), timeZone: 'UTC' },
});

const look = ({ user }: Account, from: number, to: number) =>
  listEventsSynced(
    user,
    eventsQuery.parse({ time_min: later(from * DAY), time_max: later(to * DAY), limit: '100' }),
    now,
  );
const shown = async (account: Account, from: number, to: number) =>
  (await look(account, from, to)).results.map((event) => event.start_time);
const atGoogle = async (account: Account, from: number, to: number) =>
  (await account.atGoogle(new Date(later(from * DAY)), new Date(later(to * DAY)))).map(
    ({ start }: GoogleEvent) => new Date(start?.dateTime ?? '').toISOString(),
  );

const behind = ({ calendarId }: Account) =>
  db().event.count({ where: { calendarId, kind: 'master', aheadUntil: null } });

describeServices('a reader who looks a year ahead', () => {
  it(`a reader who looks a year ahead delays no one, although there are ${SERIES} daily series`, async () => {
    const account = await newAccount();
    const bulk = { count: SERIES, ...rule('FREQ=DAILY') };
    await control('POST', `/calendars/${account.email}/bulk`, bulk);
    await account.sync();
    const [first] = await account.occurrences();
    let asked = 0;
    // A slow machine.
    const slow = vi.spyOn(performance, 'now').mockImplementation(() => 300 * asked++);
    const { sync } = await look(account, 300, 366);
    slow.mockRestore();
    expect(sync).toMatchObject({ ok: false, error: expect.stringContaining('ask again') });
    expect(await behind(account)).toBeGreaterThan(SERIES / 2);
    // The same user schedules a bot long before all is done.
    const working = runJobs();
    await scheduleBot(account.user, first?.id ?? '', scheduleBody(), { actor: 'api', now: now() });
    expect(await behind(account)).toBeGreaterThan(SERIES / 4);
    await working;
    expect(await behind(account)).toBe(0);
    const to = new Date(later(366 * DAY));
    expect((await account.occurrences()).filter((row) => row.startTime < to)).toHaveLength(
      (await account.atGoogle(now(), to)).length,
    );
    // Occurrences that are stored are not stored again.
    jobs.length = 0;
    const before = await newest(account);
    expect((await look(account, 300, 366)).sync).toMatchObject({ ok: true });
    expect(await newest(account)).toEqual(before);
    expect(jobs).toEqual([]);
  }, 180_000);

  it('a series that Google reports while a reader looks ahead is not cut off later', async () => {
    const account = await newAccount();
    await account.add('New', 2 * HOUR, rule('FREQ=DAILY'));
    const release = await account.heldSync();
    await look(account, 250, 300);
    await release();
    expect(await shown(account, 250, 300)).toEqual(await atGoogle(account, 250, 300));
    pass(80 * DAY);
    await nightlyScan(now());
    await runJobs();
    expect(await differences(account, now(), new Date(+now() + 60 * DAY))).toEqual([]);
  });

  it('a series with more meetings than are stored gets no gap', async () => {
    const account = await newAccount();
    await account.add('Hourly', HOUR, { ...inUtc(HOUR), ...rule('FREQ=HOURLY') });
    await account.sync();
    await look(account, 300, 366);
    expect(await account.occurrences()).toHaveLength(5_000);
    const before = await newest(account);
    await look(account, 300, 366);
    expect(await newest(account)).toEqual(before);
    pass(170 * DAY);
    await nightlyScan(now());
    await runJobs();
    expect(await differences(account, now(), new Date(+now() + 60 * DAY))).toEqual([]);
  }, 60_000);

  it('a reader who looks ahead sees a series that goes on after its former end, and a canceled date that is back', async () => {
    const account = await newAccount();
    const ending = await account.add('Ending', HOUR, { ...inUtc(HOUR), ...rule('FREQ=WEEKLY;COUNT=3') });
    const rare = await account.add('Rare', 5 * DAY, {
      ...inUtc(5 * DAY),
      ...rule('FREQ=DAILY;INTERVAL=100'),
    });
    await account.sync();
    await look(account, 200, 210);
    await account.edit(ending.id, rule('FREQ=WEEKLY'));
    await account.cancel(account.instance(rare, 205 * DAY));
    await account.sync();
    expect(await shown(account, 200, 210)).toEqual(await atGoogle(account, 200, 210));
    await account.edit(account.instance(rare, 205 * DAY), { status: 'confirmed', ...inUtc(205 * DAY) });
    await account.sync();
    expect(await shown(account, 200, 210)).toContain(later(205 * DAY));
    expect(await shown(account, 200, 210)).toEqual(await atGoogle(account, 200, 210));
  });
}, ['pglite']);

const newest = ({ calendarId }: Account) =>
  db().occurrence.aggregate({
    where: { calendarId },
    _max: { createdAt: true, updatedAt: true },
    _count: true,
  });
