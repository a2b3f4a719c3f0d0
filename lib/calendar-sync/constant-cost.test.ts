import pg from 'pg';
import { expect, it } from 'vitest';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { openedDatabase } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, now, pass, until } from '@/test/harness';

/**
 * So many more rows and index entries may be read: a plan depends on the size of its tables, and entries of rows that
 * have changed are read until PostgreSQL has cleaned up. One read for each series would be 495 more.
 */
const SLACK = 250;

/** By so much daylight saving shifts a date after 28 March. */
const SUMMER = -HOUR;

/**
 * Makes a calendar with 19 single events for each weekly series, and one series with bots and an override.
 */
async function filled(seriesCount: number): Promise<{ account: Account; overridden: GoogleEvent }> {
  const account = await newAccount();
  const singles = { count: 19 * seriesCount, everyMinutes: (59 * 24 * 60) / (19 * seriesCount) };
  await control('POST', `/calendars/${account.email}/bulk`, singles);
  const recurrence = ['RRULE:FREQ=WEEKLY'];
  await control('POST', `/calendars/${account.email}/bulk`, { count: seriesCount, recurrence });
  const overridden = await account.add('Overridden', 3 * DAY, { recurrence });
  await account.sync();
  const { id } = await account.event(overridden.id);
  for (const day of [10, 17]) {
    const body = scheduleBody({ occurrence_date: later(day * DAY) });
    await scheduleBot(account.user, id, body, { actor: 'api', now: now() });
  }
  const [, , , fourth] = await account.occurrences(overridden.id);
  await setOverride(account.user, fourth?.id ?? '', 'never', { actor: 'person', now: now() });
  return { account, overridden };
}

/** Gives the series with the override a date a day in the past. */
async function addPast({ calendarId }: Account, days: number): Promise<void> {
  await openedDatabase().client.$executeRaw`
    INSERT INTO "Occurrence" ("id", "userId", "calendarId", "eventId", "resourceId", "originalStart", "startTime", "endTime", "timeZone", "title", "meetingUrl", "meetingPlatform", "linkKey")
    SELECT o."id" || n, o."userId", o."calendarId", o."eventId", o."resourceId", o."originalStart" - n * interval '1 day',
           o."startTime" - n * interval '1 day', o."endTime" - n * interval '1 day',
           o."timeZone", o."title", o."meetingUrl", o."meetingPlatform", o."linkKey"
      FROM (SELECT * FROM "Occurrence" WHERE "calendarId" = ${calendarId} AND "title" = 'Overridden' ORDER BY "startTime" LIMIT 1) AS o,
           generate_series(5, ${days}::int) AS n`;
}

/** Returns how many rows and index entries one sync reads in the tables that grow with calendars. */
async function readBySync(account: Account): Promise<number> {
  const before = await readSoFar();
  await account.sync();
  return (await readSoFar()) - before;
}

async function readSoFar(): Promise<number> {
  const { client, url } = openedDatabase();
  // What a connection has read is counted when it ends, at the latest; the client opens others.
  await client.$disconnect();
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  await until(async () => {
    const { rowCount } = await sql.query(`
      SELECT FROM pg_stat_activity a WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend'
         -- One connection holds the program's lock on the database, and reads nothing.
         AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')`);
    return rowCount === 0;
  });
  const { rows } = await sql.query(`
    SELECT sum(n)::int AS total FROM (
      SELECT relname, seq_tup_read AS n FROM pg_stat_user_tables
      UNION ALL SELECT relname, idx_tup_read FROM pg_stat_user_indexes) AS counted
     WHERE relname IN ('Event', 'Occurrence', 'ScheduledBot', 'ActivityEntry')`);
  await sql.end();
  return rows[0].total;
}

/** Edits of a calendar that a person makes. */
const EDITS: [string, (account: Account, overridden: GoogleEvent) => Promise<unknown>][] = [
  ['a new event', (account) => account.add('New', 4 * DAY)],
  ['a new series', (account) => account.add('New series', 4 * DAY, { recurrence: ['RRULE:FREQ=DAILY'] })],
  ['a renamed series', (account, { id }) => account.edit(id, { summary: 'Renamed' })],
  ['a date cancelled', (account, series) => account.cancel(account.instance(series, SUMMER + 38 * DAY))],
  ['a date moved', (account, series) => account.move(account.instance(series, SUMMER + 45 * DAY), HOUR)],
  [
    '“this and following” under a new name',
    (account, { id }) => account.split(id, later(SUMMER + 31 * DAY), { summary: 'Following' }),
  ],
  ['a changed rule', (account, { id }) => account.edit(id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] })],
  ['a series moved', (account, { id }) => account.move(id, HOUR)],
  ['a series deleted', (account, { id }) => account.cancel(id)],
];

describeServices('an incremental sync', () => {
  it('reads no more in a calendar of 10,000 events than in one of 100', async () => {
    const large = await filled(500);
    const small = await filled(5);
    await openedDatabase().client.$executeRaw`ANALYZE`;
    // A series that is new is checked for the series that it may continue.
    pass(2 * DAY);
    const read: [string, number, number][] = [];
    for (const [what, edit] of EDITS) {
      const counts: number[] = [];
      for (const { account, overridden } of [small, large]) {
        await edit(account, overridden);
        counts.push(await readBySync(account));
      }
      read.push([what, counts[0] ?? 0, counts[1] ?? 0]);
    }
    expect(read.filter(([, ofSmall, ofLarge]) => ofLarge > ofSmall + SLACK)).toEqual([]);
    expect(Math.min(...read.map(([, ofSmall]) => ofSmall))).toBeGreaterThan(0);
  }, 180_000);

  it('reads at most the past year of a series', async () => {
    const young = await filled(1);
    const old = await filled(1);
    await addPast(old.account, 2_000);
    await openedDatabase().client.$executeRaw`ANALYZE`;
    const counts: number[] = [];
    for (const { account, overridden } of [young, old]) {
      await account.edit(overridden.id, { summary: 'Renamed' });
      counts.push(await readBySync(account));
    }
    expect((counts[1] ?? 0) - (counts[0] ?? 0)).toBeLessThan(366 + SLACK);
  });
}, ['postgres']);
