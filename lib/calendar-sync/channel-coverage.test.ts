import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
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
import { pollCalendars } from './poll-calendars';
import { receivePush } from './receive-push';
import { resyncCalendars } from './resync-calendars';
import { calendarHealth } from './show-calendars';
import { renewChannels, watchCalendar } from './watch-calendar';

const liveAtGoogle = () =>
  [...sandbox.world.channels.values()].filter((channel) => channel.expirationMs > +now());
const setPush = (push: object) => control('PUT', '/settings', { push });
const healthOf = async (account: Account) => {
  const { connections } = await calendarHealth(account.user.id, now());
  const found = connections[0]?.calendars[0];
  if (!found) throw new Error('No calendar.');
  return found;
};

async function watched(): Promise<Account> {
  const account = await newAccount();
  await watchCalendar(account.calendarId, now());
  await received('pushes', 1);
  await runJobs();
  return account;
}

const STEP = 6 * HOUR;

/** Runs what the jobs run: the renewal at night, and the sweep. */
async function stepPasses(withSweep: boolean): Promise<void> {
  pass(STEP);
  if (now().getUTCHours() === 2) await renewChannels(now());
  if (withSweep) await sweep(now());
  await runJobs();
}

describeServices('thirty days of push channels', () => {
  it.each([
    ['the daily renewal alone', false],
    ['watch requests failing every other day, and the sweep', true],
  ])('have no gap and miss no edit: %s', async (_, failing) => {
    const account = await watched();
    const used = new Set(sandbox.world.channels.keys());
    let edits = 0;
    for (let step = 1; step <= (30 * DAY) / STEP; step++) {
      if (failing && step % 4 === 0) {
        await control('DELETE', '/faults');
        const effect = { status: 503 };
        if (step % 8 === 4) await control('POST', '/faults', { match: { path: '/watch$' }, effect });
      }
      await stepPasses(failing);
      // Channels whose notifications Google would deliver and we would accept until the next step.
      const open = await db().watchChannel.findMany({ where: { status: 'open' } });
      const covering = [...sandbox.world.channels.values()].filter(({ id }) =>
        open.some((row) => row.id === id),
      );
      const ends = covering.map((channel) => channel.expirationMs);
      expect(Math.max(0, ...ends), `covered in step ${step}`).toBeGreaterThan(+now() + STEP);
      for (const { id } of open) used.add(id);
      if (step % 7 > 0) continue;
      const { changeSeq } = await account.calendar();
      await account.add(`Edit ${++edits}`, step * STEP + DAY);
      // Only a push can tell of it: nothing is polled here.
      await until(async () => (await account.calendar()).changeSeq > changeSeq);
      await runJobs();
      expect(await db().event.count({ where: { calendarId: account.calendarId } })).toBe(edits);
    }
    // Each channel is renewed in time, and no more often than that.
    expect(used.size).toBeGreaterThanOrEqual(5);
    expect(used.size).toBeLessThanOrEqual(9);
    expect(liveAtGoogle()).toHaveLength(1);
    expect(await healthOf(account)).toMatchObject({ mode: 'push', missed_notifications: 0 });
  });

  it('renew a channel that Google grants for a day when half of the day has passed, not each minute', async () => {
    const account = await watched();
    const short = new Date(+now() + DAY);
    await db().watchChannel.updateMany({ data: { expiresAt: short } });
    for (const channel of sandbox.world.channels.values()) channel.expirationMs = +short;
    for (let minute = 0; minute < 30; minute++) {
      pass(MINUTE);
      expect(await sweep(now())).toMatchObject({ watches: 0 });
    }
    pass(12 * HOUR);
    expect(await sweep(now())).toMatchObject({ watches: 1 });
    await runJobs();
    expect(+new Date((await healthOf(account)).channel_expires_at ?? 0)).toBeGreaterThan(+now() + 6 * DAY);
  });

  it('renew a channel whose end is unexpectedly near within a minute, without waiting for the night', async () => {
    const account = await watched();
    await db().watchChannel.updateMany({
      data: { expiresAt: new Date(+now() + HOUR), createdAt: new Date(+now() - 6 * DAY) },
    });
    expect(await sweep(now())).toMatchObject({ watches: 1 });
    await runJobs();
    expect(+new Date((await healthOf(account)).channel_expires_at ?? 0)).toBeGreaterThan(+now() + 6 * DAY);
    expect(liveAtGoogle()).toHaveLength(1);
  });
}, ['pglite']);

describeServices('a push channel', () => {
  it('has only a hash of its token stored, and its notifications change nothing after it was stopped', async () => {
    const account = await watched();
    inbox.hold = true;
    await account.add('New', DAY);
    await received('pushes', 2);
    const [greeting, push] = inbox.pushes;
    if (!greeting || !push) throw new Error('No push.');
    const row = await db().watchChannel.findUniqueOrThrow({ where: { id: push.channelId } });
    expect(row.tokenHash).not.toContain(push.token);
    expect(push.token.length).toBeGreaterThanOrEqual(43);

    await watchCalendar(account.calendarId, now(), true);
    const { changeSeq, lastPushAt } = await account.calendar();
    expect(await receivePush(push, now())).toBe(false);
    // The greeting of the new channel, which comes late and twice, is no change either.
    await received('pushes', 3);
    const again = inbox.pushes[2];
    if (!again) throw new Error('No greeting.');
    expect(await receivePush(again, now())).toBe(true);
    expect(await account.calendar()).toMatchObject({ changeSeq, lastPushAt });
  });

  it('is the only one, here and at Google, after several were opened at once', async () => {
    const account = await newAccount();
    await Promise.all([1, 2, 3].map(() => watchCalendar(account.calendarId, now())));
    const open = await db().watchChannel.findMany({ where: { status: { in: ['open', 'opening'] } } });
    expect(open).toHaveLength(1);
    expect(liveAtGoogle().map((channel) => channel.id)).toEqual(open.map((row) => row.id));
  });

  it('is replaced when the process died while it was being opened', async () => {
    const account = await newAccount();
    await db().watchChannel.create({
      data: { id: crypto.randomUUID(), calendarId: account.calendarId, tokenHash: 'x', createdAt: now() },
    });
    expect(await sweep(now())).toMatchObject({ watches: 0 });
    pass(16 * MINUTE);
    await renewChannels(now());
    await runJobs();
    const rows = await db().watchChannel.findMany({ orderBy: { createdAt: 'asc' } });
    expect(rows.map((row) => row.status)).toEqual(['failed', 'open']);
  });

  it('that cannot be opened is explained in words, and the calendar is polled meanwhile', async () => {
    const account = await newAccount();
    await control('POST', '/faults', {
      match: { path: '/watch$' },
      effect: { status: 403, reason: 'forbidden' },
    });
    await watchCalendar(account.calendarId, now());
    expect(await healthOf(account)).toMatchObject({
      mode: 'poll',
      push_status: 'failed',
      problems: [{ code: 'push_failing', action: 'resync' }],
    });
  });
}, ['pglite']);

describeServices('missed notifications', () => {
  it('are counted, shown in health, and ended by one resync', async () => {
    const account = await watched();
    await setPush({ drop: 1 });
    await account.add('Missed', DAY);
    const gone = await account.add('Gone', DAY);
    await account.cancel(gone.id);
    await setPush({ drop: 0 });
    pass(80 * MINUTE);
    expect(await pollCalendars(now())).toBe(1);
    await runJobs();
    expect(await account.occurrences()).toHaveLength(1);
    const withMissed = await healthOf(account);
    expect(withMissed.missed_notifications).toBeGreaterThanOrEqual(1);
    expect(withMissed).toMatchObject({
      last_missed_notification_at: now().toISOString(),
      problems: [{ code: 'notifications_missed', action: 'resync' }],
    });

    pass(MINUTE);
    const [old] = liveAtGoogle();
    const first = await resyncCalendars(account.user.id, {}, 'person', now);
    expect(first).toMatchObject({ resynced: 1, failed: [], health: { ok: true } });
    expect(liveAtGoogle().map((channel) => channel.id)).not.toContain(old?.id);
    const left = liveAtGoogle();
    expect(left).toHaveLength(1);
    await resyncCalendars(account.user.id, { calendar_id: account.calendarId }, 'person', now);
    expect(liveAtGoogle()).toEqual(left);
    expect((await healthOf(account)).missed_notifications).toBe(withMissed.missed_notifications);
  });

  it('are not counted for changes that were pushed, however these are found', async () => {
    const account = await watched();
    await account.add('Told', DAY);
    await received('pushes', 2);
    pass(10 * MINUTE);
    await runJobs();
    await account.add('Told and found by a reader', DAY);
    await account.sync();
    await received('pushes', 3);
    await runJobs();
    expect(await healthOf(account)).toMatchObject({ missed_notifications: 0, problems: [] });
  });

  it('a resync restores rows that were lost here, and says what it could not read', async () => {
    const account = await watched();
    await account.add('Stays', DAY);
    await received('pushes', 2);
    await runJobs();
    await db().occurrence.deleteMany();
    await db().event.deleteMany();
    const mended = await resyncCalendars(
      account.user.id,
      { account_id: account.email.toUpperCase() },
      'api',
      now,
    );
    expect(mended.message).toContain('in order');
    expect(await account.occurrences()).toHaveLength(1);
    expect(jobs.every((job) => job.name !== 'bot/recall')).toBe(true);

    await control('POST', '/faults', {
      match: { path: '/events' },
      effect: { status: 403, reason: 'forbidden' },
    });
    const failed = await resyncCalendars(account.user.id, {}, 'api', now);
    expect(failed).toMatchObject({
      resynced: 0,
      failed: [{ calendar_id: account.email }],
      health: { ok: false },
    });
  });
}, ['pglite']);
