import { expect, it } from 'vitest';
import { newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, pass } from '@/test/harness';
import { schedule, WEEKLY } from '@/test/series';

describeServices('a meeting that changes', () => {
  it('a bot is rescheduled with its meeting, however far the meeting moves', async () => {
    const account = await newAccount();
    const event = await account.add('Moving', DAY);
    await account.sync();
    await schedule(account, event.id);
    for (const [by, joinsAt] of [
      [HOUR, 25 * 60 - 1],
      [80 * DAY, 25 * 60 + 80 * 24 * 60 - 1],
      [-80 * DAY, 25 * 60 - 1],
    ] as const) {
      await account.move(event.id, by);
      await account.sync();
      expect(await account.botStates()).toEqual([`Scheduled ${joinsAt}`]);
    }
    expect((await account.bot()).version).toBe(4);
  });

  it('a bot is canceled when its meeting moves into the past, and scheduled again when it moves into the future', async () => {
    const account = await newAccount();
    const event = await account.add('Moving', DAY);
    await account.sync();
    await schedule(account, event.id);
    await account.move(event.id, -2 * DAY);
    await account.sync();
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      statusReason: 'The new time of the meeting has passed.',
    });
    await account.move(event.id, 3 * DAY);
    pass(MINUTE);
    await account.sync();
    expect(await account.botStates()).toEqual([`Cancelled ${24 * 60 - 1}`, `Scheduled ${48 * 60 - 1}`]);
  });

  it('a bot takes over a new link and title, and is canceled while its meeting has no link', async () => {
    const account = await newAccount();
    const event = await account.add('Linked', DAY);
    await account.sync();
    await schedule(account, event.id);
    await account.edit(event.id, { link: 'https://acme.webex.com/meet/ada', summary: 'Renamed' });
    await account.sync();
    expect(await account.bot()).toMatchObject({
      meetingUrl: 'https://acme.webex.com/meet/ada',
      meetingPlatform: 'Webex',
      title: 'Renamed',
      version: 2,
    });
    await account.edit(event.id, { link: null });
    pass(MINUTE);
    await account.sync();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
    await account.edit(event.id, { link: 'meet' });
    await account.sync();
    expect((await account.bots()).map((bot) => [bot.status, bot.meetingPlatform])).toEqual([
      ['Cancelled', 'Webex'],
      ['Scheduled', 'GMeet'],
    ]);
  });

  it('a bot is rescheduled with its meeting also beyond the 60 days that are stored', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    const far = later(99 * DAY - HOUR);
    await schedule(account, series.id, { occurrence_date: far });
    await account.edit(series.id, { summary: 'Renamed' });
    await account.sync();
    expect(await account.bot()).toMatchObject({ title: 'Renamed', status: 'Scheduled' });
    await account.cancel(account.instance(series, 99 * DAY - HOUR));
    await account.sync();
    expect((await account.bot()).status).toBe('Cancelled');
  });
});
