import { expect, it } from 'vitest';
import type { UpdateBotBody } from '@/lib/contract/schedule';
import { db } from '@/lib/platform/database/client';
import { refusal } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, now } from '@/test/harness';
import { schedule, withEvent } from '@/test/scheduling';
import { enableAutoSchedule } from './auto-schedule';
import { deleteBot, updateBot } from './edit-bot';
import { readBot } from './list-bots';

async function withBot(inMs: number) {
  const made = await withEvent(inMs);
  const { bot_id } = await schedule(made.account, made.id);
  return { ...made, botId: bot_id };
}

describeServices('editing a bot', () => {
  it('changes a bot’s time, name and configuration, and moves the changed time with the meeting', async () => {
    const { account, google, botId } = await withBot(DAY);
    const answer = await updateBot(
      account.user.id,
      botId,
      { scheduled_join_time: later(DAY - 5 * MINUTE), bot_username: 'Scribe', bot_config: { odd: 1 } },
      { actor: 'api', now: now() },
    );
    expect(answer).toMatchObject({
      schedule_updated: true,
      updated_fields: ['scheduled_join_time', 'bot_username', 'bot_config'],
    });
    await account.move(google.id, 30 * MINUTE);
    await account.sync();
    const bot = await readBot(account.user.id, botId);
    expect(bot).toMatchObject({
      bot_username: 'Scribe',
      bot_config: { odd: 1 },
      scheduled_join_time: later(DAY + 25 * MINUTE),
    });
    expect(bot.timeline.map((entry) => entry.action)).toEqual(['bot.scheduled', 'bot.edited', 'bot.moved']);
  });

  it('removes parts of a configuration that are set to null, and refuses an edit of an outdated version', async () => {
    const { account, google, botId } = await withBot(DAY);
    const update = (body: UpdateBotBody) =>
      updateBot(account.user.id, botId, body, { actor: 'person', now: now() });
    const read = () => readBot(account.user.id, botId);
    await update({ bot_config: { bot_message: 'Hello', odd: [1], video_required: true } });
    const { version } = await read();
    await update({ version, bot_config: { bot_message: null, odd: null, audio_required: false } });
    expect((await read()).bot_config).toEqual({ video_required: true, audio_required: false });
    const stale = refusal(update({ version, bot_username: 'Scribe' }));
    expect(await stale).toMatchObject({ code: 'bot_changed' });
    const { version: before } = await read();
    await account.move(google.id, 30 * MINUTE);
    await account.sync();
    expect(await refusal(update({ version: before, bot_username: 'Scribe' }))).toMatchObject({
      code: 'bot_changed',
    });
    expect((await read()).bot_username).toBe('Usher');
  });

  it('stores one name and one set of attributes, whichever field they are sent by, and removes them on null', async () => {
    const { account, botId } = await withBot(DAY);
    const { id: userId } = account.user;
    const update = async (body: UpdateBotBody) => {
      await updateBot(userId, botId, body, { actor: 'api', now: now() });
      const { bot_username, custom_attributes, bot_config } = await readBot(userId, botId);
      return [bot_username, custom_attributes, bot_config];
    };
    const team = { team: 'a' };
    expect(await update({ bot_username: 'Scribe', custom_attributes: team })).toEqual([
      'Scribe',
      team,
      { bot_name: 'Scribe', custom_attributes: team },
    ]);
    expect(await update({ bot_config: { bot_name: 'Clerk', odd: 1 } })).toEqual([
      'Clerk',
      team,
      { bot_name: 'Clerk', custom_attributes: team, odd: 1 },
    ]);
    expect(await update({ bot_username: 'Mine', bot_config: { bot_name: 'Theirs' } })).toMatchObject([
      'Mine',
      team,
      { bot_name: 'Mine' },
    ]);
    expect(await update({ bot_config: { bot_name: null, custom_attributes: null } })).toEqual([
      'Usher',
      {},
      { odd: 1 },
    ]);
    const large = { custom_attributes: { note: 'x'.repeat(17_000) } };
    expect(await refusal(update(large))).toMatchObject({
      code: 'validation_failed',
      details: [{ path: 'custom_attributes' }],
    });
  });

  it('refuses a time that is past or after the meeting, and a bot that is no longer booked', async () => {
    const { account, botId } = await withBot(DAY);
    const update = (scheduled_join_time: string) =>
      refusal(updateBot(account.user.id, botId, { scheduled_join_time }, { actor: 'api', now: now() }));
    expect(await update(later(-MINUTE))).toMatchObject({ code: 'validation_failed' });
    expect(await update(later(5 * DAY))).toMatchObject({ code: 'validation_failed' });
    expect(await refusal(updateBot('usr_other', botId, {}, { actor: 'api', now: now() }))).toMatchObject({
      code: 'not_found',
    });
    await db().scheduledBot.update({ where: { id: botId }, data: { status: 'InMeeting' } });
    expect(await refusal(deleteBot(account.user.id, botId, 'api', now()))).toMatchObject({
      code: 'bot_not_editable',
      status: 'InMeeting',
    });
  });

  it('does not schedule a deleted bot again automatically', async () => {
    const { account, botId } = await withBot(2 * HOUR);
    await deleteBot(account.user.id, botId, 'api', now());
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    expect(await db().scheduledBot.count({ where: { userId: account.user.id, status: 'Scheduled' } })).toBe(
      0,
    );
    expect(await refusal(deleteBot(account.user.id, botId, 'api', now()))).toMatchObject({
      code: 'not_found',
    });
  });
});
