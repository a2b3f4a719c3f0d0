import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recoverAfterCrash } from '@/inngest/recover-after-crash';
import { openedDatabase, openServer } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, later, now, pass, sandbox, until } from '@/test/harness';

/** How long a lease lasts without a renewal, in ms. */
const LEASE = 20_000;

/** A time in a zone without daylight saving, where dates are a day apart. */
const at = (ms: number) => ({ dateTime: later(ms), timeZone: 'UTC' });
const DAILY = { recurrence: ['RRULE:FREQ=DAILY'], start: at(HOUR), end: at(2 * HOUR) };

/** Makes a daily series with dates at another time, which was moved by an hour after it was read. */
async function movedSeries(changedDates: number): Promise<Account> {
  const account = await newAccount();
  const series = await account.add('Daily', HOUR, DAILY);
  for (let day = 1; day <= changedDates; day++)
    await account.edit(account.instance(series, HOUR + day * DAY), { summary: `Special ${day}` });
  await account.sync();
  await account.edit(series.id, { start: at(2 * HOUR), end: at(3 * HOUR) });
  sandbox.world.log.clear();
  return account;
}

const requests = (path: string) =>
  sandbox.world.log.list({ kind: 'calendar', path }).map((entry) => entry.path);

describeServices('the lease of a sync', () => {
  // The renewal is the only timer here that repeats.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['a page', '/events$'],
    ['the changed dates of a moved series', '/events/.+_'],
  ])('keeps other syncs out while Google takes far longer than a lease lasts for %s', async (_what, path) => {
    const account = await movedSeries(3);
    const held = sandbox.world.faults.add({ match: { path, user: account.email }, effect: { hold: true } });
    const first = account.sync();
    await until(() => held.holding > 0);
    for (let beat = 0; beat < 15; beat++) {
      pass(5_000);
      vi.advanceTimersByTime(5_000);
      const renewed = +now() + LEASE;
      await until(async () => +((await account.calendar()).syncLeaseUntil ?? 0) === renewed);
    }
    expect(await account.sync()).toEqual({ state: 'busy' });
    sandbox.world.faults.remove();
    expect(await first).toMatchObject({ state: 'synced', full: false });
    expect(await account.calendar()).toMatchObject({ syncLease: null, syncLeaseUntil: null });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('expires 20 seconds after its process has died, and then the next sync starts', async () => {
    const account = await movedSeries(0);
    const held = sandbox.world.faults.add({
      match: { path: '/events$', user: account.email },
      times: 1,
      effect: { hold: true },
    });
    const dead = account.sync();
    await until(() => held.holding > 0);
    pass(LEASE - 1);
    expect(await account.sync()).toEqual({ state: 'busy' });
    pass(2);
    expect(await account.sync()).toMatchObject({ state: 'synced', changed: 1 });
    sandbox.world.faults.remove();
    // The first sync was not dead, only late: what it has read is not stored.
    expect(await dead).toMatchObject({ state: 'failed' });
    expect(await account.calendar()).toMatchObject({ lastSyncError: null, syncLease: null });
  });
});

describeServices('the leases of syncs', () => {
  it('stay when a process starts beside the one that syncs', async () => {
    const account = await movedSeries(0);
    const held = sandbox.world.faults.add({
      match: { path: '/events$', user: account.email },
      times: 1,
      effect: { hold: true },
    });
    const sync = account.sync();
    await until(() => held.holding > 0);
    const other = await openServer(openedDatabase().url ?? '');
    await recoverAfterCrash(now());
    await other.close();
    sandbox.world.faults.remove();
    expect(await sync).toMatchObject({ state: 'synced', changed: 1 });
  });
}, ['postgres']);

describeServices('exceptions that Google may have dropped', () => {
  it('are asked for a few at a time', async () => {
    const account = await movedSeries(12);
    const held = sandbox.world.faults.add({
      match: { path: '/events/.+_', user: account.email },
      effect: { hold: true },
    });
    const sync = account.sync();
    await until(() => held.holding === 5);
    sandbox.world.faults.remove();
    expect(await sync).toMatchObject({ state: 'synced', full: false });
    expect(requests('/events/')).toHaveLength(12);
    expect((await account.occurrences()).filter((row) => row.title !== 'Daily')).toEqual([]);
  });

  it('lead to a full read where they are too many to be asked for one by one', async () => {
    const account = await movedSeries(51);
    expect(await account.sync()).toMatchObject({ state: 'synced', full: true });
    expect(requests('/events')).toHaveLength(2);
    const occurrences = await account.occurrences();
    expect(occurrences.filter((row) => row.title !== 'Daily')).toEqual([]);
    expect(occurrences.length).toBeGreaterThan(60);
    expect(occurrences[1]?.startTime.toISOString()).toBe(later(2 * HOUR + DAY));
  });
});
