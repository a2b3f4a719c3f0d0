import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { newAccount, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, now, pass } from '@/test/harness';
import { restore, schedule, times, WEEKLY } from '@/test/series';

describeServices('a meeting that is back', () => {
  it('after an instance was canceled and restored has its manual bot again', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    await schedule(account, series.id, {
      occurrence_date: later(8 * DAY),
      bot_config: { bot_name: 'Scribe' },
    });
    const instance = account.instance(series, 8 * DAY);
    await account.cancel(instance);
    pass(MINUTE);
    await account.sync();
    expect(await times(account, series.id)).not.toContain(8);
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      statusReason: 'The meeting was canceled.',
    });
    await restore(account, instance, 8 * DAY);
    pass(MINUTE);
    await account.sync();
    expect(await times(account, series.id)).toContain(8);
    expect((await account.bots()).map((bot) => [bot.status, bot.botName])).toEqual([
      ['Cancelled', 'Scribe'],
      ['Scheduled', 'Scribe'],
    ]);
  });

  it('beyond the 60 days that are stored has its manual bot again', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', DAY, { recurrence: ['RRULE:FREQ=DAILY'] });
    await account.sync();
    const start = later(90 * DAY - HOUR);
    await schedule(account, series.id, { occurrence_date: start });
    const instance = account.instance(series, 90 * DAY - HOUR);
    await account.cancel(instance);
    await account.sync();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
    pass(MINUTE);
    await restore(account, instance, 90 * DAY - HOUR);
    await account.sync();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Scheduled']);
  });

  it('does not get a bot again that a person removed before it was canceled', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    await schedule(account, series.id);
    await unscheduleBot(account.user.id, (await account.first(series.id)).id, unscheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const instance = account.instance(series, DAY);
    await account.cancel(instance);
    await account.sync();
    await restore(account, instance, DAY);
    await account.sync();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
  });

  it('after its series was deleted and restored has lost the changes that Google dropped', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    const [moved, cancelled] = [account.instance(series, 8 * DAY), account.instance(series, 15 * DAY)];
    await account.move(moved, HOUR);
    await account.cancel(cancelled);
    await account.sync();
    await account.cancel(series.id);
    await account.sync();
    expect(await account.occurrences(series.id)).toEqual([]);
    pass(MINUTE);
    await account.edit(series.id, { status: 'confirmed' });
    await account.sync();
    expect((await times(account, series.id)).slice(0, 3)).toEqual([1, 8, 15]);
  });

  it('after its series was deleted and restored has the changes that Google still has', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    const [moved, cancelled] = [account.instance(series, 8 * DAY), account.instance(series, 15 * DAY)];
    await account.move(moved, HOUR);
    await account.cancel(cancelled);
    await account.sync();
    // Only the store takes the series for deleted: at Google its dates are unchanged.
    await db().event.updateMany({ where: { googleEventId: series.id }, data: { isDeleted: true } });
    pass(MINUTE);
    await account.edit(series.id, { status: 'confirmed' });
    await account.sync();
    expect((await times(account, series.id)).slice(0, 3)).toEqual([1, 8 + 1 / 24, 22]);
  });
});
