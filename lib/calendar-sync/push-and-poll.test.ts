import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { newAccount, newPerson } from '@/test/account';
import {
  control,
  DAY,
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
import { connectCalendar } from './connect-calendar';
import { pollAfterOutage, pollCalendars } from './poll-calendars';
import { receivePush } from './receive-push';
import { listCalendarsLive } from './refresh-calendar-list';
import { calendarHealth } from './show-calendars';
import { renewChannels, watchCalendar } from './watch-calendar';

const atGoogle = () => [...sandbox.world.channels.keys()];

async function watchedAccount() {
  const account = await newAccount();
  await watchCalendar(account.calendarId, now());
  await received('pushes', 1);
  await runJobs();
  return account;
}

/** Makes an account with a calendar that Google never sends notifications for. */
async function unwatchableAccount() {
  const { email, credentials, user } = await newPerson();
  await control('POST', `/people/${email}/calendars`, { summary: 'Holidays', pushSupported: false });
  await connectCalendar(user.id, credentials, 'api', now());
  const calendar = await db().calendar.findFirstOrThrow({ where: { userId: user.id, summary: 'Holidays' } });
  return { user, calendar };
}

describeServices('hearing of changes', () => {
  describe('a notification', () => {
    it('of an edit leads to a sync that shows the edit; the greeting of a channel is no change', async () => {
      const account = await watchedAccount();
      expect(inbox.pushes[0]).toMatchObject({ resourceState: 'sync' });
      expect((await account.calendar()).lastPushAt).toBeNull();
      await account.add('New', DAY);
      await received('pushes', 2);
      await runJobs();
      expect((await account.occurrences()).map((row) => row.title)).toEqual(['New']);
      expect((await account.calendar()).lastPushAt).toEqual(now());
    });

    it('counts only with the channel, its token and its resource', async () => {
      const account = await watchedAccount();
      inbox.hold = true;
      await account.add('New', DAY);
      await received('pushes', 2);
      const genuine = inbox.pushes[1];
      if (!genuine) throw new Error('No push.');
      const { changeSeq } = await account.calendar();
      for (const forged of [
        { channelId: '00000000-0000-4000-8000-000000000000' },
        { channelId: "' OR 1=1" },
        { token: 'wrong' },
        { token: '' },
        { resourceId: 'other' },
      ]) {
        expect(await receivePush({ ...genuine, ...forged }, now())).toBe(false);
      }
      expect((await account.calendar()).changeSeq).toBe(changeSeq);
      expect(await receivePush(genuine, now())).toBe(true);
      expect((await account.calendar()).changeSeq).toBe(changeSeq + 1);
      await db().watchChannel.updateMany({
        where: { calendarId: account.calendarId },
        data: { status: 'stopped' },
      });
      expect(await receivePush(genuine, now())).toBe(false);
    });

    it('counts also when it comes before Google’s answer to the opening of the channel', async () => {
      const account = await newAccount();
      await control('PUT', '/settings', { push: { syncBeforeResponse: true } });
      const outcome = await watchCalendar(account.calendarId, now());
      expect(outcome).toMatchObject({ state: 'watching' });
      expect(inbox.pushes).toMatchObject([{ resourceState: 'sync' }]);
      const channel = await db().watchChannel.findFirstOrThrow();
      expect(channel).toMatchObject({ status: 'open', resourceId: inbox.pushes[0]?.resourceId });
    });

    it('costs one sync together with the rest of its burst', async () => {
      const account = await watchedAccount();
      await control('PUT', '/settings', { push: { duplicate: 1 } });
      for (let i = 0; i < 5; i++) await account.add(`New ${i}`, DAY);
      await received('pushes', 11);
      sandbox.world.log.clear();
      await runJobs();
      expect(sandbox.world.log.list({ kind: 'calendar', path: '/events' })).toHaveLength(1);
      expect(await account.occurrences()).toHaveLength(5);
    });
  });

  describe('notifications of a calendar whose sync waits', () => {
    it('ask for no other sync, but after ten seconds, each eighth, and after a sync that failed', async () => {
      const account = await watchedAccount();
      inbox.hold = true;
      await account.add('New', DAY);
      await received('pushes', 2);
      const [, push] = inbox.pushes;
      if (!push) throw new Error('No push.');
      jobs.length = 0;
      const receive = () =>
        Promise.all([receivePush(push, now()), receivePush({ ...push, token: 'wrong' }, now())]);
      expect([await receive(), await receive()]).toEqual([
        [true, false],
        [true, false],
      ]);
      expect(jobs).toHaveLength(1);
      pass(11_000);
      await receive();
      expect(jobs).toHaveLength(2);
      await db().calendar.update({
        where: { id: account.calendarId },
        data: { lastSyncError: 'Google is down.' },
      });
      await receive();
      expect(jobs).toHaveLength(3);
      await db().calendar.update({ where: { id: account.calendarId }, data: { lastSyncError: null } });
      await account.sync();
      for (let i = 0; i < 9; i++) await receive();
      expect(jobs).toHaveLength(5);
    });
  });

  describe('a push channel', () => {
    it('is renewed within two days of its end, and the new one is opened first', async () => {
      const account = await watchedAccount();
      const [old] = atGoogle();
      await renewChannels(now());
      expect(jobs).toEqual([]);
      expect(await watchCalendar(account.calendarId, now())).toEqual({ state: 'fresh' });
      pass(5 * DAY + HOUR);
      expect((await renewChannels(now())).calendars).toBe(1);
      sandbox.world.log.clear();
      await runJobs();
      const calls = sandbox.world.log.list({ kind: 'calendar' }).map((call) => call.path);
      const opened = calls.findIndex((path) => path.endsWith('/watch'));
      const stopped = calls.findIndex((path) => path.endsWith('/stop'));
      expect([opened >= 0, stopped > opened]).toEqual([true, true]);
      expect(atGoogle()).toHaveLength(1);
      expect(atGoogle()).not.toContain(old);
      const rows = await db().watchChannel.findMany({ orderBy: { createdAt: 'asc' } });
      expect(rows.map((row) => row.status)).toEqual(['stopped', 'open']);
    });

    it('stays when the new one cannot be opened, which is tried again later', async () => {
      const account = await watchedAccount();
      pass(6 * DAY);
      await control('POST', '/faults', { match: { path: '/watch$' }, times: 1, effect: { status: 500 } });
      expect(await watchCalendar(account.calendarId, now())).toMatchObject({
        state: 'failed',
        passing: true,
      });
      expect(atGoogle()).toHaveLength(1);
      await sweep(now());
      expect(jobs.filter((job) => job.name === 'calendar/watch')).toEqual([]);
      pass(16 * MINUTE);
      await sweep(now());
      await runJobs();
      const open = await db().watchChannel.findMany({ where: { status: 'open' } });
      expect(open.map((row) => row.id)).toEqual(atGoogle());
    });

    it('is never requested again for a calendar that refuses it, which is polled instead', async () => {
      const { user, calendar } = await unwatchableAccount();
      expect(await watchCalendar(calendar.id, now())).toMatchObject({ state: 'polling' });
      sandbox.world.log.clear();
      expect(await watchCalendar(calendar.id, now())).toMatchObject({ state: 'polling' });
      expect(sandbox.world.log.list({ kind: 'calendar' })).toEqual([]);
      await sweep(now());
      expect(
        jobs.filter((job) => job.name === 'calendar/watch' && job.data.calendarId === calendar.id),
      ).toEqual([]);
      const { calendars } = await listCalendarsLive(user.id, now());
      expect(calendars.find((row) => row.summary === 'Holidays')?.push_status).toBe('polling');
    });

    it('that no job opened is requested again by the sweep, and so is a sync that got lost', async () => {
      const account = await newAccount();
      await sweep(now());
      await runJobs();
      expect(await watchCalendar(account.calendarId, now())).toEqual({ state: 'fresh' });
      await received('pushes', 1);
      await account.add('New', DAY);
      await received('pushes', 2);
      jobs.length = 0;
      await sweep(now());
      await runJobs();
      expect(await account.occurrences()).toHaveLength(1);
      const { connections } = await calendarHealth(account.user.id, now());
      expect(connections[0]?.calendars[0]).toMatchObject({ sync_pending: false, push_status: 'watching' });
    });
  });

  describe('the poll', () => {
    it('comes every five minutes without a channel and every hour with one, give or take a quarter', async () => {
      const unwatched = await newAccount();
      const watched = await watchedAccount();
      const polled: Record<string, number[]> = { [unwatched.calendarId]: [], [watched.calendarId]: [] };
      for (let minute = 1; minute <= 160; minute++) {
        pass(MINUTE);
        await pollCalendars(now());
        for (const job of jobs)
          if (job.name === 'calendar/changed') polled[job.data.calendarId]?.push(minute);
        const due = jobs
          .splice(0)
          .flatMap((job) => (job.name === 'calendar/changed' ? [job.data.calendarId] : []));
        // Marks the calendars as synced without asking Google each time.
        await db()
          .$executeRaw`UPDATE "Calendar" SET "syncedSeq" = "changeSeq", "lastSyncedAt" = ${now()} WHERE "id" = ANY(${due})`;
      }
      const pauses = (id: string) => (polled[id] ?? []).map((minute, i, all) => minute - (all[i - 1] ?? 0));
      for (const pause of pauses(unwatched.calendarId)) {
        expect(pause).toBeGreaterThanOrEqual(4);
        expect(pause).toBeLessThanOrEqual(7);
      }
      for (const pause of pauses(watched.calendarId)) {
        expect(pause).toBeGreaterThanOrEqual(45);
        expect(pause).toBeLessThanOrEqual(76);
      }
      expect(pauses(watched.calendarId).length).toBeGreaterThanOrEqual(2);
    });

    it('finds the change of a missed notification', async () => {
      const account = await watchedAccount();
      await control('PUT', '/settings', { push: { drop: 1 } });
      await account.add('New', DAY);
      pass(2 * HOUR);
      await pollCalendars(now());
      await runJobs();
      expect(await account.occurrences()).toHaveLength(1);
    });

    it('skips a failing calendar until its next try, and one that is revoked or whose sync is off', async () => {
      const account = await newAccount();
      pass(HOUR);
      const set = (data: object) => db().calendar.update({ where: { id: account.calendarId }, data });
      await set({ retryAt: new Date(+now() + MINUTE) });
      expect(await pollCalendars(now())).toBe(0);
      await set({ retryAt: null, syncEnabled: false });
      expect(await pollCalendars(now())).toBe(0);
      await set({ syncEnabled: true });
      await db().calendarConnection.updateMany({ data: { status: 'revoked' } });
      expect(await pollCalendars(now())).toBe(0);
      await db().calendarConnection.updateMany({ data: { status: 'active' } });
      expect(await pollCalendars(now())).toBe(1);
    });
  });

  it('after an outage all calendars are polled that were last synced before it', async () => {
    const account = await watchedAccount();
    const lastSweep = (finishedAt: Date) =>
      db().jobRun.upsert({
        where: { name: 'sweep' },
        create: { name: 'sweep', startedAt: finishedAt, finishedAt },
        update: { finishedAt },
      });
    pass(10 * MINUTE);
    await lastSweep(new Date(+now() - MINUTE));
    expect(await pollAfterOutage(now())).toBe(0);
    await lastSweep(new Date(+now() - 9 * MINUTE));
    // Google has given up its notification meanwhile.
    inbox.hold = true;
    await account.add('Added in the outage', DAY);
    await sweep(now());
    await runJobs();
    expect((await account.occurrences()).map((row) => row.title)).toEqual(['Added in the outage']);
    // What was synced since needs no poll.
    await lastSweep(new Date(+now() - 9 * MINUTE));
    expect(await pollAfterOutage(now())).toBe(0);
  });
});

describeServices('Notifications that come together', () => {
  it('do not wait for a calendar that another transaction is changing', async () => {
    const held = await watchedAccount();
    const other = await watchedAccount();
    inbox.hold = true;
    await held.add('New', DAY);
    await other.add('New', DAY);
    const changes = () => inbox.pushes.filter(({ resourceState }) => resourceState !== 'sync');
    await until(() => changes().length === 2);
    const before = await held.calendar();
    let counted: Promise<boolean>[] = [];
    await db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "Calendar" WHERE "id" = ${held.calendarId} FOR NO KEY UPDATE`;
      const { changeSeq } = await other.calendar();
      counted = changes().map((push) => receivePush(push, now()));
      await until(async () => (await other.calendar()).changeSeq === changeSeq + 1);
      expect((await held.calendar()).changeSeq).toBe(before.changeSeq);
    });
    expect(await Promise.all(counted)).toEqual([true, true]);
    expect((await held.calendar()).changeSeq).toBe(before.changeSeq + 1);
  });
}, ['postgres']);
