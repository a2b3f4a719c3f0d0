import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PrismaPg } from '@prisma/adapter-pg';
import { expect, it } from 'vitest';
import { db, installDatabase, openedDatabase } from '@/lib/platform/database/client';
import { PrismaClient } from '@/lib/platform/database/generated/prisma/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { differences } from '@/test/bot-oracle';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  later,
  MINUTE,
  now,
  pass,
  sandbox,
  until,
} from '@/test/harness';

/**
 * The script of another process of the app, which syncs one calendar again and again on the same database.
 */
const SYNC_SCRIPT = `
  import { installDatabase, openServer } from './lib/platform/database/client.ts';
  import { setJobSender } from './lib/platform/jobs.ts';
  import { syncCalendar } from './lib/calendar-sync/sync-calendar.ts';
  const [url, calendarId, now, times] = process.argv.slice(1);
  const database = await openServer(url);
  installDatabase(database);
  setJobSender(async () => undefined);
  process.stdout.write('ready');
  for (let i = 0; i < Number(times); i++) await syncCalendar(calendarId, () => new Date(now));
  await database.close();
  process.exit(0);`;

function syncElsewhere(account: Account, times = 1): ChildProcess {
  const words = [openedDatabase().url ?? '', account.calendarId, now().toISOString(), String(times)];
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', SYNC_SCRIPT, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const eventCalls = () => sandbox.world.log.list({ kind: 'calendar', path: '/events' });
const bulk = (account: Account, body: object) => control('POST', `/calendars/${account.email}/bulk`, body);
const hint = (account: Account) =>
  db().calendar.update({ where: { id: account.calendarId }, data: { changeSeq: { increment: 1 } } });
const onEvents = (skip: number, times: number, effect: object) =>
  control('POST', '/faults', { match: { path: '/events$' }, skip, times, effect });
const compare = (account: Account) => differences(account, new Date(later(-HOUR)), new Date(later(50 * DAY)));

describeServices('a sync that is interrupted', () => {
  it('by kill -9 between two pages has stored nothing, and another process repeats it', async () => {
    const account = await newAccount();
    const stays = await account.add('Stays', DAY);
    await account.sync();
    await scheduleBot(account.user, (await account.event(stays.id)).id, scheduleBody(), {
      actor: 'api',
      now: now(),
    });
    await account.move(stays.id, HOUR);
    await bulk(account, { count: 30, start: later(2 * DAY) });
    await control('PUT', '/settings', { pageSize: 10 });
    const fault = await onEvents(2, 1, { delayMs: 60_000 });
    const before = await account.calendar();
    await hint(account);

    const child = syncElsewhere(account);
    if (child.stdout) await once(child.stdout, 'data');
    await until(() => sandbox.world.faults.rules.some((rule) => rule.id === fault.id && rule.hits === 1));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await account.calendar()).toMatchObject({
      syncToken: before.syncToken,
      syncLease: expect.any(String),
    });
    expect(await account.occurrences()).toHaveLength(1);

    expect(await account.sync(false)).toEqual({ state: 'busy' });
    pass(20_001);
    expect(await account.sync(false)).toMatchObject({ state: 'synced', changed: 31, full: false });
    expect(await compare(account)).toEqual([]);
    expect(await account.botStates()).toEqual([`Scheduled ${25 * 60 - 1}`]);
  });

  it.each([
    ['fullSyncRequired', false],
    ['updatedMinTooLongAgo', true],
  ])('by 410 %s between two pages starts over and compares', async (reason, everythingExpired) => {
    const account = await newAccount();
    const gone = await account.add('Gone', DAY);
    const stays = await account.add('Stays', 2 * DAY);
    await bulk(account, { count: 30, start: later(3 * DAY) });
    await account.sync();
    for (const event of [gone, stays])
      await scheduleBot(account.user, (await account.event(event.id)).id, scheduleBody(), {
        actor: 'api',
        now: now(),
      });
    await account.cancel(gone.id);
    await account.move(stays.id, HOUR);
    await bulk(account, { count: 20, start: later(20 * DAY) });
    await control('PUT', '/settings', { pageSize: 5, blankPages: true });
    if (everythingExpired) await control('POST', `/calendars/${account.email}/expire-sync-tokens`);
    await onEvents(everythingExpired ? 0 : 3, 1, { status: 410, reason });
    expect(await account.sync()).toMatchObject({ state: 'synced', full: true });
    expect(await compare(account)).toEqual([]);
    expect(await account.botStates()).toEqual([`Cancelled ${24 * 60 - 1}`, `Scheduled ${49 * 60 - 1}`]);
    expect(await account.sync()).toMatchObject({ state: 'synced', changed: 0, full: false });
  });

  it('by 410 during a full read is tried again soon', async () => {
    const account = await newAccount();
    await bulk(account, { count: 30, start: later(DAY) });
    await control('PUT', '/settings', { pageSize: 10 });
    await control('POST', `/calendars/${account.email}/expire-sync-tokens`);
    await onEvents(2, 1, { status: 410 });
    const outcome = await account.sync();
    expect(outcome).toMatchObject({ state: 'failed' });
    expect(+(outcome.state === 'failed' && outcome.retryAt ? outcome.retryAt : 0) - +now()).toBeLessThan(
      MINUTE,
    );
    expect(await account.sync()).toMatchObject({ state: 'synced', changed: 30, full: true });
  });

  it('by a network that fails on a late page is tried again, and no page is skipped', async () => {
    const account = await newAccount();
    await bulk(account, { count: 40, start: later(DAY) });
    await control('PUT', '/settings', { pageSize: 10 });
    await onEvents(3, 4, { cutConnection: true });
    expect(await account.sync()).toMatchObject({ state: 'failed' });
    expect(await account.occurrences()).toEqual([]);
    expect(await account.sync()).toMatchObject({ state: 'synced', changed: 40 });
    expect(await compare(account)).toEqual([]);
  });
}, ['postgres']);

describeServices('a burst of a hundred hints', () => {
  it('costs a few syncs, one at a time, however many processes receive them', async () => {
    const account = await newAccount();
    // Slow enough for other hints to arrive in between.
    await onEvents(0, 1_000, { delayMs: 30 });
    const children = [syncElsewhere(account, 50), syncElsewhere(account, 50)];
    await Promise.all(children.map(({ stdout }) => stdout && once(stdout, 'data')));
    const ended = children.map((child) => once(child, 'exit'));
    sandbox.world.log.clear();
    const own: Promise<unknown>[] = [];
    for (let i = 0; i < 100; i++) {
      await account.add(`Burst ${i}`, DAY + i * MINUTE);
      await hint(account);
      if (i % 10 === 0) own.push(account.sync(false));
    }
    const edited = eventCalls().length;
    await Promise.all([...ended, ...own]);
    await account.sync(false);
    // One at a time: as many as fit one after the other into the time of the edits, and one or two for the
    // rest.
    const { changeSeq, syncedSeq, syncLease } = await account.calendar();
    expect([syncedSeq, syncLease]).toEqual([changeSeq, null]);
    expect(eventCalls().length - edited).toBeLessThanOrEqual(3);
    expect(await compare(account)).toEqual([]);
  });
}, ['postgres']);

describeServices('the queries of a sync', () => {
  it('are as many for a large calendar as for a small one', async () => {
    const open = openedDatabase();
    const counting = new PrismaClient({
      adapter: new PrismaPg({ connectionString: open.url }),
      log: [{ emit: 'event', level: 'query' }],
      transactionOptions: { maxWait: 30_000, timeout: 60_000 },
    });
    let queries = 0;
    counting.$on('query', () => {
      queries += 1;
    });
    installDatabase({ ...open, client: counting });
    try {
      const counts: number[] = [];
      for (const size of [5, 1_000]) {
        const account = await newAccount();
        await bulk(account, { count: size, start: later(DAY), everyMinutes: 20 });
        await bulk(account, { count: size / 5, start: later(DAY), recurrence: ['RRULE:FREQ=WEEKLY'] });
        const single = await account.add('Single', DAY);
        const series = await account.add('Series', DAY, { recurrence: ['RRULE:FREQ=DAILY'] });
        expect(await account.sync()).toMatchObject({ state: 'synced' });
        await account.edit(single.id, { summary: 'Renamed' });
        await account.move(series.id, HOUR);
        queries = 0;
        expect(await account.sync()).toMatchObject({ changed: 2, full: false });
        counts.push(queries);
      }
      expect(new Set(counts).size).toBe(1);
    } finally {
      installDatabase(open);
      await counting.$disconnect();
    }
  });
}, ['postgres']);
