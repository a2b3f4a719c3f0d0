import { expect, it } from 'vitest';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
import {
  describeServices,
  HOUR,
  inbox,
  jobs,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { syncBeforeJoin } from './sync-in-time';
import { watchCalendar } from './watch-calendar';

const SECOND = 1_000;
/** A failure of Google's that is not tried again at once, which would take seconds. */
const DOWN = { status: 503, retryAfterSeconds: 0 };
const googleFails = (effect: object, times?: number) =>
  sandbox.world.faults.add({ match: { path: '/events$' }, effect, times });
const googleIsBack = () => sandbox.world.faults.remove();
const eventCalls = () => sandbox.world.log.list({ kind: 'calendar', path: '/events' }).length;
const waitOf = async (account: Account) => +((await account.calendar()).retryAt ?? 0) - +now();
const set = (account: Account, data: object) =>
  db().calendar.update({ where: { id: account.calendarId }, data });

/** Makes an account whose meetings all get bots, with a push channel that has brought its first message. */
async function watchedAccount(): Promise<Account> {
  const account = await newAccount();
  await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
  const before = inbox.pushes.length;
  await watchCalendar(account.calendarId, now());
  await received('pushes', before + 1);
  await runJobs();
  return account;
}

/** Adds a meeting whose push the app receives, without running its job. */
async function addWithPush(account: Account, summary: string, inMs: number): Promise<void> {
  const before = inbox.pushes.length;
  await account.add(summary, inMs);
  await received('pushes', before + 1);
}

/** Makes a calendar of an account wait after so many failures of Google's. */
async function failing(account: Account, failures: number): Promise<void> {
  await set(account, { changeSeq: { increment: 1 } });
  for (let failure = 0; failure < failures; failure++) {
    await set(account, { retryAt: now() });
    expect(await account.sync(false)).toMatchObject({ state: 'failed' });
  }
}

describeServices('an outage', () => {
  it('of Google during many joins does not outlive itself: a meeting that is new after it gets its bot at its push', async () => {
    const account = await watchedAccount();
    // Bots join a minute before their meetings: one each six seconds from now on.
    for (let join = 0; join < 11; join++) await account.add(`Join ${join}`, MINUTE + (join + 1) * 6 * SECOND);
    await account.sync();
    googleFails(DOWN);
    for (let second = 0; second < 66; second += 6) {
      pass(6 * SECOND);
      await syncBeforeJoin(now(), now);
      await dispatchDue(now);
    }
    const { failedSyncs } = await account.calendar();
    expect(failedSyncs).toBe(1);
    expect(await waitOf(account)).toBeLessThanOrEqual(6.25 * SECOND);
    expect(await account.providerCalls('create_bot')).toHaveLength(11);

    googleIsBack();
    await addWithPush(account, 'After it', HOUR);
    await runJobs();
    expect((await account.bots()).filter(({ title }) => title === 'After it')).toMatchObject([
      { status: 'Scheduled' },
    ]);
    expect(await account.calendar()).toMatchObject({ lastSyncError: null, failedSyncs: 0, retryAt: null });
  });

  it('of Google makes a calendar wait for a minute at most while its notifications arrive, else longer', async () => {
    const watched = await watchedAccount();
    const unwatched = await newAccount();
    googleFails(DOWN);
    await failing(watched, 6);
    await failing(unwatched, 6);
    expect(await waitOf(watched)).toBeLessThanOrEqual(MINUTE);
    expect(await waitOf(unwatched)).toBeGreaterThanOrEqual(2 * MINUTE);
  });

  it('of Google ends for a calendar when a push comes while its try is failing', async () => {
    const account = await watchedAccount();
    const held = googleFails({ ...DOWN, hold: true }, 1);
    const sync = account.sync(false).then(() => account.sync());
    await until(() => held.holding > 0);
    await addWithPush(account, 'New', HOUR);
    googleIsBack();
    expect(await sync).toMatchObject({ state: 'synced', changed: 1 });
  });

  it('of Google ends for all calendars when one can be synced, except where Google refuses or asks for time', async () => {
    const [first, second, refused, limited] = await Promise.all([1, 2, 3, 4].map(() => newAccount()));
    if (!first || !second || !refused || !limited) throw new Error('There are four accounts.');
    googleFails(DOWN);
    for (const account of [first, second]) await failing(account, 3);
    googleIsBack();
    await set(refused, { lastSyncError: 'No.', syncWait: 'refused', retryAt: new Date(+now() + HOUR) });
    await set(limited, { lastSyncError: 'Wait.', syncWait: 'asked', retryAt: new Date(+now() + HOUR) });
    jobs.length = 0;
    expect(await first.sync()).toMatchObject({ state: 'synced' });
    expect(jobs).toMatchObject([{ name: 'calendar/changed', data: { calendarId: second.calendarId } }]);
    expect(await waitOf(second)).toBeLessThanOrEqual(20);
    expect([await waitOf(refused), await waitOf(limited)]).toEqual([HOUR, HOUR]);
    // A calendar that had not failed tells nothing.
    await set(second, { retryAt: new Date(+now() + HOUR) });
    expect(await first.sync()).toMatchObject({ state: 'synced' });
    expect(await waitOf(second)).toBe(HOUR);
  });

  it('of Google leaves a calendar that a look has failed to read marked, although no hint tells of it', async () => {
    const account = await newAccount();
    await account.add('New', HOUR);
    googleFails(DOWN);
    await account.sync();
    googleIsBack();
    pass(10 * SECOND);
    expect(await account.sync(false)).toMatchObject({ state: 'synced', changed: 1 });
  });

  it('in which Google limits calls holds also for looks and pushes', async () => {
    const account = await watchedAccount();
    googleFails(DOWN, 1);
    await failing(account, 1);
    googleFails({ status: 429, reason: 'rateLimitExceeded', retryAfterSeconds: 300 });
    expect(await account.sync()).toMatchObject({ state: 'failed' });
    expect(await waitOf(account)).toBeGreaterThanOrEqual(5 * MINUTE);
    sandbox.world.log.clear();
    await addWithPush(account, 'New', HOUR);
    await runJobs();
    expect(await account.sync()).toMatchObject({ state: 'waiting' });
    expect(eventCalls()).toBe(0);
  });
}, ['pglite']);

describeServices('a failure of the database during a sync', () => {
  it('that keeps even the failure from being stored gives the lease back, and requests the sync, when it is over', async () => {
    const account = await newAccount();
    await account.add('New', HOUR);
    const release = await account.heldSync();
    await db().$executeRawUnsafe('ALTER TABLE "Calendar" RENAME TO "Away"');
    jobs.length = 0;
    try {
      expect(await release()).toMatchObject({ state: 'failed' });
    } finally {
      await db().$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "Calendar"');
    }
    await until(async () => (await account.calendar()).syncLease === null);
    await until(() => jobs.length > 0);
    await runJobs();
    expect((await account.occurrences()).map(({ title }) => title)).toEqual(['New']);
  });
}, ['pglite']);
