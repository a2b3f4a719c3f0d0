import { expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { recordActivity } from '@/lib/activity/record-activity';
import { updateSettingsBody } from '@/lib/contract/settings';
import { db } from '@/lib/platform/database/client';

import { newAccount, newPerson, scheduleBody } from '@/test/account';
import { describeServices, HOUR, now } from '@/test/harness';
import { chooseLink, readLink } from './choose-link';
import { scheduleBot } from './schedule-bot';
import { updateSettings } from './update-settings';

const NONE = { time_zone: null, time_format: null, week_start: null, platform_order: [] };

describeServices('settings', () => {
  it('times are shown in the zone of each device until a person chooses a zone', async () => {
    const { user } = await newPerson();
    expect(user.settings).toEqual(NONE);
    const set = (body: object) =>
      updateSettings(user.id, updateSettingsBody.parse(body), { actor: 'person', now: now() });
    expect(await set({ time_zone: 'asia/TOKYO' })).toMatchObject({ time_zone: 'Asia/Tokyo' });
    expect(await set({})).toMatchObject({ time_zone: 'Asia/Tokyo' });
    expect(await set({ time_zone: 'Asia/Tokyo' })).toMatchObject({ time_zone: 'Asia/Tokyo' });
    expect(toUser(await db().user.findUniqueOrThrow({ where: { id: user.id } })).settings).toMatchObject({
      time_zone: 'Asia/Tokyo',
    });
    expect(await set({ time_zone: null })).toEqual(NONE);
    // Requests that change nothing are not recorded.
    const entries = await db().activityEntry.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } });
    expect(entries.map(({ actor, action, before, after }) => ({ actor, action, before, after }))).toEqual([
      {
        actor: 'person',
        action: 'settings.time_zone',
        before: { timeZone: null },
        after: { timeZone: 'Asia/Tokyo' },
      },
      {
        actor: 'person',
        action: 'settings.time_zone',
        before: { timeZone: 'Asia/Tokyo' },
        after: { timeZone: null },
      },
    ]);
  });

  it('times and weeks are shown as in the region until a person chooses otherwise', async () => {
    const { user } = await newPerson();
    const set = (body: object) =>
      updateSettings(user.id, updateSettingsBody.parse(body), { actor: 'person', now: now() });
    expect(await set({ time_format: '12h' })).toEqual({ ...NONE, time_format: '12h' });
    expect(await set({ week_start: 'sunday' })).toEqual({
      ...NONE,
      time_format: '12h',
      week_start: 'sunday',
    });
    expect(await set({ time_format: '12h' })).toMatchObject({ week_start: 'sunday' });
    expect(await set({ time_format: null, week_start: null })).toEqual(NONE);
    const entries = await db().activityEntry.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } });
    expect(entries.map(({ action, summary }) => [action, summary])).toEqual([
      ['settings.display', 'Time format set to 12-hour.'],
      ['settings.display', 'Week start set to Sunday.'],
      ['settings.display', 'Time format set to automatic. Week start set to automatic.'],
    ]);
    // What an unknown release stored breaks nothing.
    await db().user.update({ where: { id: user.id }, data: { timeFormat: 'sundial', weekStart: 'funday' } });
    expect(toUser(await db().user.findUniqueOrThrow({ where: { id: user.id } })).settings).toEqual(NONE);
  });
});

describeServices('settings that are changed', () => {
  it('a change of settings does not wait for a transaction that only records what the person’s bots do', async () => {
    const { user } = await newPerson();
    const entry = { actor: 'usher', action: 'bot.sent', cause: 'join_time', summary: '' } as const;
    const changed = await db().$transaction(async (tx) => {
      await recordActivity(tx, { ...entry, userId: user.id, at: now(), before: {}, after: {} });
      return updateSettings(user.id, { time_zone: 'Asia/Tokyo' }, { actor: 'person', now: now() });
    });
    expect(changed).toMatchObject({ time_zone: 'Asia/Tokyo' });
  });
}, ['postgres']);

const ZOOM = 'https://us02web.zoom.us/j/81234567890';
const WHEREBY = 'https://whereby.com/room-b';

describeServices('the order of platforms', () => {
  it('gives stored meetings and their bots other links at once, and the first ones when it is taken back', async () => {
    const account = await newAccount();
    const text = { link: undefined, description: `${ZOOM}\n${WHEREBY}` };
    const google = await account.add('Standup', 2 * HOUR, text);
    const chosen = await account.add('Chosen', 5 * HOUR, text);
    await account.sync();
    const { id } = await account.event(google.id);
    const { id: chosenId } = await account.event(chosen.id);
    await chooseLink(account.user.id, chosenId, ZOOM, { actor: 'person', now: now() });
    await scheduleBot(account.user, id, scheduleBody({}), { actor: 'api', now: now() });
    const set = (platform_order: string[] | null) =>
      updateSettings(account.user.id, updateSettingsBody.parse({ platform_order }), {
        actor: 'person',
        now: now(),
      });
    const links = async () => ({
      stored: (await account.occurrences(google.id)).map(({ meetingUrl }) => meetingUrl),
      bot: (await account.bot()).meetingUrl,
      shown: (await readLink(account.user.id, id, now())).meeting_url,
      chosen: (await account.occurrences(chosen.id)).map(({ meetingUrl }) => meetingUrl),
    });
    const all = (url: string) => ({ stored: [url], bot: url, shown: url, chosen: [ZOOM] });
    expect(await links()).toEqual(all(ZOOM));

    expect(await set(['Whereby', 'Teams'])).toEqual({
      ...NONE,
      platform_order: ['Whereby', 'Teams'],
    });
    expect(await links()).toEqual(all(WHEREBY));
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', meetingPlatform: 'Whereby' });
    // What is read from Google afterwards follows the order as well.
    await account.edit(google.id, { summary: 'Standup, longer' });
    await account.sync();
    expect(await links()).toEqual(all(WHEREBY));

    expect(await set(null)).toEqual(NONE);
    expect(await set([])).toEqual(NONE);
    expect(await links()).toEqual(all(ZOOM));

    const entries = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'settings.platform_order' },
      orderBy: { id: 'asc' },
    });
    expect(entries).toMatchObject([
      {
        actor: 'person',
        summary:
          'Where several links of a meeting are equally good, bots join by the first of these: Whereby, Microsoft Teams.',
        after: { platformOrder: ['Whereby', 'Teams'] },
      },
      { before: { platformOrder: ['Whereby', 'Teams'] }, after: { platformOrder: [] } },
    ]);
  });
});

it.each([[['zoom']], [['Zoom', 'Zoom']], ['Zoom'], [[null]], [{}]])(
  'the order of platforms %j is refused',
  (platform_order) => {
    expect(updateSettingsBody.safeParse({ platform_order }).success).toBe(false);
  },
);
