import { expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { eventsQuery } from '@/lib/contract/events';
import { setBotProvider } from '@/lib/dispatch/choose-provider';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { atProvider, chooseProvider } from '@/test/bots';
import { describeServices, HOUR, MINUTE, now, pass, runJobs } from '@/test/harness';
import { enableAutoSchedule, setDefaultBotConfig } from './auto-schedule';
import { chooseLink, readLink } from './choose-link';
import { updateBot } from './edit-bot';
import { listEvents } from './list-events';
import { scheduleBot } from './schedule-bot';
import { setOverride } from './set-override';

const WEBEX = 'https://acme.webex.com/meet/ada';
const ZOOM = 'https://zoom.us/j/85012345678';
const author = () => ({ actor: 'api' as const, now: now() });

const googleIdOf = async (account: Account) =>
  (await db().event.findFirstOrThrow({ where: { calendarId: account.calendarId } })).googleEventId;

async function ofAttendee(fields: object) {
  const account = await newAccount();
  await chooseProvider(account, 'attendee');
  const google = await account.add('Review', HOUR, fields);
  await account.sync();
  return { account, google, event: await account.event(google.id) };
}
const decisionOf = async (account: Account) => {
  const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
  const { results } = await listEvents(user, eventsQuery.parse({}), now());
  return results[0]?.decision;
};
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: { code: string; message: string; details?: unknown; extra?: unknown }) => error,
  );

describeServices('What a provider would refuse', () => {
  it('is said in the decision about a link that it cannot join, and stops no other provider', async () => {
    const { account } = await ofAttendee({ link: WEBEX });
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect(await decisionOf(account)).toMatchObject({
      will_join: false,
      code: 'provider_cannot_join',
      reason: 'Attendee cannot join Webex meetings. Choose another bot provider for this account.',
    });
    expect(await account.bots()).toEqual([]);
    const choose = (name: string | null) =>
      setBotProvider(account.user.id, account.connection.id, name, author());
    await choose('meetstream');
    expect(await decisionOf(account)).toMatchObject({ will_join: true, code: 'auto_schedule' });
    expect((await account.bot()).status).toBe('Scheduled');
    await choose('attendee');
    expect(await account.bot()).toMatchObject({
      status: 'Cancelled',
      statusReason: 'Attendee cannot join Webex meetings.',
    });
    await choose(null);
    expect((await account.bots()).map(({ status }) => status).sort()).toEqual(['Cancelled', 'Scheduled']);
  });

  it('leaves a bot in its meeting when the account gets a provider that could not join it', async () => {
    const { account, event } = await ofAttendee({ link: WEBEX });
    await chooseProvider(account, 'meetstream');
    await scheduleBot(account.user, event.id, scheduleBody(), author());
    pass(59 * MINUTE);
    await runJobs();
    await chooseProvider(account, 'attendee');
    await account.edit(await googleIdOf(account), { summary: 'Review, renamed' });
    await account.sync();
    expect(await account.bot()).toMatchObject({ status: 'Joining', recallRequestedAt: null });
    expect(atProvider()).toMatchObject([{ provider: 'meetstream' }]);
  });

  it('is said when a bot is scheduled, with the link that it can join by, which can be chosen', async () => {
    const { account, event } = await ofAttendee({ link: WEBEX, description: `Or by Zoom: ${ZOOM}` });
    const refused = await refusal(scheduleBot(account.user, event.id, scheduleBody(), author()));
    expect(refused).toMatchObject({
      code: 'provider_cannot_join',
      message: 'Attendee cannot join Webex meetings. Choose this event’s Zoom link instead.',
      extra: { candidates: [ZOOM] },
    });
    expect(await account.bots()).toEqual([]);
    const { candidates } = await readLink(account.user.id, event.id, now());
    expect(candidates).toMatchObject([
      { chosen: true, joinable: false, problem: 'Attendee cannot join Webex meetings.' },
      { chosen: false, joinable: true, problem: null },
    ]);
    await setOverride(account.user, event.id, 'always', author());
    expect((await decisionOf(account))?.reason).toContain('Choose this event’s Zoom link instead.');
    expect(await account.bots()).toEqual([]);
    await chooseLink(account.user.id, event.id, ZOOM, author());
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', meetingUrl: ZOOM });
  });

  it('is said of a configuration when it is saved, scheduled or changed, each field by its path', async () => {
    const { account, event } = await ofAttendee({});
    const botConfig = {
      bot_name: '🤖',
      bot_message: '👋',
      automatic_leave: { waiting_room_timeout: 0 },
      transcription: { deepgram: { diarize: true } },
      avatar: 'cat',
      custom_attributes: { long: 'å'.repeat(170) },
    };
    const paths = ['avatar', 'transcription.deepgram.diarize', 'custom_attributes'];
    const expected = (root: string) => ({
      code: 'validation_failed',
      details: paths.map((path) => expect.objectContaining({ path: `${root}.${path}` })),
    });
    const { id } = account.user;
    for (const call of [
      setDefaultBotConfig(id, botConfig, 'api', now()),
      enableAutoSchedule(id, botConfig, 'api', now()),
    ])
      expect(await refusal(call)).toMatchObject(expected('default_bot_config'));
    const body = scheduleBody({ bot_config: botConfig });
    expect(await refusal(scheduleBot(account.user, event.id, body, author()))).toMatchObject(
      expected('bot_config'),
    );
    const { bot_id } = await scheduleBot(account.user, event.id, scheduleBody(), author());
    expect(await refusal(updateBot(id, bot_id, { bot_config: { avatar: 'cat' } }, author()))).toMatchObject({
      details: [{ path: 'bot_config.avatar' }],
    });
    expect(
      await refusal(updateBot(id, bot_id, { custom_attributes: botConfig.custom_attributes }, author())),
    ).toMatchObject({ details: [{ path: 'custom_attributes' }] });
    await chooseProvider(account, 'meetstream');
    await setDefaultBotConfig(id, botConfig, 'api', now());
  });

  it('is left out of an older configuration when its bot is sent, and the activity says so', async () => {
    const { account, event } = await ofAttendee({});
    await chooseProvider(account, 'meetstream');
    const bot_config = { bot_name: 'Scribe 🤖', avatar: 'cat' };
    await scheduleBot(account.user, event.id, scheduleBody({ bot_config }), author());
    await chooseProvider(account, 'attendee');
    pass(59 * MINUTE);
    await runJobs();
    expect(atProvider()).toMatchObject([{ provider: 'attendee', name: 'Scribe' }]);
    const { summary } = await db().activityEntry.findFirstOrThrow({ where: { action: 'bot.sent' } });
    expect(summary).toContain('bot_name is sent as “Scribe”.');
    expect(summary).toContain('avatar is no field that Attendee knows');
  });
}, ['pglite']);
