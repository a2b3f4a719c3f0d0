import pg from 'pg';
import { expect, it } from 'vitest';
import { db, openedDatabase } from '@/lib/platform/database/client';
import { newAccount, refusal, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, now, until } from '@/test/harness';
import { enableAutoSchedule } from './auto-schedule';
import { createBookings } from './create-bookings';
import { armJoins } from './enqueue-follow-ups';
import { scanUpcoming } from './scan-upcoming';
import { scheduleBot } from './schedule-bot';
import { unscheduleBot } from './unschedule-bot';

const ROUNDS = 12;

/** Runs something that meets another process' open transaction, which is committed once it has to wait for that. */
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

const onServer = (body: () => void) => describeServices('changes that meet', body, ['postgres']);

onServer(() => {
  it('a join that claims its bot while the meeting is being cancelled is called back', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    const { id } = await account.event(event.id);
    const { bot_id } = await scheduleBot(account.user, id, scheduleBody(), 'api', now());
    await account.cancel(event.id);
    await duringTransaction([`UPDATE "ScheduledBot" SET "status" = 'Joining' WHERE "id" = '${bot_id}'`], () =>
      account.sync(),
    );
    expect(await account.bot()).toMatchObject({ status: 'Joining', recallRequestedAt: expect.any(Date) });
  });

  it('arming waits for nobody: whoever changes bots may go on to those that are being armed', async () => {
    const account = await newAccount();
    for (const hours of [1, 2]) {
      const event = await account.add('Standup', hours * HOUR);
      await account.sync();
      const { id } = await account.event(event.id);
      await scheduleBot(account.user, id, scheduleBody(), 'api', now());
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

  it('a booking waits for the sync that cancels its meeting, and is refused', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    const { id } = await account.event(event.id);
    const refused = await duringTransaction(
      [
        `SELECT "id" FROM "User" WHERE "id" = '${account.user.id}' FOR NO KEY UPDATE`,
        `UPDATE "Occurrence" SET "isDeleted" = true WHERE "id" = '${id}'`,
      ],
      () => refusal(scheduleBot(account.user, id, scheduleBody(), 'api', now())),
    );
    expect(refused.code).toBe('meeting_cancelled');
  });

  it('of two bookings that no lock keeps apart, the database takes one', async () => {
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

  it('booking, scanning and syncing at once never leave a bot at a cancelled or moved meeting', async () => {
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
        scheduleBot(account.user, id, scheduleBody(), 'api', now()),
        scheduleBot(account.user, (await account.event(other.id)).id, scheduleBody(), 'api', now()),
        scanUpcoming([account.user.id], now()),
        unscheduleBot(account.user.id, id, unscheduleBody(), 'api', now()),
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
