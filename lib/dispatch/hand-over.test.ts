import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { toUser } from '@/lib/accounts/users';
import { db } from '@/lib/platform/database/client';
import { enableAutoSchedule } from '@/lib/scheduling/auto-schedule';
import { listEvents } from '@/lib/scheduling/list-events';
import { type Account, newAccount } from '@/test/account';
import { minute } from '@/test/bots';
import { control, describeServices, inbox, jobs, MINUTE, now, pass, received, runJobs } from '@/test/harness';
import { handOverDue } from './hand-over';

const LINK = 'https://us02web.zoom.us/j/85550001111?pwd=abc';
const SAME = 'https://zoom.us/j/85550001111';

/** Returns the account's bots as `title status`, in the order of their meetings. */
const states = async (account: Account) =>
  (await account.bots())
    .sort((one, other) => +one.joinAt - +other.joinAt)
    .map((bot) => `${bot.title} ${bot.status}`);
const botOf = async (account: Account, title: string) => {
  const bot = (await account.bots()).findLast((each) => each.title === title);
  if (!bot) throw new Error(`There is no bot for ${title}.`);
  return bot;
};

/** Moves the bot of a meeting to a step at the provider, and waits until its reports have been applied. */
async function advance(account: Account, title: string, to: string, reason?: string): Promise<void> {
  const { providerBotId } = await botOf(account, title);
  const heard = inbox.webhooks.length;
  const before = (await control('GET', `/bots/${providerBotId}`)).history.length;
  const { history } = await control('POST', `/bots/${providerBotId}/advance`, { to, reason });
  await received('webhooks', heard + history.length - before);
}

/** Lets time pass until so many minutes after the tests' start. */
async function until(minutes: number): Promise<void> {
  const start = Date.parse('2027-03-01T08:00:00Z');
  await minute(start + minutes * MINUTE - +now());
}

/** Returns an account with meetings on one link, one after the other; the bot of the first records. */
async function backToBack(meetings: [title: string, from: number, to: number][] = PAIR) {
  const account = await newAccount();
  await enableAutoSchedule(account.user.id, undefined, 'person', now());
  const ids = new Map<string, string>();
  for (const [index, [title, from, to]] of meetings.entries()) {
    const length = { end: { dateTime: new Date(+now() + to * MINUTE).toISOString() } };
    const { id } = await account.add(title, from * MINUTE, { link: index % 2 ? SAME : LINK, ...length });
    ids.set(title, id);
  }
  await account.sync();
  await until(29);
  await advance(account, 'First', 'bot.recording');
  return { account, idOf: (title: string) => ids.get(title) ?? '' };
}
const PAIR: [string, number, number][] = [
  ['First', 30, 60],
  ['Second', 60, 90],
];
const removals = async (account: Account) => (await account.providerCalls('remove_bot')).length;

describeServices('Of two meetings that follow each other on one link', () => {
  it('the second has its own bot, and the first one’s leaves when that is in', async () => {
    const { account } = await backToBack();
    await until(59);
    expect(await states(account)).toEqual(['First Recording', 'Second Joining']);
    await until(61);
    await advance(account, 'Second', 'bot.in_waiting_room');
    await until(63);
    expect(await states(account)).toEqual(['First Recording', 'Second WaitingRoom']);
    expect(await removals(account)).toBe(0);
    await advance(account, 'Second', 'bot.inmeeting');
    await runJobs();
    expect(await states(account)).toEqual(['First Done', 'Second InMeeting']);
    await received('webhooks', inbox.webhooks.length);
    expect(await botOf(account, 'First')).toMatchObject({
      statusReason: 'Left for the next meeting on this link, “Second”.',
      handedOverTo: (await botOf(account, 'Second')).id,
    });
    expect(await removals(account)).toBe(1);
    const told = await db().activityEntry.findMany({ where: { cause: 'hand_over' }, orderBy: { id: 'asc' } });
    expect(told.map(({ actor, action, summary }) => [actor, action, summary])).toEqual([
      [
        'usher',
        'bot.recall_requested',
        'Bot of “First”: Leaves for the next meeting on this link, “Second”.',
      ],
      ['usher', 'bot.recalled', 'Bot of “First” has left: the next meeting on this link has its own.'],
    ]);
  });

  it('the first one’s stays to the end of its meeting when the second is in before that', async () => {
    const { account } = await backToBack();
    await until(59);
    await advance(account, 'Second', 'bot.recording');
    await runJobs();
    expect(await states(account)).toEqual(['First Recording', 'Second Recording']);
    // The job was enqueued for the end: no sweep is needed.
    pass(MINUTE);
    await runJobs();
    expect(await states(account)).toEqual(['First Done', 'Second Recording']);
  });

  it('the first one’s leaves when reports and jobs are lost: the provider is asked, and the sweep finds the row', async () => {
    const { account } = await backToBack();
    await until(59);
    inbox.hold = true;
    await advance(account, 'Second', 'bot.recording');
    pass(5 * MINUTE);
    await sweep(now());
    jobs.length = 0;
    expect(await states(account)).toEqual(['First Recording', 'Second Recording']);
    pass(MINUTE);
    await sweep(now());
    await runJobs();
    expect(await states(account)).toEqual(['First Done', 'Second Recording']);
    await minute();
    expect(await removals(account)).toBe(1);
  });

  it('the first one’s stays to its own end when the second is not let in', async () => {
    const { account } = await backToBack();
    await until(60);
    await advance(account, 'Second', 'bot.stopped', 'Denied');
    await until(65);
    expect(await states(account)).toEqual(['First Recording', 'Second Denied']);
    expect(await removals(account)).toBe(0);
    await advance(account, 'First', 'bot.done');
    expect(await states(account)).toEqual(['First Done', 'Second Denied']);
  });

  it('the first one’s stays when the second is canceled, or moves, before its bot is in', async () => {
    const { account, idOf } = await backToBack();
    await until(59);
    await account.move(idOf('Second'), 60 * MINUTE);
    await account.sync();
    await until(64);
    expect(await states(account)).toEqual(['First Recording', 'Second Cancelled', 'Second Scheduled']);
    await account.cancel(idOf('Second'));
    await account.sync();
    await until(66);
    expect((await botOf(account, 'First')).recallRequestedAt).toBeNull();
  });

  it('the second one’s is recalled when the first is extended into it: they are at the same time now', async () => {
    const { account, idOf } = await backToBack();
    await until(59);
    await advance(account, 'Second', 'bot.recording');
    await account.edit(idOf('First'), { end: { dateTime: new Date(+now() + 10 * MINUTE).toISOString() } });
    await account.sync();
    await until(62);
    expect(await states(account)).toEqual(['First Recording', 'Second Cancelled']);
    expect((await botOf(account, 'First')).handedOverTo).toBeNull();
  });

  it('each of three hands over to the next', async () => {
    const { account } = await backToBack([...PAIR, ['Third', 90, 120]]);
    await until(60);
    await advance(account, 'Second', 'bot.recording');
    await runJobs();
    await until(90);
    expect(await states(account)).toEqual(['First Done', 'Second Recording', 'Third Joining']);
    await advance(account, 'Third', 'bot.inmeeting');
    await runJobs();
    expect(await states(account)).toEqual(['First Done', 'Second Done', 'Third InMeeting']);
    const reason = 'Left for the next meeting on this link, “Third”.';
    expect((await botOf(account, 'Second')).statusReason).toBe(reason);
    expect(await removals(account)).toBe(2);
  });

  it('a meeting that the first one’s bot covers keeps it there until that ends', async () => {
    const { account } = await backToBack([
      ['First', 30, 60],
      ['Covered', 45, 70],
      ['Third', 60, 90],
    ]);
    await until(60);
    await advance(account, 'Third', 'bot.recording');
    await until(69);
    expect(await states(account)).toEqual(['First Recording', 'Third Recording']);
    await until(70);
    expect(await states(account)).toEqual(['First Done', 'Third Recording']);
  });

  it('the second needs its own bot also when the first one’s stayed into it and has left', async () => {
    const { account, idOf } = await backToBack([
      ['First', 30, 60],
      ['Second', 62, 90],
    ]);
    pass(32.5 * MINUTE);
    await advance(account, 'First', 'bot.stopped');
    await account.edit(idOf('Second'), { summary: 'Second' });
    await until(62.6);
    expect(await states(account)).toEqual(['First Done', 'Second Joining']);
    const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
    const { results } = await listEvents(
      user,
      { limit: 9, expand: true, show_deleted: false, sync: false },
      now(),
    );
    expect(results.map(({ decision }) => decision.code)).toEqual(['ended', 'auto_schedule']);
  });

  it('another person’s bots count for nothing', async () => {
    const { account } = await backToBack([['First', 30, 60]]);
    const other = await newAccount();
    await enableAutoSchedule(other.user.id, undefined, 'person', now());
    const end = { dateTime: new Date(+now() + 61 * MINUTE).toISOString() };
    await other.add('Theirs', 60 * MINUTE, { link: SAME, end });
    await other.sync();
    await until(60);
    await advance(other, 'Theirs', 'bot.recording');
    await until(65);
    expect(await states(account)).toEqual(['First Recording']);
  });
}, ['pglite']);

describeServices('Two processes at once', () => {
  it('ask a bot to leave once', async () => {
    const { account } = await backToBack();
    await until(59);
    await advance(account, 'Second', 'bot.recording');
    pass(MINUTE);
    const counts = await Promise.all([handOverDue(now()), handOverDue(now()), handOverDue(now())]);
    expect(counts.sort()).toEqual([0, 0, 1]);
    await runJobs();
    expect(await states(account)).toEqual(['First Done', 'Second Recording']);
    expect(await db().activityEntry.count({ where: { cause: 'hand_over' } })).toBe(2);
  });
}, ['postgres']);
