import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
import { control, DAY, describeServices, jobs, MINUTE, now, pass, runJobs, sandbox } from '@/test/harness';
import { refreshCalendarList } from './refresh-calendar-list';
import { syncCalendar } from './sync-calendar';

const fault = (account: Account, effect: object, times?: number) =>
  control('POST', '/faults', { match: { path: '/events$', user: account.email }, times, effect });
const calls = (kind: 'calendar' | 'oauth', path: string) => sandbox.world.log.list({ kind, path }).length;
const hint = (account: Account) =>
  db().calendar.updateMany({ where: { userId: account.user.id }, data: { changeSeq: { increment: 1 } } });
const waitOf = async (account: Account) => +((await account.calendar()).retryAt ?? 0) - +now();

describeServices('a call that Google limits or refuses', () => {
  it.each([
    [403, 'rateLimitExceeded'],
    [403, 'userRateLimitExceeded'],
    [403, 'quotaExceeded'],
    [429, 'rateLimitExceeded'],
  ])('is not repeated at once after %i %s, but after a while', async (status, reason) => {
    const account = await newAccount();
    await fault(account, { status, reason }, 1);
    sandbox.world.log.clear();
    expect(await account.sync()).toMatchObject({ state: 'failed' });
    expect([calls('calendar', '/events'), calls('oauth', '/token')]).toEqual([1, 0]);
    expect(await waitOf(account)).toBeGreaterThanOrEqual(3_750);
    expect(await waitOf(account)).toBeLessThanOrEqual(6_250);
  });

  it.each([false, true])(
    'is not repeated before Retry-After, not even for a push (as a date: %s)',
    async (retryAfterAsDate) => {
      const account = await newAccount();
      await fault(account, { status: 503, retryAfterSeconds: 300, retryAfterAsDate }, 1);
      await account.add('New', DAY);
      await hint(account);
      sandbox.world.log.clear();
      expect(await account.sync(false)).toMatchObject({ state: 'failed' });
      const wait = await waitOf(account);
      expect(wait).toBeGreaterThanOrEqual(299_000);
      expect(wait).toBeLessThanOrEqual(376_000);
      await hint(account);
      expect(await account.sync(false)).toMatchObject({ state: 'waiting' });
      pass(4 * MINUTE);
      expect(await sweep(now())).toMatchObject({ syncs: 0 });
      expect(calls('calendar', '/events')).toBe(1);
      pass(3 * MINUTE);
      expect(await sweep(now())).toMatchObject({ syncs: 1 });
      await runJobs();
      expect(await account.occurrences()).toHaveLength(1);
    },
  );

  it('waits longer after each failure, a quarter of an hour at most, and a random part of it', async () => {
    const account = await newAccount();
    await fault(account, { status: 429 });
    const waits: number[] = [];
    for (let failure = 0; failure < 12; failure++) {
      await account.sync();
      const wait = await waitOf(account);
      waits.push(wait);
      pass(wait);
    }
    for (const [index, wait] of waits.entries()) {
      const middle = Math.min(5_000 * 2 ** index, 15 * MINUTE);
      expect(Math.abs(wait - middle)).toBeLessThanOrEqual(middle / 4);
    }
    expect(new Set(waits.slice(-4)).size).toBe(4);
  });

  it('makes all calendars of its account wait, and those of no other account', async () => {
    const account = await newAccount();
    await control('POST', `/people/${account.email}/calendars`, { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    await runJobs();
    const other = await newAccount();
    await fault(account, { status: 403, reason: 'userRateLimitExceeded', retryAfterSeconds: 60 });
    await hint(account);
    await hint(other);
    jobs.length = 0;
    sandbox.world.log.clear();
    await account.sync(false);
    const team = await db().calendar.findFirstOrThrow({ where: { summary: 'Team' } });
    expect(await syncCalendar(team.id, now)).toMatchObject({ state: 'waiting' });
    expect(calls('calendar', '/events')).toBe(1);
    expect(await other.sync(false)).toMatchObject({ state: 'synced' });
  });

  it('is repeated at once when Google was down for a moment', async () => {
    const account = await newAccount();
    for (const effect of [{ status: 500 }, { status: 503 }, { cutConnection: true }]) {
      await fault(account, effect, 2);
      expect(await account.sync()).toMatchObject({ state: 'synced' });
    }
  });

  it('is not repeated at once when it took seconds to fail', async () => {
    const account = await newAccount();
    await fault(account, { status: 503, delayMs: 2_100 });
    sandbox.world.log.clear();
    expect(await account.sync()).toMatchObject({ state: 'failed' });
    expect(calls('calendar', '/events')).toBe(1);
  });

  it('renews the access token once after 401', async () => {
    const account = await newAccount();
    await fault(account, { status: 401 });
    sandbox.world.log.clear();
    expect(await account.sync()).toMatchObject({ state: 'failed' });
    expect([calls('calendar', '/events'), calls('oauth', '/token')]).toEqual([2, 1]);
  });

  it('for which a permission is missing is explained, and not repeated until its time', async () => {
    const account = await newAccount();
    await fault(account, { status: 403, reason: 'insufficientPermissions' });
    await hint(account);
    sandbox.world.log.clear();
    expect(await account.sync(false)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('check all boxes on Google’s page'),
    });
    await hint(account);
    expect(await account.sync(false)).toMatchObject({ state: 'waiting' });
    expect(calls('calendar', '/events')).toBe(1);
  });
}, ['postgres']);
