import { describe, expect, it } from 'vitest';
import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import { eventsQuery } from '@/lib/contract/events';
import { dispatchBot } from '@/lib/dispatch/dispatch-due';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, scheduleBody } from '@/test/account';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  later,
  MINUTE,
  now,
  pass,
  sandbox,
  until,
} from '@/test/harness';
import { storeCalendarList } from './refresh-calendar-list';
import { resyncCalendars } from './resync-calendars';
import { syncBeforeJoin } from './sync-in-time';

async function scheduledInAnHour() {
  const account = await newAccount();
  const google = await account.add('Standup', HOUR);
  await account.sync();
  const { id } = await account.event(google.id);
  await scheduleBot(account.user, id, scheduleBody({}), { actor: 'api', now: now() });
  const bot = await account.bot();
  pass(HOUR - MINUTE);
  return { account, google, bot };
}

describeServices('a slow Google', () => {
  describe('a meeting whose edit came without a notification', () => {
    it('gets no bot when it was canceled', async () => {
      const { account, google, bot } = await scheduledInAnHour();
      inbox.hold = true;
      await account.cancel(google.id);
      expect(await syncBeforeJoin(bot.joinAt, now)).toBe(true);
      expect(await dispatchBot(bot.id, bot.version, now)).toEqual({ state: 'not_ours' });
      expect(await account.bot()).toMatchObject({ status: 'Cancelled' });
      expect(await account.providerCalls('create_bot')).toHaveLength(0);
    });

    it('gets its bot later when it was moved', async () => {
      const { account, google, bot } = await scheduledInAnHour();
      inbox.hold = true;
      await account.move(google.id, 30 * MINUTE);
      await syncBeforeJoin(bot.joinAt, now);
      expect(await dispatchBot(bot.id, bot.version, now)).toEqual({ state: 'not_ours' });
      expect(await account.bot()).toMatchObject({
        status: 'Scheduled',
        joinAt: new Date(later(HOUR + 29 * MINUTE)),
      });
    });
  });

  it('does not delay a join when it hangs: what is stored decides', async () => {
    const { account, bot } = await scheduledInAnHour();
    await control('POST', '/faults', { match: { path: '/events$' }, effect: { delayMs: 6000 } });
    const from = performance.now();
    expect(await syncBeforeJoin(bot.joinAt, now)).toBe(false);
    expect(performance.now() - from).toBeLessThan(3000);
    expect(await dispatchBot(bot.id, bot.version, now)).toMatchObject({ state: 'sent' });
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
  });

  it('does not keep bots from being sent when the sync before a join fails', async () => {
    const { bot } = await scheduledInAnHour();
    await db().$executeRawUnsafe('ALTER TABLE "Calendar" RENAME TO "Away"');
    try {
      expect(await syncBeforeJoin(bot.joinAt, now)).toBe(false);
    } finally {
      await db().$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "Calendar"');
    }
    expect(await dispatchBot(bot.id, bot.version, now)).toMatchObject({ state: 'sent' });
  });

  it('does not delay a reader when it hangs: the answer comes from the store and says so', async () => {
    const { account } = await scheduledInAnHour();
    await control('POST', '/faults', { match: { path: '/events$' }, effect: { delayMs: 6000 } });
    const from = performance.now();
    const answer = await listEventsSynced(account.user, eventsQuery.parse({}), now);
    expect(performance.now() - from).toBeLessThan(2500);
    expect(answer.sync).toMatchObject({ ok: false, synced_at: expect.any(String) });
    expect(answer.results).toHaveLength(1);
  });

  it('does not put an all-day meeting on the days of a time zone that changed while it was asked', async () => {
    const account = await newAccount();
    const days = { start: { date: '2027-03-10' }, end: { date: '2027-03-11' } };
    const google = await account.add('Offsite', 0, days);
    const release = await account.heldSync();
    const entry = { id: account.email, summary: 'Mine', primary: true, accessRole: 'owner', selected: true };
    await storeCalendarList(account.connection, [{ ...entry, timeZone: 'America/New_York' }], now());
    await release();
    expect((await account.first(google.id)).startTime.toISOString()).toBe('2027-03-10T05:00:00.000Z');
  });

  it('does not keep a resync from reading everything while an incremental sync is running', async () => {
    const account = await newAccount();
    await account.add('Standup', HOUR);
    await account.sync();
    await db().event.deleteMany({ where: { calendarId: account.calendarId } });
    const release = await account.heldSync();
    const resync = resyncCalendars(account.user.id, {}, 'person', now);
    await until(async () => (await account.calendar()).syncToken === null);
    expect(await release()).toMatchObject({ state: 'failed' });
    expect(await resync).toMatchObject({ resynced: 1, failed: [] });
    expect(await account.occurrences()).toHaveLength(1);
    expect(await account.calendar()).toMatchObject({ lastSyncError: null, syncLease: null });
  });

  it('shows a reader what was edited before the request, although a sync was running already', async () => {
    const { account, google } = await scheduledInAnHour();
    inbox.hold = true;
    await control('POST', '/faults', { match: { path: '/events$' }, times: 1, effect: { delayMs: 300 } });
    const running = account.sync();
    await account.edit(google.id, { summary: 'Renamed' });
    const answer = await listEventsSynced(account.user, eventsQuery.parse({}), now);
    await running;
    expect(answer.results[0]?.title).toBe('Renamed');
    expect(answer.sync).toMatchObject({ ok: true });
  });

  it('has a sync that a reader found running, and did not wait for, read once more', async () => {
    const { account } = await scheduledInAnHour();
    const release = await account.heldSync();
    const { changeSeq } = await account.calendar();
    sandbox.world.log.clear();
    const answer = await listEventsSynced(account.user, eventsQuery.parse({}), now);
    expect(answer.sync).toMatchObject({ ok: false });
    await until(async () => (await account.calendar()).changeSeq > changeSeq);
    expect(await release()).toMatchObject({ state: 'synced' });
    const calls = sandbox.world.log.list({ kind: 'calendar' });
    const reads = calls.filter(({ user, status }) => user === account.email && status === 200);
    expect(reads).toHaveLength(2);
  });
});
