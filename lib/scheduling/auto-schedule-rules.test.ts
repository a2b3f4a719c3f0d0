import { expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { rules as rulesSchema } from '@/lib/contract/rules';
import { db } from '@/lib/platform/database/client';

import { type Account, newAccount } from '@/test/account';
import { describeServices, HOUR, later, MINUTE, now, pass, runJobs } from '@/test/harness';
import { enableAutoSchedule, previewRules, setRules } from './auto-schedule';

import { listEvents } from './list-events';
import { scheduleBot } from './schedule-bot';
import { setOverride } from './set-override';

const rules = (given: unknown) => rulesSchema.parse(given);
const answered = (responseStatus: string) => ({
  attendees: [{ email: 'me', self: true, responseStatus }, { email: 'bo@rival.example' }],
});

describeServices('The rules of auto-schedule', () => {
  const user = async (account: Account) =>
    toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
  const statuses = async (account: Account) => (await account.bots()).map((bot) => [bot.title, bot.status]);
  const decisions = async (account: Account) => {
    const query = { limit: 100, expand: true, show_deleted: false, sync: false };
    const { results } = await listEvents(await user(account), query, now());
    return results.map(({ title, decision }) => [title, decision.code]);
  };

  it('say which meetings get a bot, and schedule and cancel bots at once', async () => {
    const account = await newAccount();
    await account.add('Customer call', 2 * HOUR, answered('accepted'));
    await account.add('Lunch', 3 * HOUR, answered('declined'));
    await account.add('Internal', 4 * HOUR);
    await account.sync();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    expect(await statuses(account)).toEqual([
      ['Customer call', 'Scheduled'],
      ['Internal', 'Scheduled'],
    ]);
    const external = rules({ only: { attendees: 'external' } });
    expect(await setRules(account.user.id, external, 'person', now())).toMatchObject({ cancelled: 1 });
    expect(await decisions(account)).toEqual([
      ['Customer call', 'auto_schedule'],
      ['Lunch', 'never_response'],
      ['Internal', 'only_attendees'],
    ]);
    pass(MINUTE);
    expect(await setRules(account.user.id, rules({}), 'person', now())).toMatchObject({ created: 1 });
    const told = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: { in: ['rules.changed', 'bot.cancelled'] } },
      orderBy: { id: 'asc' },
    });
    expect(told).toMatchObject([
      { action: 'rules.changed', actor: 'person', after: { rules: { only: { attendees: 'external' } } } },
      {
        action: 'bot.cancelled',
        cause: 'only_attendees',
        before: { status: 'Scheduled', decision: 'auto_schedule' },
        after: { status: 'Cancelled', decision: 'only_attendees' },
      },
      { action: 'rules.changed' },
    ]);
  });

  it('remove a bot, also an active one, when the person declines, and bring it back when they do not', async () => {
    const account = await newAccount();
    const google = await account.add('Customer call', 2 * HOUR, answered('accepted'));
    await account.sync();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    await account.edit(google.id, answered('declined'));
    await account.sync();
    expect(await statuses(account)).toEqual([['Customer call', 'Cancelled']]);
    pass(MINUTE);
    await account.edit(google.id, answered('tentative'));
    await account.sync();
    pass(2 * HOUR);
    await runJobs();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Joining']);
    await account.edit(google.id, answered('declined'));
    await account.sync();
    await runJobs();
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Cancelled']);
  });

  it('are outweighed by overrides and manual bots', async () => {
    const account = await newAccount();
    const never = rules({ never: { title_keywords: ['secret'] } });
    const overridden = await account.add('Secret 1', 2 * HOUR);
    const manual = await account.add('Secret 2', 3 * HOUR);
    await account.sync();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    await setRules(account.user.id, never, 'person', now());
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled', 'Cancelled']);
    pass(MINUTE);
    await setOverride(await user(account), (await account.event(overridden.id)).id, 'always', {
      actor: 'person',
      now: now(),
    });
    const body = { schedule_all_occurrences: false, occurrence_limit: 52, recurring_event: false };
    await scheduleBot(await user(account), (await account.event(manual.id)).id, body, {
      actor: 'person',
      now: now(),
    });
    await setRules(account.user.id, never, 'person', now());
    expect(await decisions(account)).toEqual([
      ['Secret 1', 'override_always'],
      ['Secret 2', 'scheduled_manually'],
    ]);
  });

  it('are previewed on four weeks, and nothing is written', async () => {
    const account = await newAccount();
    await account.add('Weekly', HOUR, { recurrence: ['RRULE:FREQ=WEEKLY'] });
    await account.add('Customer call', 2 * HOUR, answered('accepted'));
    await account.add('No answer yet', 3 * HOUR, answered('needsAction'));
    await account.sync();
    const entries = await db().activityEntry.count({ where: { userId: account.user.id } });
    const given = rules({ never: { responses: ['needsAction'] }, only: { attendees: 'external' } });

    const off = await previewRules(await user(account), given, now());
    expect(off).toMatchObject({ auto_schedule_enabled: false, joins_now: 0, would_join: 1, dropped: [] });
    expect(off.added).toMatchObject([{ title: 'Customer call', code: 'auto_schedule' }]);
    expect(await db().activityEntry.count({ where: { userId: account.user.id } })).toBe(entries);
    expect(await account.bots()).toEqual([]);

    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    const on = await previewRules(await user(account), given, now());
    expect(on).toMatchObject({ joins_now: 6, would_join: 1, added: [] });
    expect(on.dropped.map(({ title, code }) => [title, code])).toEqual([
      ['Weekly', 'only_attendees'],
      ['No answer yet', 'never_response'],
      ['Weekly', 'only_attendees'],
      ['Weekly', 'only_attendees'],
      ['Weekly', 'only_attendees'],
    ]);
    expect(+new Date(on.time_max) - +new Date(on.time_min)).toBe(28 * 24 * HOUR);
    expect(on.dropped[0]?.start_time).toBe(later(HOUR));
  });
});
