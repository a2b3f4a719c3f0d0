import { expect, it } from 'vitest';
import { eventsQuery } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import type { BotStatus } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { listEvents } from '@/lib/scheduling/list-events';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { describeServices, HOUR, MINUTE, now, pass } from '@/test/harness';
import { claimBots } from './claim-bots';
import { countOverdueJoins, dispatchDue } from './dispatch-due';
import { senders } from './provider-stops';

const LIMIT =
  'Usher sends at most 2 bots at a time for you. This one joins once another has left, if its meeting still runs.';
const ACTIVE: BotStatus[] = ['Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving'];

const setLimit = (account: Account, maxBots: number | null) =>
  db().user.update({ where: { id: account.user.id }, data: { maxBots } });

/** Schedules a bot for each of so many meetings at one time, and returns what the last request was answered. */
async function bots(account: Account, titles: string[], inMs = HOUR) {
  let answer: Awaited<ReturnType<typeof scheduleBot>> | null = null;
  for (const title of titles) {
    const google = await account.add(title, inMs);
    await account.sync();
    const { id } = await account.event(google.id);
    answer = await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
  }
  return answer;
}

async function statuses(account: Account): Promise<Record<string, string>> {
  const rows = await db().scheduledBot.findMany({ where: { userId: account.user.id } });
  return Object.fromEntries(rows.map(({ title, status }) => [title, status]));
}

async function decisions(account: Account): Promise<Record<string, string>> {
  const { results } = await listEvents(account.user, eventsQuery.parse({}), now());
  return Object.fromEntries(results.map(({ title, decision }) => [title, decision.code]));
}

const end = (title: string) => db().scheduledBot.updateMany({ where: { title }, data: { status: 'Done' } });
const countActive = (userId?: string) =>
  db().scheduledBot.count({ where: { ...(userId ? { userId } : {}), status: { in: ACTIVE } } });

describeServices('Limits of bots at one time', (kind) => {
  it('make the bots that exceed them wait, and give each place that becomes free to the next one', async () => {
    const account = await newAccount();
    await setLimit(account, 2);
    await bots(account, ['First', 'Second', 'Third', 'Manual']);
    await db().scheduledBot.updateMany({ where: { title: { not: 'Manual' } }, data: { source: 'auto' } });
    const told = Object.values(await decisions(account)).sort();
    expect(told).toEqual(['bot_limit', 'bot_limit', 'scheduled_earlier', 'scheduled_manually']);

    pass(HOUR - MINUTE);
    await dispatchDue(now);
    expect(await countActive()).toBe(2);
    expect(await statuses(account)).toMatchObject({ Manual: 'Joining' });
    const waiting = await db().scheduledBot.findMany({ where: { status: 'Scheduled' } });
    expect(waiting.map(({ statusReason }) => statusReason)).toEqual([LIMIT, LIMIT]);
    pass(MINUTE);
    await dispatchDue(now);
    expect(await countOverdueJoins(now())).toBe(0);
    const entries = await db().activityEntry.findMany({ where: { action: 'bot.waiting' } });
    expect(entries.map(({ cause }) => cause)).toEqual(['bot_limit', 'bot_limit']);

    await end('Manual');
    await dispatchDue(now);
    expect(await countActive()).toBe(2);
    await setLimit(account, null);
    await dispatchDue(now);
    expect(await countActive()).toBe(3);
    const sent = await db().scheduledBot.findMany({ where: { status: { in: ACTIVE } } });
    expect(sent.map(({ statusReason }) => statusReason)).toEqual([null, null, null]);
  });

  it('are told when a bot is scheduled that will exceed them', async () => {
    const account = await newAccount();
    await setLimit(account, 2);
    expect(await bots(account, ['First', 'Second'])).not.toHaveProperty('notice');
    expect(await bots(account, ['A minute later'], HOUR + MINUTE)).toMatchObject({ notice: LIMIT });
  });

  it('end as missed with their reason the bots that wait until their meetings end', async () => {
    const account = await newAccount();
    await setLimit(account, 1);
    await bots(account, ['First', 'Second']);
    pass(HOUR - MINUTE);
    await dispatchDue(now);
    pass(3 * HOUR);
    await dispatchDue(now);
    const missed = await db().scheduledBot.findFirstOrThrow({ where: { status: 'Missed' } });
    expect(missed.statusReason).toContain('at most 1 bot at a time');
  });

  it('count bots in meetings, not those that are scheduled for other times', async () => {
    const account = await newAccount();
    await setLimit(account, 1);
    for (let day = 0; day < 3; day++) {
      const google = await account.add(`Day ${day}`, HOUR + day * 24 * HOUR);
      await account.sync();
      const { id } = await account.event(google.id);
      const answer = await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
      expect(answer).not.toHaveProperty('notice');
    }
    expect(new Set(Object.values(await decisions(account)))).toEqual(new Set(['scheduled_manually']));
  });

  it('hold against claims at the same instant, of people and of the installation', async () => {
    const [ada, ben] = [await newAccount(), await newAccount()];
    for (const account of [ada, ben]) {
      await bots(account, ['Standup']);
      await account.copyBot(30);
      await setLimit(account, 7);
    }
    pass(HOUR - MINUTE);
    const claimAll = async () => {
      for (let i = 0; i < 4; i++) {
        await claimBots({ limit: 10 }, senders(), now());
        expect(await countActive(ada.user.id)).toBeLessThanOrEqual(7);
        expect(await countActive(ben.user.id)).toBeLessThanOrEqual(7);
      }
    };
    await Promise.all(Array.from({ length: kind === 'pglite' ? 2 : 8 }, claimAll));
    expect([await countActive(ada.user.id), await countActive(ben.user.id)]).toEqual([7, 7]);

    await db().scheduledBot.updateMany({ where: { status: { in: ACTIVE } }, data: { status: 'Done' } });
    env().MAX_BOTS = 9;
    try {
      const claim = () => claimBots({ limit: 5 }, senders(), now());
      for (let i = 0; i < 6; i++) {
        await Promise.all([claim(), claim(), claim(), claim()]);
        expect(await countActive()).toBeLessThanOrEqual(9);
      }
      expect(await countActive()).toBe(9);
      await dispatchDue(now);
      const waiting = await db().scheduledBot.findMany({
        where: { status: 'Scheduled' },
        distinct: ['statusReason'],
      });
      expect(waiting.map(({ statusReason }) => statusReason)).toContain(
        'This installation sends at most 9 bots at a time. This one joins once another has left, if its meeting still runs.',
      );
    } finally {
      env().MAX_BOTS = undefined;
    }
  });
});
