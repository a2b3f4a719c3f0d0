import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { updateBot } from '@/lib/scheduling/edit-bot';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, scheduleBody, unscheduleBody } from '@/test/account';
import {
  atProvider,
  CREATE,
  chooseProvider,
  joinedBots,
  LOST,
  minute,
  OTHER_LINK,
  withBot,
  withBotInside,
  withBotOf,
} from '@/test/bots';
import { control, describeServices, HOUR, MINUTE, now, pass, runJobs, sandbox } from '@/test/harness';
import { dispatchBot, dispatchDue } from './dispatch-due';
import { listStoppedProviders } from './provider-stops';

const SECOND = 1_000;
/** The provider refuses this installation until the fault is removed. */
const refuse = (status = 401, match: object = CREATE) =>
  control('POST', '/faults', { match, effect: { status, reason: 'Invalid API key' } });
const accept = () => sandbox.world.faults.remove();
const calls = async (account: Account) => (await account.providerCalls('create_bot')).length;
const author = () => ({ actor: 'api' as const, now: now() });

/** Returns an account with several bots that are due at once. */
async function withBots(count: number) {
  const made = await withBot();
  for (let i = 1; i < count; i++) {
    const google = await made.account.add(`Meeting ${i}`, 30 * MINUTE);
    await made.account.sync();
    const { id } = await made.account.event(google.id);
    await scheduleBot(made.account.user, id, scheduleBody(), author());
  }
  pass(29 * MINUTE);
  return made;
}

describeServices('A provider that refuses this installation', () => {
  it.each([401, 403, 404])('with %i costs no bot: all are sent as soon as it accepts', async (status) => {
    const { account } = await withBots(4);
    await refuse(status);
    const first = await dispatchDue(now);
    expect(first).toEqual({ sent: 0, retryAt: new Date(+now() + 5 * SECOND).toISOString(), isStopped: true });
    const refused = await calls(account);
    for (let s = 0; s < 20; s++) {
      pass(SECOND);
      await Promise.all([dispatchDue(now), dispatchDue(now)]);
    }
    // One every five seconds, whatever the number of processes.
    expect((await calls(account)) - refused).toBe(4);
    const bots = await account.bots();
    expect(bots.map((bot) => bot.status)).toEqual(Array(4).fill('Scheduled'));
    for (const bot of bots) expect(bot.statusReason).toContain('“Invalid API key”');
    expect(await listStoppedProviders(account.user.id, now())).toMatchObject([
      { name: 'meetstream', title: 'MeetStream', bots_waiting: 4, message: bots[0]?.statusReason },
    ]);
    accept();
    pass(5 * SECOND);
    expect(await dispatchDue(now)).toEqual({ sent: 4, retryAt: null });
    expect((await account.bots()).map((bot) => [bot.status, bot.statusReason])).toEqual(
      Array(4).fill(['Joining', null]),
    );
    expect(atProvider()).toHaveLength(4);
    expect(await listStoppedProviders(account.user.id, now())).toEqual([]);
  });

  it('lets waiting bots be edited, moved and canceled, and each is what it is then', async () => {
    const { account, google, botId } = await withBots(1);
    const other = await account.add('Other', 30 * MINUTE);
    await account.sync();
    const { id } = await account.event(other.id);
    await scheduleBot(account.user, id, scheduleBody(), author());
    await refuse();
    await runJobs();
    await updateBot(account.user.id, botId, { bot_username: 'Renamed' }, author());
    await account.edit(google.id, { link: OTHER_LINK });
    await account.sync();
    await unscheduleBot(account.user.id, id, unscheduleBody(), author());
    expect(await account.botStates()).toEqual(['Scheduled 29', 'Cancelled 29']);
    accept();
    await minute();
    expect((await account.providerCalls('create_bot')).at(-1)).toMatchObject({
      status: 201,
      body: { bot_name: 'Renamed', meeting_link: OTHER_LINK },
    });
    expect(atProvider()).toHaveLength(1);
  });

  it('lets a waiting bot be moved to a later time, where it says nothing of the refusal', async () => {
    const { account, google } = await withBots(1);
    await refuse();
    await runJobs();
    await account.move(google.id, 5 * HOUR);
    await account.sync();
    expect(await account.bot()).toMatchObject({
      status: 'Scheduled',
      statusReason: null,
      nextAttemptAt: null,
    });
    accept();
    await minute(5 * HOUR);
    expect((await account.bot()).providerBotId).toBe(atProvider()[0]?.id);
  });

  it('makes a bot Missed, with its words, when the meeting ends before it accepts', async () => {
    const { account } = await withBots(2);
    await refuse(403);
    await runJobs();
    await minute(HOUR);
    const reason = 'MeetStream refuses Usher’s key: “Invalid API key”.';
    expect((await account.bots()).map((bot) => [bot.status, bot.statusReason])).toEqual(
      Array(2).fill(['Missed', reason]),
    );
    const entry = await db().activityEntry.findFirstOrThrow({ where: { action: 'bot.missed' } });
    expect(entry.summary).toContain('Invalid API key');
  });

  it('does not keep the bots of another provider, and a waiting bot goes to the one that is chosen', async () => {
    const one = await withBotOf(null);
    const other = await withBotOf('attendee');
    pass(29 * MINUTE);
    await refuse();
    await runJobs();
    expect((await one.account.bot()).status).toBe('Scheduled');
    expect((await other.account.bot()).providerBotId).not.toBeNull();
    await chooseProvider(one.account, 'attendee');
    await minute();
    expect(await one.account.bot()).toMatchObject({ status: 'Joining', provider: 'attendee' });
    expect(joinedBots()).toHaveLength(2);
  });

  it('is Attendee as well, whose bots wait the same way', async () => {
    const { account } = await withBotOf('attendee');
    pass(29 * MINUTE);
    await refuse(401, { path: '/attendee/' });
    await runJobs();
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', outcomeUnknown: false });
    accept();
    await minute();
    expect(joinedBots()).toHaveLength(1);
  });

  it('is asked again for a bot whose outcome is unknown, with the same request, when it accepts', async () => {
    const { account, botId } = await withBots(1);
    await control('POST', '/faults', LOST);
    await dispatchBot(botId, 1, now);
    await refuse();
    await minute();
    await minute();
    expect(await account.bot()).toMatchObject({ status: 'Joining', outcomeUnknown: true });
    accept();
    await minute();
    expect((await account.bot()).providerBotId).toBe(atProvider()[0]?.id);
    expect(atProvider()).toHaveLength(1);
  });

  it('is found to accept again by the sweep when no bot waits, and when every job was lost', async () => {
    const { account } = await withBots(1);
    await refuse(401, { path: '/meetstream/' });
    await runJobs();
    await minute(HOUR);
    expect(await listStoppedProviders(account.user.id, now())).toMatchObject([{ bots_waiting: 0 }]);
    accept();
    await sweep(new Date(+now() + MINUTE));
    expect(await listStoppedProviders(account.user.id, now())).toEqual([]);
  });

  it('condemns no bot when it refuses to say its state or to remove it', async () => {
    const { account, event } = await withBotInside();
    await refuse(401, { path: '/meetstream/' });
    await minute(4 * MINUTE);
    expect((await account.bot()).status).toBe('InMeeting');
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), author());
    await runJobs().catch(() => {});
    expect(await account.bot()).toMatchObject({ status: 'InMeeting', recalledAt: null });
    accept();
    await minute();
    expect((await account.bot()).status).toBe('Cancelled');
    expect(joinedBots()).toEqual([]);
  });

  it('does not end a bot as silent while it cannot be asked', async () => {
    const { account } = await withBotInside();
    const waiting = await account.add('Later', 9 * HOUR);
    await account.sync();
    await scheduleBot(account.user, (await account.event(waiting.id)).id, scheduleBody(), author());
    await refuse(401, { path: '/meetstream/' });
    pass(9 * HOUR - 30 * MINUTE);
    await runJobs();
    await minute();
    expect((await account.bots()).map((bot) => bot.status)).toContain('InMeeting');
    accept();
    await minute(4 * MINUTE);
    await minute(4 * MINUTE);
    expect((await account.bots()).map((bot) => bot.status)).not.toContain('Scheduled');
  });

  it('that answers 404 to a removal has not lost the bot when it answers so to everything', async () => {
    const { account, google } = await withBotInside();
    await refuse(404, { path: '/meetstream/' });
    await account.edit(google.id, { link: OTHER_LINK });
    await account.sync();
    await runJobs().catch(() => {});
    expect(await account.bot()).toMatchObject({ status: 'InMeeting', recalledAt: null });
    accept();
    await minute();
    await minute();
    expect(joinedBots().map((bot) => bot.meetingLink)).toEqual([OTHER_LINK]);
  });

  it('is told the truth about: a bot it no longer knows is gone', async () => {
    const { account, event } = await withBotInside();
    sandbox.world.bots.clear();
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), author());
    await runJobs();
    expect(await account.bot()).toMatchObject({ status: 'Cancelled', recalledAt: now() });
  });

  it('is asked no more about a recall hours after the meeting', async () => {
    const { account, event } = await withBotInside();
    await refuse(403, { path: '/meetstream/' });
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), author());
    await runJobs().catch(() => {});
    expect((await account.bot()).recalledAt).toBeNull();
    pass(8 * HOUR);
    await sweep(now()).catch(() => {});
    await runJobs();
    expect((await account.bot()).recalledAt).not.toBeNull();
  });
}, ['postgres']);
