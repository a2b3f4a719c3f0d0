import pg from 'pg';
import { expect, it } from 'vitest';
import { db, openedDatabase } from '@/lib/platform/database/client';
import { newAccount, refusal, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, now, until } from '@/test/harness';
import { enableAutoSchedule, scanUpcoming } from './auto-schedule';
import { createBookings } from './create-bookings';
import { armJoins } from './enqueue-follow-ups';
import { scheduleBot } from './schedule-bot';
import { unscheduleBot } from './unschedule-bot';

const ROUNDS = 12;

/** Runs something while another process has a transaction open, which is committed once the first has to wait for it. */
async function duringTransaction<T>(statements: string[], run: () => Promise<T>): Promise<T> {
  const other = new pg.Client({ connectionString: openedDatabase().url });
  await other.connect();
  await other.query('BEGIN');
  for (const statement of statements) await other.query(statement);
  const running = run();
  await until(async () => {
    const waiting = await other.query(
      'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY(pg_blocking_pids(pid))',
      [(other as pg.Client & { processID: number }).processID],
    );
    return waiting.rowCount === 1;
  });
  await other.query('COMMIT');
  await other.end();
  return running;
}

const onServer = (body: () => void) => describeServices('changes at the same time', body, ['postgres']);

onServer(() => {
  it('recalls a bot that a join claims while its meeting is being canceled', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    const { id } = await account.event(event.id);
    const { bot_id } = await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    await account.cancel(event.id);
    await duringTransaction([`UPDATE "ScheduledBot" SET "status" = 'Joining' WHERE "id" = '${bot_id}'`], () =>
      account.sync(),
    );
    expect(await account.bot()).toMatchObject({ status: 'Joining', recallRequestedAt: expect.any(Date) });
  });

  it('arms joins without waiting for locks, so that a transaction may lock bots that are being armed', async () => {
    const account = await newAccount();
    for (const hours of [1, 2]) {
      const event = await account.add('Standup', hours * HOUR);
      await account.sync();
      const { id } = await account.event(event.id);
      await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    }
    await db().scheduledBot.updateMany({ data: { armedVersion: null } });
    const [first, second] = await account.bots();
    const armed = await db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "ScheduledBot" WHERE "id" = ${second?.id} FOR NO KEY UPDATE`;
      const armed = await armJoins(now());
      await tx.$queryRaw`SELECT 1 FROM "ScheduledBot" WHERE "id" = ${first?.id} FOR NO KEY UPDATE`;
      return armed;
    });
    expect(armed).toBe(1);
    expect(await armJoins(now())).toBe(1);
  });

  it('refuses to schedule a bot for a meeting that a sync is canceling, after waiting for the sync', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    const { id } = await account.event(event.id);
    const refused = await duringTransaction(
      [
        `SELECT "id" FROM "User" WHERE "id" = '${account.user.id}' FOR NO KEY UPDATE`,
        `UPDATE "Occurrence" SET "isDeleted" = true WHERE "id" = '${id}'`,
      ],
      () => refusal(scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() })),
    );
    expect(refused.code).toBe('meeting_cancelled');
  });

  it('creates one of several bookings that are made at once without a lock', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    const { id } = await account.event(event.id);
    const booking = { occurrenceId: id, source: 'auto' as const, botConfig: {} };
    const schedule = () => db().$transaction((tx) => createBookings(tx, [booking], now()));
    const made = await Promise.all([schedule(), schedule(), schedule()]);
    expect(made.flat()).toHaveLength(1);
    expect(await account.bots()).toHaveLength(1);
  });

  it('leaves no bot at a canceled or moved meeting when scheduling, scanning and syncing run at once', async () => {
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    for (let round = 0; round < ROUNDS; round++) {
      const event = await account.add(`Meeting ${round}`, 30 * HOUR);
      const other = await account.add(`Other ${round}`, 30 * HOUR);
      await account.sync();
      const { id } = await account.event(event.id);
      await account.cancel(event.id);
      await account.move(other.id, -20 * HOUR);
      await Promise.allSettled([
        account.sync(),
        scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() }),
        scheduleBot(account.user, (await account.event(other.id)).id, scheduleBody(), {
          actor: 'api',
          now: now(),
        }),
        scanUpcoming([account.user.id], now()),
        unscheduleBot(account.user.id, id, unscheduleBody(), { actor: 'api', now: now() }),
      ]);
    }
    const occurrences = new Map((await account.occurrences()).map((row) => [row.id, row]));
    const bookedOrActive = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(bookedOrActive).toHaveLength(ROUNDS);
    for (const bot of bookedOrActive) {
      expect(occurrences.get(bot.occurrenceId ?? '')?.startTime).toEqual(bot.meetingStart);
    }
  });
});
