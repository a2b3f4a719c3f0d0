import { describe, expect, it } from 'vitest';
import { nightlyScan } from '@/inngest/nightly-scan';
import { db } from '@/lib/platform/database/client';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { newAccount, unscheduleBody } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  jobs,
  MINUTE,
  now,
  pass,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { expireTokens, schedule, times, WEEKLY } from '@/test/series';

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

  it('reads everything when its sync token is damaged', async () => {
    const account = await newAccount();
    await account.add('Once', DAY);
    await db().calendar.update({ where: { id: account.calendarId }, data: { syncToken: 'damaged' } });
    expect(await account.sync()).toEqual({ state: 'synced', changed: 1, full: true });
    expect(await account.sync()).toEqual({ state: 'synced', changed: 0, full: false });
  });

  it('compares after 410: what was deleted meanwhile becomes a tombstone, overrides and bots stay', async () => {
    const account = await newAccount();
    const gone = await account.add('Gone', DAY);
    const goneSeries = await account.add('Gone series', DAY, WEEKLY);
    const stays = await account.add('Stays', 2 * DAY);
    const unwanted = await account.add('Unwanted', 3 * DAY);
    await account.sync();
    await schedule(account, gone.id);
    await schedule(account, stays.id);
    await schedule(account, unwanted.id);
    await unscheduleBot(account.user.id, (await account.event(unwanted.id)).id, unscheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const before = await account.event(stays.id);

    await account.cancel(gone.id);
    await account.cancel(goneSeries.id);
    await account.move(stays.id, HOUR);
    await expireTokens(account);
    pass(MINUTE);
    expect(await account.sync()).toEqual({ state: 'synced', changed: 2, full: true });

    expect(await account.event(gone.id)).toMatchObject({ isDeleted: true });
    expect(await account.occurrences(goneSeries.id)).toEqual([]);
    expect((await account.occurrences(goneSeries.id, true)).length).toBeGreaterThan(5);
    expect((await account.event(stays.id)).id).toBe(before.id);
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

  describe('under its lease', () => {
    it('does one job when two syncs start at once, and ends in Google’s state', async () => {
      const account = await newAccount();
      await account.add('One', DAY);
      await control('POST', '/faults', { match: { path: '/events$' }, times: 1, effect: { delayMs: 100 } });
      sandbox.world.log.clear();
      const outcomes = await Promise.all([account.sync(), account.sync()]);
      expect(outcomes.map((outcome) => outcome.state).sort()).toEqual(['busy', 'synced']);
      expect(sandbox.world.log.list({ kind: 'calendar', path: '/events' })).toHaveLength(1);
      expect(await account.occurrences()).toHaveLength(1);
    });

    it('goes round once more for a hint that arrives meanwhile', async () => {
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

    it('takes over from a dead process when its lease has expired', async () => {
      const account = await newAccount();
      await db().calendar.update({
        where: { id: account.calendarId },
        data: { syncLease: 'dead', syncLeaseUntil: new Date(+now() + MINUTE) },
      });
      expect(await account.sync()).toEqual({ state: 'busy' });
      pass(2 * MINUTE);
      expect(await account.sync()).toMatchObject({ state: 'synced' });
    });

    it('records a failure with the time of the next try, and loses nothing', async () => {
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

  it('lets the nightly scan move the window of stored occurrences forward', async () => {
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
