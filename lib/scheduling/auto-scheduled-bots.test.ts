import { expect, it } from 'vitest';
import { nightlyScan } from '@/inngest/nightly-scan';
import { sweep } from '@/inngest/sweep';
import { newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, jobs, MINUTE, now, pass, runJobs } from '@/test/harness';
import { schedule, withEvent } from '@/test/scheduling';
import { disableAutoSchedule, enableAutoSchedule } from './auto-schedule';
import { scanUpcoming } from './scan-upcoming';

describeServices('auto-schedule', () => {
  it('books the next 24 hours at once with the default configuration; twice is harmless', async () => {
    const account = await newAccount();
    await account.add('Soon', 2 * HOUR);
    await account.add('Soon, no link', 3 * HOUR, { link: null });
    await account.add('Far', 25 * HOUR);
    await account.add('Running', -10 * MINUTE);
    await account.add('Over', -2 * HOUR);
    await account.sync();
    const config = { bot_name: 'Scribe' };
    expect(await enableAutoSchedule(account.user.id, config, 'api', now())).toMatchObject({
      scheduledNow: 2,
      user: { autoScheduleEnabled: true, defaultBotConfig: config },
    });
    const again = await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect(again).toMatchObject({ scheduledNow: 0, user: { defaultBotConfig: config } });
    const bots = await account.bots();
    expect(bots.map((bot) => [bot.title, bot.botName, bot.source])).toEqual([
      ['Running', 'Scribe', 'auto'],
      ['Soon', 'Scribe', 'auto'],
    ]);
  });

  it('books a meeting added within 24 hours when it is synced, and the others as their day comes', async () => {
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await account.add('Tomorrow', 30 * HOUR);
    await account.add('Today', 2 * HOUR);
    await account.sync();
    expect((await account.bots()).map((bot) => bot.title)).toEqual(['Today']);
    pass(16 * HOUR);
    await nightlyScan(now());
    await runJobs();
    expect((await account.bots()).map((bot) => bot.title)).toEqual(['Today', 'Tomorrow']);
  });

  it('turned off keeps its bots, or cancels them, never those booked by hand', async () => {
    const account = await newAccount();
    await account.add('Auto', 2 * HOUR);
    const manual = await account.add('By hand', 3 * HOUR);
    await account.sync();
    await schedule(account, (await account.event(manual.id)).id);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await disableAutoSchedule(account.user.id, false, 'api', now());
    await scanUpcoming([account.user.id], now());
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled', 'Scheduled']);
    await disableAutoSchedule(account.user.id, true, 'api', now());
    expect((await account.bots()).map((bot) => [bot.title, bot.status])).toEqual([
      ['Auto', 'Cancelled'],
      ['By hand', 'Scheduled'],
    ]);
    pass(MINUTE);
    expect((await enableAutoSchedule(account.user.id, undefined, 'api', now())).scheduledNow).toBe(1);
  });

  it('a scan that was missed is made up, once a day', async () => {
    const { account } = await withEvent(DAY);
    const asked = () =>
      jobs.filter((job) => job.name === 'users/scan' && job.data.userIds.includes(account.user.id));
    await sweep(now());
    expect(asked()).toHaveLength(1);
    await runJobs();
    await sweep(now());
    expect(asked()).toHaveLength(0);
    pass(3 * DAY);
    await sweep(now());
    expect(asked()).toHaveLength(1);
  });

  it('what it booked follows a cancelled meeting that comes back, also when it is off by then', async () => {
    const { account, google } = await withEvent(3 * HOUR);
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    await disableAutoSchedule(account.user.id, false, 'api', now());
    await account.edit(google.id, { link: null });
    await account.sync();
    expect((await account.bot()).status).toBe('Cancelled');
    pass(MINUTE);
    await account.edit(google.id, { link: 'https://us02web.zoom.us/j/5551234567' });
    await account.sync();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Scheduled']);
  });
});
