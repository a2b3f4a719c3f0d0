import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { cancelBots } from '@/lib/scheduling/remove-bots';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { newAccount, scheduleBody } from '@/test/account';
import { DAY, describeServices, now } from '@/test/harness';
import { listActivity } from './list-activity';

describeServices('the list of the activity', () => {
  it('has one entry a bot, on one page, and the entries of no bot among them', async () => {
    const { user } = await newAccount();
    await db().activityEntry.deleteMany({ where: { userId: user.id } });
    const add = (summary: string, botId: string | null) =>
      db().activityEntry.create({
        data: { userId: user.id, at: now(), actor: 'usher', action: 'bot.sent', summary, botId },
      });
    for (const [summary, botId] of [
      ['a scheduled', 'bot_a'],
      ['b scheduled', 'bot_b'],
      ['rules changed', null],
      ['b sent', 'bot_b'],
      ['a sent', 'bot_a'],
      ['a done', 'bot_a'],
    ] as const)
      await add(summary, botId);
    const page = async (query: object) => listActivity(user.id, { limit: 2, group_by: 'bot', ...query });
    const shown = ({ results }: Awaited<ReturnType<typeof page>>) =>
      results.map(({ summary, bot_entries }) => [summary, bot_entries]);

    const first = await page({});
    expect(shown(first)).toEqual([
      ['a done', 3],
      ['b sent', 2],
    ]);
    const cursor = first.next ?? '';
    expect(shown(await page({ cursor }))).toEqual([['rules changed', 1]]);
    // Of a bot that moved on meanwhile, no earlier entry takes its place.
    await add('b done', 'bot_b');
    expect(shown(await page({ cursor }))).toEqual([['rules changed', 1]]);
    expect(shown(await page({ q: 'scheduled' }))).toEqual([
      ['b scheduled', 3],
      ['a scheduled', 3],
    ]);
    await expect(listActivity(user.id, { limit: 2, cursor })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });

  it('the list finds an override that was set, or changed by removing a bot or scheduling it again', async () => {
    const account = await newAccount();
    const { user } = account;
    const google = await account.add('Review', DAY);
    await account.sync();
    const { id } = await account.event(google.id);
    const schedule = () => scheduleBot(user, id, scheduleBody(), { actor: 'person', now: now() });
    const { bot_id } = await schedule();
    await cancelBots(user.id, [bot_id], 'person', now());
    await schedule();
    await setOverride(user, id, 'always', { actor: 'person', now: now() });
    const overrides = async (fields: object) =>
      (await listActivity(user.id, { limit: 50, kind: 'override', ...fields })).results.map(
        ({ action }) => action,
      );
    // Scheduling the first bot changed no override.
    expect(await overrides({})).toEqual(['override.set', 'bot.scheduled', 'bot.unscheduled']);
    expect(await overrides({ q: 'removed' })).toEqual(['bot.unscheduled']);
  });
});
