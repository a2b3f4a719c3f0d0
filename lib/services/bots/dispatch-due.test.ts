import { expect, it } from 'vitest';
import { db } from '@/lib/db/client';
import { armJoins } from '../decisions/after-reconcile';
import { scheduleBot } from '../meetings/schedule-bot';
import { lookOnceMore } from '../sync/look-once-more';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  jobs,
  later,
  MINUTE,
  newAccount,
  now,
  pass,
  sandbox,
  scheduleBody,
  until,
} from '../testing';
import { dispatchDue } from './dispatch-due';

/** Accounts with one meeting each, all at the same time, and bots for them. */
async function accountsWithBots(count: number) {
  const accounts = [];
  for (let i = 0; i < count; i++) {
    const account = await newAccount();
    const google = await account.add('Standup', HOUR);
    await account.sync();
    const { id } = await account.event(google.id);
    await scheduleBot(account.user, id, scheduleBody(), 'api', now());
    accounts.push({ account, google });
  }
  return accounts;
}

describeServices('bots that are due at the same instant', () => {
  it('are armed by the same message', async () => {
    await accountsWithBots(3);
    expect(new Set(jobs.map((job) => job.id))).toEqual(new Set([`bots-due-${later(HOUR - MINUTE)}`]));
    pass(HOUR - MINUTE - 1000);
    await db().scheduledBot.updateMany({ data: { version: { increment: 1 } } });
    jobs.length = 0;
    expect(await armJoins(now())).toBe(3);
    // Whoever sleeps until then may wake before these rows are there: this message is not dropped.
    expect(jobs).toEqual([{ name: 'bots/due', data: { at: later(HOUR - MINUTE) } }]);
  });

  it('are sent once each, however many runs wake up for them', async () => {
    const accounts = await accountsWithBots(4);
    pass(HOUR - MINUTE);
    const runs = await Promise.all([dispatchDue(now), dispatchDue(now), dispatchDue(now)]);
    expect(runs.reduce((sum, run) => sum + run.sent, 0)).toBe(4);
    expect(sandbox.world.bots.size).toBe(4);
    for (const { account } of accounts) {
      const bot = await account.bot();
      expect(bot).toMatchObject({ status: 'Joining', leaseUntil: null, attempts: 1 });
      const sent = await db().activityEntry.findMany({ where: { botId: bot.id, action: 'bot.sent' } });
      expect(sent).toMatchObject([
        {
          userId: account.user.id,
          cause: 'join_time',
          before: { status: 'Scheduled', providerBotId: null },
          after: { status: 'Joining', providerBotId: bot.providerBotId },
        },
      ]);
    }
    expect(await dispatchDue(now)).toEqual({ sent: 0, retryAt: null });
  });

  it('do not hold each other up: one is refused, one is put off, the others are sent', async () => {
    await accountsWithBots(4);
    pass(HOUR - MINUTE);
    for (const status of [422, 503])
      await control('POST', '/faults', { match: { path: 'create_bot' }, times: 1, effect: { status } });
    const { sent, retryAt } = await dispatchDue(now);
    expect([sent, retryAt]).toEqual([2, later(HOUR - MINUTE + 1000)]);
    pass(1000);
    expect(await dispatchDue(now)).toEqual({ sent: 1, retryAt: null });
    const bots = await db().scheduledBot.groupBy({
      by: ['status'],
      _count: true,
      orderBy: { status: 'asc' },
    });
    expect(bots).toEqual([
      { status: 'Joining', _count: 3 },
      { status: 'Error', _count: 1 },
    ]);
  });

  it('are looked at once more, calendar by calendar, before they set out', async () => {
    const [first, second, third] = await accountsWithBots(3);
    inbox.hold = true;
    await first?.account.cancel(first.google.id);
    await second?.account.move(second.google.id, HOUR);
    pass(HOUR - MINUTE - 3000);
    expect(await lookOnceMore(new Date(later(HOUR - MINUTE)), now)).toBe(true);
    pass(3000);
    expect((await dispatchDue(now)).sent).toBe(1);
    expect((await third?.account.bot())?.providerBotId).not.toBeNull();
  });
});

describeServices('a bot that is being changed at its instant', () => {
  it('waits for that change, and nobody waits for it', async () => {
    const [held, other] = await accountsWithBots(2);
    pass(HOUR - MINUTE);
    const { id } = (await held?.account.bot()) ?? { id: '' };
    let sending: Promise<unknown> | undefined;
    await db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "ScheduledBot" WHERE "id" = ${id} FOR UPDATE`;
      sending = dispatchDue(now);
      await until(async () => (await other?.account.bot())?.providerBotId !== null);
      expect((await held?.account.bot())?.status).toBe('Scheduled');
      await tx.scheduledBot.update({
        where: { id },
        data: { status: 'Cancelled', version: { increment: 1 } },
      });
    });
    expect(await sending).toEqual({ sent: 1, retryAt: null });
    expect(await held?.account.bot()).toMatchObject({ status: 'Cancelled', attempts: 0 });
  });
}, ['postgres']);
