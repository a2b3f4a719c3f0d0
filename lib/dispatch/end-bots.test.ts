import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';

import { newAccount, scheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, now, pass } from '@/test/harness';
import { endMissedBots, endSilentBots } from './end-bots';

/** Bots of one meeting, all but one of them without an occurrence. */
async function manyBots(count: number, data: Prisma.ScheduledBotUncheckedUpdateInput = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', HOUR);
  await account.sync();
  const { id } = await account.event(google.id);
  await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
  const bot = await account.bot();
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    ...bot,
    id: `${bot.id}${index}`,
    occurrenceId: null,
    customAttributes: {},
    botConfig: {},
  }));
  await db().scheduledBot.createMany({ data: others });
  await db().scheduledBot.updateMany({ data });
  return account;
}

/** Returns how many bots each transaction has ended: a row names the transaction that wrote it. */
async function perTransaction(status: string): Promise<number[]> {
  const rows = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM "ScheduledBot" WHERE "status"::text = ${status}
     GROUP BY xmin::text ORDER BY 1 DESC`;
  return rows.map(({ count }) => count);
}

const recorded = (action: string) => db().activityEntry.count({ where: { action } });

describeServices('Very many bots whose meetings have ended', () => {
  it('end in batches when they were missed, each recorded once', async () => {
    await manyBots(450);
    pass(DAY);
    expect(await sweep(now())).toMatchObject({ missed: 450 });
    expect(await perTransaction('Missed')).toEqual([200, 200, 50]);
    expect(await recorded('bot.missed')).toBe(450);
    expect(await endMissedBots(now())).toBe(0);
  });

  it('end in batches when their provider is silent, whatever state they were in', async () => {
    await manyBots(250, { status: 'InMeeting', providerBotId: 'lost' });
    const { id } = await db().scheduledBot.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await db().scheduledBot.update({ where: { id }, data: { status: 'Leaving' } });
    pass(DAY);
    expect(await endSilentBots(now())).toBe(0);
    // The provider has just been asked about them and did not answer.
    await db().scheduledBot.updateMany({ data: { nextAttemptAt: new Date(+now() + HOUR) } });
    expect(await endSilentBots(now())).toBe(250);
    expect(await perTransaction('Done')).toEqual([200, 50]);
    const entries = await db().activityEntry.groupBy({
      by: ['before', 'after'],
      where: { cause: 'provider_silent' },
      _count: true,
    });
    expect(entries.map(({ before, after, _count }) => ({ before, after, _count }))).toEqual(
      expect.arrayContaining([
        { before: { status: 'InMeeting' }, after: { status: 'Done' }, _count: 249 },
        { before: { status: 'Leaving' }, after: { status: 'Done' }, _count: 1 },
      ]),
    );
  });

  it('leave their link free for the next meeting with it', async () => {
    const account = await manyBots(1);
    const bot = await account.bot();
    await account.add('Beside it', HOUR, {
      link: bot.meetingUrl,
      end: { dateTime: new Date(+now() + 3 * HOUR).toISOString(), timeZone: 'Europe/Stockholm' },
    });
    await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
    await account.sync();
    expect(await account.botStates()).toEqual(['Scheduled 59']);
    pass(2 * HOUR);
    expect(await endMissedBots(now())).toBe(1);
    expect((await account.bots()).map(({ title, status }) => `${title}: ${status}`)).toEqual([
      'Standup: Missed',
      'Beside it: Scheduled',
    ]);
  });
}, ['pglite']);

describeServices('A user whose bots are being changed', () => {
  it('delays neither the ends of other users’ bots nor their joins, and has the next turn', async () => {
    const busy = await manyBots(1);
    await manyBots(1);
    const late = await newAccount();
    const google = await late.add('Review', DAY + HOUR);
    await late.sync();
    const { id } = await late.event(google.id);
    await scheduleBot(late.user, id, scheduleBody(), { actor: 'api', now: now() });
    await db().scheduledBot.updateMany({ data: { armedVersion: null } });
    pass(DAY);
    const swept = await db().$transaction(async (tx) => {
      await lockUser(tx, busy.user.id);
      return sweep(now());
    });
    expect(swept.missed).toBe(1);
    expect((await late.bot()).armedVersion).toBe(1);
    expect(await endMissedBots(now())).toBe(1);
  });
}, ['postgres']);
