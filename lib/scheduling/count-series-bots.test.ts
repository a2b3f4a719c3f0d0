import { expect, it } from 'vitest';
import { newAccount, refusal, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, now } from '@/test/harness';
import { DAILY } from '@/test/scheduling';
import { countSeriesBots } from './count-series-bots';
import { scheduleBot } from './schedule-bot';
import { setOverride } from './set-override';
import { unscheduleBot } from './unschedule-bot';

const author = () => ({ actor: 'person' as const, now: now() });

describeServices('counting the bots of a series', () => {
  it('says what scheduling and removing them then does', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', 2 * HOUR, DAILY);
    await account.sync();
    const { id } = await account.event(google.id);
    const [, , third] = await account.occurrences();
    const count = (eventId = id) => countSeriesBots(account.user.id, eventId, now());
    expect(await count()).toMatchObject({ schedulable: 52, scheduled: 0 });

    await setOverride(account.user, third?.id ?? '', 'always', author());
    expect(await count()).toMatchObject({ schedulable: 51, scheduled: 1, scheduled_by_series: 0 });
    const body = scheduleBody({ schedule_all_occurrences: true });
    const { bots } = await scheduleBot(account.user, id, body, author());
    expect(bots).toHaveLength(51);

    const { scheduled, scheduled_from } = await count(third?.id);
    expect([scheduled, scheduled_from]).toEqual([52, 50]);
    const from = unscheduleBody({ from_date: third?.originalStart.toISOString() });
    const { schedules_cancelled } = await unscheduleBot(account.user.id, id, from, author());
    expect(schedules_cancelled).toBe(scheduled_from);
  });

  it('refuses what does not repeat', async () => {
    const account = await newAccount();
    const google = await account.add('Once', 3 * DAY);
    await account.sync();
    const { id } = await account.event(google.id);
    expect((await refusal(countSeriesBots(account.user.id, id, now()))).code).toBe('not_recurring');
  });
});
