import { expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { scheduleBody } from '@/lib/contract/schedule';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount, refusal } from '@/test/account';
import { control, describeServices, HOUR, MINUTE, now, pass, runJobs, sandbox, until } from '@/test/harness';
import { enableAutoSchedule } from './auto-schedule';
import { listEvents } from './list-events';
import { scheduleBot } from './schedule-bot';
import { unscheduleBot } from './unschedule-bot';

const SHARED_LINK = { link: 'https://us02web.zoom.us/j/85550001111?pwd=abc' };
const SAME = { link: 'https://zoom.us/j/85550001111' };

describeServices('Meetings that share a link', () => {
  const bots = async (account: Account) => (await account.bots()).map((bot) => [bot.title, bot.status]);
  const codes = async (account: Account) => {
    const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
    const query = { limit: 100, expand: true, show_deleted: false, sync: false };
    const { results } = await listEvents(user, query, now());
    return Object.fromEntries(results.map(({ title, decision }) => [title, decision.code]));
  };
  const twoMeetings = async () => {
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, undefined, 'person', now());
    const first = await account.add('First', 2 * HOUR, SHARED_LINK);
    const second = await account.add('Second', 2 * HOUR + 15 * MINUTE, SAME);
    await account.sync();
    return { account, first, second };
  };

  it('get one bot, and the decision names the meeting that has it', async () => {
    const { account } = await twoMeetings();
    await account.add('Later', 3 * HOUR, SHARED_LINK);
    await account.sync();
    expect(await bots(account)).toEqual([
      ['First', 'Scheduled'],
      ['Later', 'Scheduled'],
    ]);
    expect(await codes(account)).toEqual({
      First: 'auto_schedule',
      Second: 'shared_link',
      Later: 'auto_schedule',
    });
    const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
    const { results } = await listEvents(
      user,
      { limit: 1, expand: true, show_deleted: false, q: 'Second' },
      now(),
    );
    expect(results[0]?.decision.reason).toBe(
      '“First” has the same link at the same time, and its bot covers both.',
    );
  });

  it('have the bot at the second when the first is canceled or moves away', async () => {
    const { account, first, second } = await twoMeetings();
    pass(MINUTE);
    await account.move(first.id, 3 * HOUR);
    await account.sync();
    expect(await bots(account)).toEqual([
      ['First', 'Scheduled'],
      ['Second', 'Scheduled'],
    ]);
    pass(MINUTE);
    await account.move(second.id, 3 * HOUR);
    await account.sync();
    expect(await codes(account)).toEqual({ First: 'auto_schedule', Second: 'shared_link' });
    pass(MINUTE);
    await account.cancel(first.id);
    await account.sync();
    const [cancelled, was, back] = await account.bots();
    expect([cancelled, was, back].map((bot) => [bot?.title, bot?.status])).toEqual([
      ['First', 'Cancelled'],
      ['Second', 'Cancelled'],
      ['Second', 'Scheduled'],
    ]);
    const told = await db().activityEntry.findMany({ where: { botId: was?.id, action: 'bot.cancelled' } });
    expect(told).toMatchObject([{ cause: 'shared_link', after: { decision: 'shared_link' } }]);
  });

  it('have the bot at the second when the provider refuses the first one’s for good', async () => {
    const { account } = await twoMeetings();
    pass(2 * HOUR - MINUTE);
    const refused = { match: { path: 'create_bot' }, times: 1, effect: { status: 422 } };
    await control('POST', '/faults', refused);
    await runJobs();
    expect(await bots(account)).toEqual([
      ['First', 'Error'],
      ['Second', 'Scheduled'],
    ]);
    pass(15 * MINUTE);
    await runJobs();
    expect((await bots(account))[1]).toEqual(['Second', 'Joining']);
    const told = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'bot.failed' },
    });
    expect(told).toMatchObject([
      { cause: 'provider_refused', before: { status: 'Joining' }, after: { status: 'Error' } },
    ]);
  });

  it('have a bot at the second when the first one’s is put out of the meeting before the second starts', async () => {
    const { account } = await twoMeetings();
    pass(2 * HOUR - MINUTE);
    await runJobs();
    const [atProvider] = sandbox.world.bots.values();
    await control('POST', `/bots/${atProvider?.id}/advance`, { to: 'bot.stopped', reason: 'Denied' });
    await until(async () => (await account.bots()).length === 2);
    expect(await bots(account)).toEqual([
      ['First', 'Denied'],
      ['Second', 'Scheduled'],
    ]);
  });

  it('refuse a second bot and name the first; once that is removed, the other meeting, which is no copy, gets its own', async () => {
    const { account, first, second } = await twoMeetings();
    const secondId = (await account.event(second.id)).id;
    const ask = () =>
      scheduleBot(account.user, secondId, scheduleBody.parse({}), { actor: 'api', now: now() });
    const [holder] = await account.bots();
    expect(await refusal(ask())).toMatchObject({ code: 'already_scheduled', bot_id: holder?.id });
    pass(MINUTE);
    const off = { cancel_all_occurrences: false };
    await unscheduleBot(account.user.id, (await account.event(first.id)).id, off, {
      actor: 'api',
      now: now(),
    });
    expect(await bots(account)).toEqual([
      ['First', 'Cancelled'],
      ['Second', 'Scheduled'],
    ]);
  });

  it('get a bot of each user', async () => {
    const { account } = await twoMeetings();
    const other = await newAccount();
    await enableAutoSchedule(other.user.id, undefined, 'person', now());
    await other.add('Theirs', 2 * HOUR, SHARED_LINK);
    await other.sync();
    expect(await bots(other)).toEqual([['Theirs', 'Scheduled']]);
    expect((await bots(account)).length).toBe(1);
  });
});
