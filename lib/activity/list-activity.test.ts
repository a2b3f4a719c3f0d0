import { expect, it } from 'vitest';
import { cancelBots } from '@/lib/scheduling/cancel-bots';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/series-overrides';
import { newAccount, scheduleBody } from '@/test/account';
import { DAY, describeServices, now } from '@/test/harness';
import { listActivity } from './list-activity';

describeServices('the list of the activity', () => {
  it('finds a wish wherever it was made: set, by taking a bot off, by booking one again', async () => {
    const account = await newAccount();
    const { user } = account;
    const google = await account.add('Review', DAY);
    await account.sync();
    const { id } = await account.event(google.id);
    const schedule = () => scheduleBot(user, id, scheduleBody(), 'person', now());
    const { bot_id } = await schedule();
    await cancelBots(user.id, [bot_id], 'person', now());
    await schedule();
    await setOverride(user, id, 'always', 'person', now());
    const overrides = async (fields: object) =>
      (await listActivity(user.id, { limit: 50, kind: 'override', ...fields })).results.map(
        ({ action }) => action,
      );
    // The first booking changed no wish.
    expect(await overrides({})).toEqual(['override.set', 'bot.scheduled', 'bot.unscheduled']);
    expect(await overrides({ q: 'taken off' })).toEqual(['bot.unscheduled']);
  });
});
