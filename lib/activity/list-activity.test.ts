import { expect, it } from 'vitest';
import { cancelBots } from '@/lib/scheduling/remove-bots';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { newAccount, scheduleBody } from '@/test/account';
import { DAY, describeServices, now } from '@/test/harness';
import { listActivity } from './list-activity';

describeServices('the list of the activity', () => {
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
