import { describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount, refusal, scheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, MINUTE, now } from '@/test/harness';
import { chooseLink, readLink } from './choose-link';
import { scheduleBot } from './schedule-bot';

const MEET = 'https://meet.google.com/abc-defg-hij';
const ZOOM = 'https://us02web.zoom.us/j/85012345678?pwd=QWxs';
const BOTH = { link: undefined, location: MEET, description: `Backup: ${ZOOM}` };

/** Returns an event with two links, of which Meet has the better place, and its id. */
async function withTwoLinks(fields: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', 2 * HOUR, { ...BOTH, ...fields });
  await account.sync();
  const { id } = await account.event(google.id);
  return { account, google, id };
}

const choose = (account: Account, id: string, url: string | null) =>
  chooseLink(account.user.id, id, url, { actor: 'person', now: now() });
const scheduleFirst = (account: Account, id: string) =>
  scheduleBot(account.user, id, scheduleBody({}), { actor: 'api', now: now() });
/** Returns the link keys of an event's occurrences, in order of time. */
const linkKeys = async (account: Account, googleId: string) =>
  (await account.occurrences(googleId)).map((occurrence) => occurrence.linkKey);

/** Returns the entries about choices that no longer count, or count again. */
const recorded = (account: Account) =>
  db().activityEntry.findMany({
    where: { userId: account.user.id, action: { in: ['link.lost', 'link.returned'] } },
    orderBy: { id: 'asc' },
  });

describeServices('the link bots join by', () => {
  it('is the best one that the event names, and every one is listed', async () => {
    const { account, id } = await withTwoLinks();
    expect(await readLink(account.user.id, id, now())).toEqual({
      event_id: id,
      meeting_url: MEET,
      chosen_by: 'usher',
      choice_rests: false,
      choice_is_set: false,
      choice_of_series: false,
      candidates: [
        {
          meeting_url: MEET,
          platform: 'GMeet',
          found_in: 'location',
          chosen: true,
          joinable: true,
          problem: null,
        },
        {
          meeting_url: ZOOM,
          platform: 'Zoom',
          found_in: 'description',
          chosen: false,
          joinable: true,
          problem: null,
        },
      ],
    });
  });

  it('is the one a person chose, in any form, at once for its bots, until null returns to the best one', async () => {
    const { account, id } = await withTwoLinks();
    await scheduleFirst(account, id);
    const wrapped = `https://www.google.com/url?q=${encodeURIComponent('https://app.zoom.us/wc/85012345678/join')}`;
    expect(await choose(account, id, wrapped)).toMatchObject({
      meeting_url: ZOOM,
      chosen_by: 'person',
      candidates: [
        { meeting_url: MEET, chosen: false },
        { meeting_url: ZOOM, chosen: true },
      ],
    });
    expect(await account.bot()).toMatchObject({
      status: 'Scheduled',
      meetingUrl: ZOOM,
      meetingPlatform: 'Zoom',
    });
    const timeline = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: { in: ['link.chosen', 'bot.relinked'] } },
      orderBy: { action: 'desc' },
    });
    expect(timeline).toMatchObject([
      {
        action: 'link.chosen',
        actor: 'person',
        eventId: id,
        summary: '“Standup” is joined by its Zoom link in the description.',
        before: { meetingUrl: MEET },
        after: { meetingUrl: ZOOM },
      },
      { action: 'bot.relinked', actor: 'person' },
    ]);

    expect(await choose(account, id, null)).toMatchObject({ meeting_url: MEET, chosen_by: 'usher' });
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', meetingUrl: MEET });
  });

  it('recalls a bot from the meeting it has joined by another link', async () => {
    const { account, id } = await withTwoLinks();
    const { bot_id } = await scheduleFirst(account, id);
    await db().scheduledBot.update({ where: { id: bot_id }, data: { status: 'InMeeting' } });
    await choose(account, id, ZOOM);
    const bot = await db().scheduledBot.findUniqueOrThrow({ where: { id: bot_id } });
    expect(bot.recallRequestedAt).toEqual(now());
  });

  it('records a choice once, and not again where nothing changes', async () => {
    const { account, id } = await withTwoLinks();
    for (const url of [null, ZOOM, ZOOM, null, null]) await choose(account, id, url);
    expect(
      await db().activityEntry.count({ where: { userId: account.user.id, action: 'link.chosen' } }),
    ).toBe(2);
  });

  it('stays chosen over syncs and full reads, and rests while the event does not name it', async () => {
    const { account, google, id } = await withTwoLinks();
    await scheduleFirst(account, id);
    await choose(account, id, ZOOM);

    await account.edit(google.id, { summary: 'Standup, longer' });
    await account.sync();
    expect(await account.bot()).toMatchObject({ title: 'Standup, longer', meetingUrl: ZOOM });
    await db().calendar.update({ where: { id: account.calendarId }, data: { syncToken: null } });
    await account.sync();
    expect(await account.bot()).toMatchObject({ meetingUrl: ZOOM });

    await account.edit(google.id, { description: 'No backup any more' });
    await account.sync();
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', meetingUrl: MEET });
    expect(await readLink(account.user.id, id, now())).toMatchObject({
      meeting_url: MEET,
      chosen_by: 'usher',
      choice_rests: true,
    });

    const withNewPasscode = 'https://us02web.zoom.us/j/85012345678?pwd=other';
    await account.edit(google.id, { description: `Backup: ${withNewPasscode}` });
    await account.sync();
    expect(await account.bot()).toMatchObject({ status: 'Scheduled', meetingUrl: withNewPasscode });
    expect(await readLink(account.user.id, id, now())).toMatchObject({
      meeting_url: withNewPasscode,
      chosen_by: 'person',
      choice_rests: false,
    });
  });

  it('is recorded once when the choice stops counting, and once when it counts again', async () => {
    const { account, google, id } = await withTwoLinks();
    await choose(account, id, ZOOM);
    const edit = async (fields: object) => {
      await account.edit(google.id, fields);
      await account.sync();
    };
    await edit({ summary: 'Stand-up' });
    await edit({ description: '' });
    await edit({ summary: 'Standup' });
    await edit({ location: '' });
    await edit({ description: `Again: ${ZOOM}` });
    await edit({ description: '', location: '' });
    expect(await recorded(account)).toMatchObject([
      {
        action: 'link.lost',
        actor: 'google',
        cause: 'link_changed',
        eventId: id,
        summary:
          '“Stand-up” no longer names the link that was chosen: until it does, bots join by its Google Meet link in the location.',
        before: { meetingUrl: ZOOM },
        after: { meetingUrl: MEET },
      },
      {
        action: 'link.returned',
        summary: '“Standup” names the link that was chosen again: bots join by it.',
        before: { meetingUrl: null },
        after: { meetingUrl: ZOOM },
      },
      {
        action: 'link.lost',
        summary:
          '“Standup” no longer names the link that was chosen, nor any other: until it does, no bot can join.',
        after: { meetingUrl: null },
      },
    ]);
    // A choice that was taken back does not count again.
    expect(await choose(account, id, null)).toMatchObject({ chosen_by: 'usher', choice_rests: false });
    await edit({ description: `Once more: ${ZOOM}` });
    expect(await recorded(account)).toHaveLength(3);
  });

  describe('for a series', () => {
    const DAILY = { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] };

    it('is one link for all meetings of the series, whichever of them it is chosen by', async () => {
      const { account, google, id } = await withTwoLinks(DAILY);
      const [, second] = await account.occurrences(google.id);
      await choose(account, second?.id ?? '', ZOOM);
      expect(await linkKeys(account, google.id)).toEqual(Array(3).fill('zoom:85012345678'));
      expect(await readLink(account.user.id, id, now())).toMatchObject({
        meeting_url: ZOOM,
        chosen_by: 'person',
      });
    });

    it('is the series’ link for a meeting with its own text, until it gets its own choice', async () => {
      const { account, google, id } = await withTwoLinks(DAILY);
      const moved = account.instance(google, 2 * HOUR + DAY);
      await account.move(moved, 30 * MINUTE);
      await account.sync();
      const [, exception] = await account.occurrences(google.id);
      if (!exception) throw new Error('There is no second meeting.');

      await choose(account, id, ZOOM);
      expect(await linkKeys(account, google.id)).toEqual(Array(3).fill('zoom:85012345678'));
      expect(await readLink(account.user.id, exception.id, now())).toMatchObject({ chosen_by: 'person' });

      expect(await choose(account, exception.id, MEET)).toMatchObject({
        meeting_url: MEET,
        chosen_by: 'person',
      });
      expect(await linkKeys(account, google.id)).toEqual([
        'zoom:85012345678',
        'meet:abc-defg-hij',
        'zoom:85012345678',
      ]);
      expect(await choose(account, exception.id, null)).toMatchObject({ meeting_url: ZOOM });
      expect(await linkKeys(account, google.id)).toEqual(Array(3).fill('zoom:85012345678'));
    });
  });

  it('is recorded once for a series, and for a single meeting where only that one loses the link', async () => {
    const { account, google, id } = await withTwoLinks({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    const second = account.instance(google, 2 * HOUR + DAY);
    await choose(account, id, ZOOM);
    await account.edit(second, { description: 'Without the backup' });
    await account.sync();
    expect(await recorded(account)).toMatchObject([
      { action: 'link.lost', eventId: id, summary: expect.stringMatching(/^“Standup” no longer names/) },
    ]);
    const [, exception] = await account.occurrences(google.id);
    // The choice is the series': the meeting cannot take it back.
    const resting = { choice_rests: true, choice_of_series: true };
    expect(await choose(account, exception?.id ?? '', null)).toMatchObject(resting);
    expect(await readLink(account.user.id, id, now())).toMatchObject({ choice_of_series: false });
    await account.edit(second, { description: `Backup: ${ZOOM}` });
    await account.sync();
    expect((await recorded(account)).at(-1)).toMatchObject({
      action: 'link.returned',
      eventId: id,
      occurrenceId: exception?.id,
    });
    await account.edit(google.id, { description: 'None' });
    await account.edit(second, { description: 'None' });
    await account.sync();
    const lost = (await recorded(account)).slice(2);
    expect(lost).toMatchObject([
      { action: 'link.lost', occurrenceId: null, summary: expect.stringMatching(/^Series “Standup”/) },
    ]);
  });

  it('is refused where it is no meeting link, and hidden from other people', async () => {
    const { account, id } = await withTwoLinks();
    for (const url of ['https://example.com/room', 'not an address', '']) {
      expect(await refusal(choose(account, id, url))).toMatchObject({
        code: 'validation_failed',
        message: expect.stringContaining('must be a link to a meeting on Google Meet, Zoom'),
      });
    }
    expect(await readLink(account.user.id, id, now())).toMatchObject({ chosen_by: 'usher' });
    expect(await refusal(chooseLink('usr_other', id, ZOOM, { actor: 'person', now: now() }))).toMatchObject({
      code: 'not_found',
    });
    expect(await refusal(readLink('usr_other', id, now()))).toMatchObject({ code: 'not_found' });
  });

  it('is none where a mail filter hides the address, which is listed as not joinable', async () => {
    const hidden = 'https://protect-us.mimecast.com/s/253462825?domain=us02web.zoom.us';
    const { account, id } = await withTwoLinks({ location: 'Room 4', description: `Join: ${hidden}` });
    expect(await readLink(account.user.id, id, now())).toMatchObject({
      meeting_url: null,
      chosen_by: 'usher',
      candidates: [{ meeting_url: hidden, platform: 'Zoom', chosen: false, joinable: false }],
    });
    expect(await refusal(choose(account, id, hidden))).toMatchObject({
      code: 'validation_failed',
      message: expect.stringContaining('must be a link to a meeting'),
    });
  });

  it('is one that a person set, until the links of the event change, and again when they are as they were', async () => {
    const { account, google, id } = await withTwoLinks();
    await scheduleFirst(account, id);
    const pasted = 'https://us04web.zoom.us/s/81234567890?zak=secret&pwd=Zx9';
    const guest = 'https://us04web.zoom.us/j/81234567890?pwd=Zx9';
    expect(await choose(account, id, pasted)).toMatchObject({
      meeting_url: guest,
      chosen_by: 'person',
      choice_rests: false,
      candidates: [
        { meeting_url: guest, found_in: 'person', chosen: true },
        { meeting_url: MEET },
        { meeting_url: ZOOM },
      ],
    });
    expect(await account.bot()).toMatchObject({
      status: 'Scheduled',
      meetingUrl: guest,
      meetingPlatform: 'Zoom',
    });
    await db().calendar.updateMany({ where: { userId: account.user.id }, data: { syncToken: null } });
    await account.sync();
    expect(await account.bot()).toMatchObject({ meetingUrl: guest });

    await account.edit(google.id, { description: 'https://whereby.com/another' });
    await account.sync();
    expect(await account.bot()).toMatchObject({ meetingUrl: MEET });
    expect(await readLink(account.user.id, id, now())).toMatchObject({
      chosen_by: 'usher',
      choice_rests: true,
    });
    expect(await recorded(account)).toMatchObject([
      { action: 'link.lost', summary: expect.stringContaining('no longer by the link that was set') },
    ]);

    await account.edit(google.id, { description: BOTH.description });
    await account.sync();
    expect(await account.bot()).toMatchObject({ meetingUrl: guest });
    expect(await choose(account, id, null)).toMatchObject({ meeting_url: MEET, chosen_by: 'usher' });
  });

  it('is one that a person set where the event names none', async () => {
    const { account, google, id } = await withTwoLinks({ location: 'Room 4', description: 'No link' });
    expect(await choose(account, id, `Join: ${MEET}?authuser=1`)).toMatchObject({ meeting_url: MEET });
    expect(await linkKeys(account, google.id)).toEqual(['meet:abc-defg-hij']);
    await scheduleFirst(account, id);
    expect(await account.bot()).toMatchObject({ meetingUrl: MEET });
  });
});
