import { afterEach, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, scheduleBody } from '@/test/account';
import { describeServices, HOUR, later, MINUTE, now, pass, sandbox, until } from '@/test/harness';
import { type JoinClock, startJoinClock } from './join-clock';

const clocks: JoinClock[] = [];
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.stop();
});

/** The tests' time, which goes on from now. */
function running(): () => Date {
  const startedAt = performance.now();
  return () => new Date(+now() + performance.now() - startedAt);
}

/** Starts the clocks of several processes. */
function startClocks(count: number, time: () => Date): void {
  for (let i = 0; i < count; i++) clocks.push(startJoinClock(time));
}

/** An account with a bot that joins so long from now. */
async function dueIn(ms: number) {
  const account = await newAccount();
  const { id: googleId } = await account.add('Review', HOUR);
  await account.sync();
  const { id } = await account.event(googleId);
  await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
  pass(HOUR - MINUTE - ms);
  return account;
}

const lateness = async () => {
  const [entry] = await db().activityEntry.findMany({ where: { action: 'bot.sent' } });
  return entry?.delayMs;
};

describeServices('the clock of joins', () => {
  it('looks at the calendar and sends the bot at its second, from the rows alone, once for two processes', async () => {
    const account = await dueIn(1_200);
    startClocks(2, running());
    await until(async () => (await lateness()) !== undefined);
    expect(await lateness()).toBeLessThan(5_000);
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
    const { lastSyncedAt } = await db().calendar.findFirstOrThrow({ where: { syncEnabled: true } });
    expect(+(lastSyncedAt ?? 0)).toBeGreaterThan(+new Date(later(HOUR - MINUTE - 1_500)));
  });

  it('looks at the calendar of a bot that is late when the process starts', async () => {
    const account = await dueIn(-30_000);
    await account.cancel((await db().event.findFirstOrThrow()).googleEventId);
    startClocks(1, running());
    await until(async () => (await db().scheduledBot.findFirstOrThrow()).status === 'Cancelled');
    expect(await account.providerCalls('create_bot')).toHaveLength(0);
  });

  it('tries a bot again that the provider could not take, and one whose process died', async () => {
    const account = await dueIn(100);
    const failure = { match: { path: 'create_bot' }, times: 1, effect: { status: 500 } };
    sandbox.world.faults.add(failure);
    startClocks(1, running());
    await until(async () => (await account.providerCalls('create_bot')).length === 2);
    await until(async () => (await lateness()) !== undefined);
    // As a process leaves it that dies after its claim.
    await db().scheduledBot.updateMany({
      data: { status: 'Joining', providerBotId: null, leaseUntil: new Date(+now() + 3_000) },
    });
    await until(async () => (await account.providerCalls('create_bot')).length === 3);
  });
});
