import { expect, it } from 'vitest';
import { syncBeforeJoin } from '@/lib/calendar-sync/sync-in-time';
import { db } from '@/lib/platform/database/client';
import { armJoins } from '@/lib/scheduling/enqueue-follow-ups';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, scheduleBody } from '@/test/account';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  jobs,
  later,
  MINUTE,
  now,
  pass,
  sandbox,
  until,
} from '@/test/harness';
import { claimBots } from './claim-bots';
import { countOverdueJoins, dispatchDue } from './dispatch-due';
import { lockDue } from './queries/sending';

const SENDERS = { providers: [], fallback: 'meetstream', most: { ofPerson: 100, ofInstallation: null } };

/** Accounts with one meeting each, all at the same time, and bots for them. */
async function accountsWithBots(count: number) {
  const accounts = [];
  for (let i = 0; i < count; i++) {
    const account = await newAccount();
    const google = await account.add('Standup', HOUR);
    await account.sync();
    const { id } = await account.event(google.id);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    accounts.push({ account, google });
  }
  return accounts;
}

/** Stores so many bots that are due now. */
async function manyBots(count: number): Promise<void> {
  const [one] = await accountsWithBots(1);
  await one?.account.copyBot(count);
  pass(HOUR - MINUTE);
}

describeServices('Bots that are due at the same time', () => {
  it('are armed by the same message', async () => {
    await accountsWithBots(3);
    expect(new Set(jobs.map((job) => job.id))).toEqual(new Set([`bots-due-${later(HOUR - MINUTE)}`]));
    pass(HOUR - MINUTE - 1000);
    await db().scheduledBot.updateMany({ data: { version: { increment: 1 } } });
    jobs.length = 0;
    expect(await armJoins(now())).toBe(3);
    // A job that sleeps until then may wake before these rows are there, so this message must not be dropped.
    expect(jobs).toEqual([{ name: 'bots/due', data: { at: later(HOUR - MINUTE) } }]);
  });

  it('are sent with the other bots of their second, and with no others', async () => {
    const accounts = await accountsWithBots(4);
    const at = HOUR - MINUTE;
    for (const [index, ms] of [0, 1, 999, 1000].entries()) {
      await db().scheduledBot.updateMany({
        where: { userId: accounts[index]?.account.user.id ?? '' },
        data: { joinAt: new Date(later(at + ms)), version: { increment: 1 } },
      });
    }
    jobs.length = 0;
    await armJoins(now());
    expect(jobs.map((job) => job.data)).toEqual([{ at: later(at) }, { at: later(at + 1000) }]);
    pass(at);
    expect((await dispatchDue(now)).sent).toBe(3);
    expect((await accounts[3]?.account.bot())?.status).toBe('Scheduled');
    pass(1000);
    expect((await dispatchDue(now)).sent).toBe(1);
  });

  it('are each sent by the provider that is chosen for their account', async () => {
    const [one, other, third] = await accountsWithBots(3);
    for (const [account, botProvider] of [
      [one?.account, 'attendee'],
      [other?.account, 'gone'],
    ] as const) {
      await db().calendarConnection.updateMany({
        where: { userId: account?.user.id ?? '' },
        data: { botProvider },
      });
    }
    pass(HOUR - MINUTE);
    expect((await dispatchDue(now)).sent).toBe(3);
    const providers = [];
    for (const each of [one, other, third]) {
      const { provider, providerBotId } = (await each?.account.bot()) ?? {};
      expect(sandbox.world.bots.get(providerBotId ?? '')?.provider).toBe(provider);
      providers.push(provider);
    }
    expect(providers).toEqual(['attendee', 'meetstream', 'meetstream']);
  });

  it('are sent once each when several runs wake up for them', async () => {
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

  it('are sent also when the provider refuses one and delays another', async () => {
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

  it('do not wait while a slot is free, also when few are left', async () => {
    await manyBots(251);
    // The provider holds the answers back for all slots but one.
    sandbox.world.faults.add({ match: { path: 'create_bot' }, times: 249, effect: { hold: true } });
    const sending = dispatchDue(now);
    await until(
      async () => (await db().scheduledBot.count({ where: { providerBotId: { not: null } } })) === 2,
    );
    sandbox.world.faults.remove();
    expect((await sending).sent).toBe(251);
  });

  it('make no more calls at once when several messages wake this process for them', async () => {
    await manyBots(300);
    const held = sandbox.world.faults.add({
      match: { path: 'create_bot' },
      times: 300,
      effect: { hold: true },
    });
    const sending = Promise.all([dispatchDue(now), dispatchDue(now), dispatchDue(now)]);
    await until(() => held.holding === 250);
    expect(await db().scheduledBot.count({ where: { status: 'Joining' } })).toBe(250);
    sandbox.world.faults.remove();
    expect((await sending).map(({ sent }) => sent).sort()).toEqual([0, 0, 300]);
  });

  it('do not wait for the slots of a provider that answers nothing, also when another run was woken for them', async () => {
    await manyBots(251);
    sandbox.world.faults.add({ match: { path: 'create_bot' }, times: 250, effect: { hold: true } });
    const sending = [dispatchDue(now), dispatchDue(now)];
    await until(
      async () => (await db().scheduledBot.count({ where: { providerBotId: { not: null } } })) === 1,
    );
    sandbox.world.faults.remove();
    const sent = (await Promise.all(sending)).map((run) => run.sent);
    expect(sent.sort((one, other) => one - other)).toEqual([1, 250]);
  });

  it('are sent although the row of one of them has odd values', async () => {
    const [odd, other] = await accountsWithBots(2);
    await db().scheduledBot.updateMany({
      where: { id: (await odd?.account.bot())?.id },
      data: { customAttributes: { n: 1 }, botConfig: { bot_name: 'Usher', custom_attributes: { n: 1 } } },
    });
    pass(HOUR - MINUTE);
    expect((await dispatchDue(now)).sent).toBe(2);
    expect((await odd?.account.bot())?.providerBotId).not.toBeNull();
    expect((await other?.account.bot())?.providerBotId).not.toBeNull();
  });

  it('are sent as the sync before the join leaves them', async () => {
    const [first, second, third] = await accountsWithBots(3);
    inbox.hold = true;
    await first?.account.cancel(first.google.id);
    await second?.account.move(second.google.id, HOUR);
    pass(HOUR - MINUTE - 3000);
    expect(await syncBeforeJoin(new Date(later(HOUR - MINUTE)), now)).toBe(true);
    pass(3000);
    expect((await dispatchDue(now)).sent).toBe(1);
    expect((await third?.account.bot())?.providerBotId).not.toBeNull();
  });
});

describeServices('An overdue bot', () => {
  it('counts from 15 seconds after its join time, or when its next attempt is due', async () => {
    await accountsWithBots(2);
    pass(HOUR - MINUTE + 15_000);
    expect(await countOverdueJoins(now())).toBe(0);
    pass(1);
    expect(await countOverdueJoins(now())).toBe(2);
    await control('POST', '/faults', { match: { path: 'create_bot' }, times: 1, effect: { status: 503 } });
    expect((await dispatchDue(now)).sent).toBe(1);
    expect(await countOverdueJoins(now())).toBe(0);
    pass(1000);
    expect(await countOverdueJoins(now())).toBe(1);
  });
}, ['pglite']);

describeServices('Two dispatchers', () => {
  it('share the bots that are due, and neither waits for those that the other one is claiming', async () => {
    await manyBots(60);
    const [own, others] = await db().$transaction(async (tx) => {
      const own = await lockDue(tx, { limit: 30 }, SENDERS, now());
      return [own, await claimBots({ limit: 60 }, SENDERS, now())];
    });
    expect([own.length, others.length]).toEqual([30, 30]);
    expect(new Set([...own, ...others].map(({ id }) => id)).size).toBe(60);
  });
}, ['postgres']);

describeServices('A bot that is being changed when it is due', () => {
  it('waits for that change, and no other bot waits for it', async () => {
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

it('A database that is gone fails the dispatch, and no promise that no one waits for', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', note);
  await expect(dispatchDue(now)).rejects.toThrow('The database is not open.');
  await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
