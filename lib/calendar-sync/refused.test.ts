import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import { eventsQuery } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  inbox,
  jobs,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
  sandbox,
} from '@/test/harness';
import { pollCalendars } from './poll-calendars';
import { refreshCalendarList } from './refresh-calendar-list';
import { resyncCalendars } from './resync-calendars';
import { calendarHealth } from './show-calendars';
import { syncCalendar } from './sync-calendar';
import { watchCalendar } from './watch-calendar';

/**
 * Returns how often Google was asked for events since the last call; calls with an expired access token do
 * not count.
 */
function asked(): number {
  const entries = sandbox.world.log.list({ kind: 'calendar' }).filter((entry) => entry.status !== 401);
  sandbox.world.log.clear();
  return entries.filter((entry) => /\/events(\?|$)/.test(entry.path)).length;
}

const mend = () => sandbox.world.faults.remove();
const events = (account: Account) => listEventsSynced(account.user, eventsQuery.parse({}), now);

/** Makes a calendar with a push channel that Google has just refused for the first time. */
async function refusedAccount(effect: object): Promise<Account> {
  const account = await newAccount();
  await watchCalendar(account.calendarId, now());
  await received('pushes', 1);
  await runJobs();
  await account.sync();
  await control('POST', '/faults', { match: { path: '/events$', user: account.email }, effect });
  await account.add('New', DAY);
  await received('pushes', 2);
  asked();
  await runJobs();
  expect(asked()).toBe(1);
  return account;
}

/** Lets so many minutes pass, with a push, the poll and the sweep in every fourth. */
async function minutes(account: Account, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 4) {
    pass(4 * MINUTE);
    const pushes = inbox.pushes.length;
    await account.add(`More ${minute}`, DAY);
    await received('pushes', pushes + 1);
    await pollCalendars(now());
    await sweep(now());
    await runJobs();
  }
}

async function problems(account: Account) {
  const { connections } = await calendarHealth(account.user.id, now());
  return connections.flatMap((row) => [...row.problems, ...row.calendars.flatMap((one) => one.problems)]);
}

const REFUSALS = [
  ['forbidden', 'ask its owner to share it', 'resync'],
  ['insufficientPermissions', 'box', 'resync'],
  ['accessNotConfigured', 'turn it on there', 'resync'],
  ['somethingNew', 'check in Google Calendar', 'resync'],
] as const;

describeServices('a calendar that Google refuses', () => {
  it.each(REFUSALS)(
    'is not asked for by push, poll or sweep within an hour, and the refusal is explained: %s',
    async (...row) => {
      const [reason, words, action] = row;
      const account = await refusedAccount({ status: 403, reason });
      expect(await problems(account)).toMatchObject([{ message: expect.stringContaining(words), action }]);
      await minutes(account, 44);
      expect(asked()).toBe(0);
      await minutes(account, 32);
      expect(asked()).toBe(1);
      expect((await events(account)).sync).toMatchObject({
        ok: false,
        error: expect.stringContaining(words),
      });
    },
  );

  it.each(REFUSALS)('is asked for at once by a person’s resync: %s', async (reason) => {
    const account = await refusedAccount({ status: 403, reason });
    mend();
    expect(await resyncCalendars(account.user.id, {}, 'person', now)).toMatchObject({
      resynced: 1,
      failed: [],
    });
    expect(await account.occurrences()).toHaveLength(1);
    expect((await account.calendar()).lastSyncError).toBe(null);
  });

  it('gets no push channel meanwhile', async () => {
    const account = await refusedAccount({ status: 403, reason: 'forbidden' });
    await db().watchChannel.deleteMany({ where: { calendarId: account.calendarId } });
    pass(40 * MINUTE);
    expect(await sweep(now())).toMatchObject({ watches: 0, syncs: 0 });
    pass(40 * MINUTE);
    expect(await sweep(now())).toMatchObject({ watches: 1, syncs: 1 });
  });

  it('is asked for at once by a reader who wants a sync', async () => {
    const account = await refusedAccount({ status: 403, reason: 'forbidden' });
    mend();
    const answer = await events(account);
    expect(answer.sync).toMatchObject({ ok: true });
    expect(answer.results).toHaveLength(1);
    expect(await problems(account)).toEqual([]);
  });
}, ['postgres']);

describeServices('a calendar for which Google has asked for time', () => {
  it('is not asked for by a reader before that time, only by a person’s resync', async () => {
    const account = await refusedAccount({
      status: 429,
      reason: 'rateLimitExceeded',
      retryAfterSeconds: 300,
    });
    jobs.length = 0;
    mend();
    for (let question = 0; question < 3; question++)
      expect((await events(account)).sync).toMatchObject({ ok: false, error: expect.any(String) });
    await minutes(account, 4);
    expect(asked()).toBe(0);
    expect(await problems(account)).toMatchObject([{ code: 'sync_failing', action: 'wait' }]);
    await resyncCalendars(account.user.id, {}, 'person', now);
    expect(asked()).toBe(1);
    expect((await events(account)).sync).toMatchObject({ ok: true });
  });
}, ['postgres']);

describeServices('a permission that Google calls too narrow for one calendar', () => {
  it('is a problem of that calendar alone, until it can be read', async () => {
    const account = await newAccount();
    const { id } = await control('POST', `/people/${account.email}/calendars`, { summary: 'Team' });
    await refreshCalendarList(account.connection, now());
    await runJobs();
    const team = await db().calendar.findFirstOrThrow({ where: { googleCalendarId: id } });
    await control('POST', '/faults', {
      match: { path: `${id.split('@')[0]}.*/events$` },
      effect: { status: 403, reason: 'insufficientPermissions' },
    });
    expect(await syncCalendar(team.id, now, true)).toMatchObject({ state: 'failed' });
    expect(await account.sync()).toMatchObject({ state: 'synced' });
    const refused = await calendarHealth(account.user.id, now());
    expect(refused).toMatchObject({
      ok: false,
      connections: [{ status: 'active', missing_scopes: [], problems: [] }],
    });
    const [primary, other] = refused.connections[0]?.calendars ?? [];
    expect(primary).toMatchObject({ id: account.email, problems: [] });
    expect(other).toMatchObject({ id, problems: [{ code: 'sync_failing', action: 'resync' }] });
    expect([primary?.mode, other?.mode]).not.toContain('off');
    const tried = await resyncCalendars(account.user.id, {}, 'person', now);
    expect(tried).toMatchObject({ resynced: 1, failed: [{ calendar_id: id }] });
    expect(tried.message).toContain('doesn’t cover this');

    mend();
    expect(await syncCalendar(team.id, now, true)).toMatchObject({ state: 'synced' });
    expect(await problems(account)).toEqual([]);
    expect(await resyncCalendars(account.user.id, {}, 'person', now)).toMatchObject({
      message: '2 calendars resynced, everything is in order.',
      health: { ok: true },
    });
  });
}, ['postgres']);
