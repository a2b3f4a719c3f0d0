import { expect, it } from 'vitest';
import { nightlyScan } from '@/inngest/nightly-scan';
import { pollCalendars } from '@/lib/calendar-sync/poll-calendars';
import { eventsQuery } from '@/lib/contract/events';
import { listEvents } from '@/lib/scheduling/list-events';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { differences } from '@/test/bot-oracle';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, runJobs } from '@/test/harness';
import type { GoogleEvent } from './domain/google-event';

const startOf = ({ start }: GoogleEvent) =>
  start?.dateTime
    ? new Date(start.dateTime).toISOString()
    : // All-day meetings begin at midnight of the calendar's zone.
      new Date(`${start?.date}T00:00:00+02:00`).toISOString();
const DAYS = 92;
const rule = (text: string) => ({ recurrence: [`RRULE:${text}`] });

/** What must be stored at any moment: a day back, 60 days ahead. */
const window = (): [Date, Date] => [new Date(+now() - DAY), new Date(+now() + 60 * DAY)];

/** All kinds of events that come into the window although no one changes them. */
async function fill(account: Account): Promise<void> {
  await account.add('Daily', 2 * HOUR, rule('FREQ=DAILY'));
  await account.add('Weekly', DAY, rule('FREQ=WEEKLY;BYDAY=TU,TH'));
  await account.add('Monthly', 3 * DAY, rule('FREQ=MONTHLY'));
  await account.add('Quarterly', 5 * DAY, rule('FREQ=MONTHLY;INTERVAL=3'));
  await account.add('Counted', 6 * DAY, rule('FREQ=WEEKLY;COUNT=14'));
  await account.add('Ending', 6 * DAY, rule('FREQ=DAILY;INTERVAL=5;UNTIL=20270620T000000Z'));
  await account.add('Begins late', 90 * DAY, rule('FREQ=WEEKLY'));
  await account.add('All day', 0, {
    start: { date: '2027-03-10' },
    end: { date: '2027-03-11' },
    ...rule('FREQ=WEEKLY;INTERVAL=2'),
  });
  await account.add('In New York', 8 * HOUR, {
    start: { dateTime: '2027-03-02T09:00:00-05:00', timeZone: 'America/New_York' },
    end: { dateTime: '2027-03-02T09:30:00-05:00', timeZone: 'America/New_York' },
    ...rule('FREQ=WEEKLY'),
  });
  for (const day of [61, 62, 80, 120, 155]) await account.add(`Single in ${day} days`, day * DAY);
  const moved = await account.add('Exceptions', DAY, rule('FREQ=WEEKLY'));
  // Local time: the clocks go forward on 28 March.
  await account.move(account.instance(moved, 78 * DAY - HOUR), -2 * DAY);
  await account.cancel(account.instance(moved, 85 * DAY - HOUR));
  await account.edit(account.instance(moved, 92 * DAY - HOUR), { summary: 'Renamed' });
  // Far ahead, moved across the edge of the window into it.
  const far = await account.add('Far', 130 * DAY, rule('FREQ=YEARLY'));
  await account.edit(account.instance(far, 130 * DAY), {
    start: { dateTime: later(70 * DAY) },
    end: { dateTime: later(70 * DAY + HOUR) },
  });
}

describeServices('the rolling window', () => {
  it('the rolling window reaches as far as a reader looks, and syncs changes there', async () => {
    const account = await newAccount();
    await fill(account);
    await account.sync();
    const look = (from: number, to: number) =>
      listEvents(
        account.user,
        eventsQuery.parse({ time_min: later(from * DAY), time_max: later(to * DAY), limit: '100' }),
        now(),
      );
    const shown = async (from: number, to: number) => {
      const there = await account.atGoogle(new Date(later(from * DAY)), new Date(later(to * DAY)));
      // On a busy machine a job stores what the reader does not wait for.
      await look(from, to);
      await runJobs();
      expect((await look(from, to)).results.map((event) => event.start_time).sort()).toEqual(
        there.map((event) => startOf(event)).sort(),
      );
    };
    await shown(58, 75);
    await shown(200, 230);
    await account.add('Added later', 10 * DAY, rule('FREQ=WEEKLY'));
    await account.sync();
    await shown(200, 230);
    pass(5 * DAY);
    await nightlyScan(now());
    await runJobs();
    await shown(200, 230);
    const stored = await account.occurrences();
    await look(0, 100_000);
    const farthest = Math.max(...(await account.occurrences()).map((row) => +row.startTime));
    expect(farthest).toBeLessThan(+now() + 400 * DAY);
    expect(stored.length).toBeLessThan((await account.occurrences()).length);
  });

  it('no meeting is missing in three months in which Google reports next to nothing', async () => {
    const account = await newAccount();
    await fill(account);
    await account.sync();
    const missing: string[] = [];
    for (let day = 1; day <= DAYS; day++) {
      pass(DAY);
      // Now and then the sync token expires, or a small change comes, shortly before the window moves on.
      if (day % 23 === 0) await control('POST', `/calendars/${account.email}/expire-sync-tokens`);
      if (day % 31 === 0) await account.add(`Added on day ${day}`, (day + 50) * DAY);
      if (day % 4 === 0 || day % 23 === 0) {
        await pollCalendars(now());
        await runJobs();
      }
      if (day % 23 === 0) {
        // The day's move is still due.
        missing.push(...(await differences(account, ...window())));
      }
      await nightlyScan(now());
      await runJobs();
      if (day % 15 === 0 || day === DAYS) missing.push(...(await differences(account, ...window())));
    }
    expect(missing).toEqual([]);
  }, 180_000);

  it('a full read does not count as a move of the window', async () => {
    const account = await newAccount();
    await account.add('Daily', HOUR, rule('FREQ=DAILY'));
    await account.sync();
    pass(20 * HOUR);
    await control('POST', `/calendars/${account.email}/expire-sync-tokens`);
    expect(await account.sync()).toMatchObject({ full: true });
    pass(4 * HOUR);
    await nightlyScan(now());
    await runJobs();
    expect(await differences(account, ...window())).toEqual([]);
    // A scan that comes too early to move the window leaves enough for the day until the next scan.
    pass(23 * HOUR);
    expect(await differences(account, ...window())).toEqual([]);
  });

  it('a bot is sent to a meeting that was created a year ahead and never changed', async () => {
    const account = await newAccount();
    const event = await account.add('In a year', 365 * DAY);
    await account.sync();
    const { id } = await account.event(event.id);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    pass(365 * DAY - 30 * MINUTE);
    await pollCalendars(now());
    await nightlyScan(now());
    await runJobs();
    pass(29 * MINUTE);
    await runJobs();
    expect(await account.botStates()).toEqual([`Joining ${365 * 24 * 60 - 1}`]);
  });
}, ['postgres']);
