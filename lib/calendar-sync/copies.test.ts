import { expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { db } from '@/lib/platform/database/client';
import { enableAutoSchedule } from '@/lib/scheduling/auto-schedule';
import { listEvents } from '@/lib/scheduling/list-events';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import {
  type Account,
  addAccount,
  addCalendar,
  newAccount,
  refusal,
  scheduleBody,
  unscheduleBody,
} from '@/test/account';
import { describeServices, HOUR, MINUTE, now, pass, runJobs } from '@/test/harness';
import { disconnectCalendar } from './disconnect-calendar';
import { setCalendarSync } from './enable-sync';

const author = () => ({ actor: 'person' as const, now: now() });

/** Returns the meetings that are listed: calendar, decision, copies, and which one stands for them. */
async function listed(account: Account) {
  const user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
  const { results } = await listEvents(
    user,
    { limit: 100, expand: true, show_deleted: false, sync: false },
    now(),
  );
  return results.map((event) => ({
    id: event.id,
    calendar: event.calendar_id,
    code: event.decision.code,
    copy_of: event.copy_of,
    copies: event.copies.map((copy) => copy.id),
  }));
}

const codes = async (account: Account) => (await listed(account)).map(({ code }) => code).sort();

/** An account with auto-schedule on and a second calendar. */
async function twoCalendars() {
  const one = await newAccount();
  await enableAutoSchedule(one.user.id, undefined, 'person', now());
  return { one, two: await addCalendar(one, 'Projects') };
}

/** A meeting in two calendars of one account, with its bot at the first one. */
async function copied(how: { invited?: boolean; changes?: object } = {}) {
  const { one, two } = await twoCalendars();
  const event = await one.add('Salary talk', 2 * HOUR);
  await one.sync();
  const copy = await one.copyTo(two, event.id, how);
  await two.sync();
  const id = (await one.first(event.id)).id;
  const copyId = (await two.first(copy.id)).id;
  return { one, two, event, copy, id, copyId };
}

describeServices('A meeting in two calendars', () => {
  it('gets one bot; the list names both calendars and says which event stands for the meeting', async () => {
    const { one, two, id, copyId } = await copied();
    expect((await one.bot()).occurrenceId).toBe(id);
    expect(await listed(one)).toEqual(
      expect.arrayContaining([
        { id, calendar: one.email, code: 'auto_schedule', copy_of: null, copies: [copyId] },
        { id: copyId, calendar: two.googleCalendarId, code: 'copy', copy_of: id, copies: [id] },
      ]),
    );
  });

  it.each([
    ['other links', { link: 'https://zoom.us/my/ada.northwind' }],
    ['a copy without a link', { link: null }],
    ['another organizer and the same link', { organizer: { email: 'ben@contoso.example' } }],
  ])('gets one bot with %s', async (_what, changes) => {
    const { one } = await copied({ changes });
    expect(await one.botStates()).toEqual(['Scheduled 119']);
  });

  it('gets a bot for each of two meetings to which a tool gives one iCalUID', async () => {
    const { one, two } = await twoCalendars();
    const uid = { iCalUID: 'constant@tool.example' };
    await one.add('Interview A', 2 * HOUR, uid);
    await two.add('Interview B', 4 * HOUR, uid);
    await two.add('Interview C', 6 * HOUR, uid);
    const other = {
      organizer: { email: 'eve@elsewhere.example' },
      link: 'https://zoom.us/j/99900011122',
      ...uid,
    };
    await one.add('Forged', 2 * HOUR, other);
    for (const account of [one, two]) await account.sync();
    expect((await one.bots()).map((bot) => [bot.title, bot.status]).sort()).toEqual([
      ['Forged', 'Scheduled'],
      ['Interview A', 'Scheduled'],
      ['Interview B', 'Scheduled'],
      ['Interview C', 'Scheduled'],
    ]);
  });

  it('has no bot once it is removed at one copy; the newest override of any copy counts', async () => {
    const { one, id, copyId } = await copied();
    pass(MINUTE);
    // By the copy that the bot does not hang on.
    await unscheduleBot(one.user.id, copyId, unscheduleBody(), author());
    expect(await one.botStates()).toEqual(['Cancelled 119']);
    expect(await codes(one)).toEqual(['override_never', 'override_never']);
    pass(MINUTE);
    await setOverride(one.user, id, 'always', author());
    expect(await one.botStates()).toEqual(['Cancelled 119', 'Scheduled 119']);
    pass(MINUTE);
    await setOverride(one.user, copyId, null, author());
    expect(await codes(one)).toEqual(['auto_schedule', 'copy']);
  });

  it('stays without a bot when the copy is deleted at which it was removed', async () => {
    const { one, two, event, copyId } = await copied();
    pass(MINUTE);
    await unscheduleBot(one.user.id, (await one.first(event.id)).id, unscheduleBody(), author());
    pass(MINUTE);
    await one.cancel(event.id);
    expect(await one.sync()).toMatchObject({ state: 'synced' });
    expect(await listed(one)).toEqual([
      { id: copyId, calendar: two.googleCalendarId, code: 'override_never', copy_of: null, copies: [] },
    ]);
  });

  it('has no bot when one copy is declined, unless another is accepted or overridden', async () => {
    const { one, two, event, copy, id } = await copied();
    pass(MINUTE);
    await two.answer(copy.id, 'declined');
    await two.sync();
    expect(await one.botStates()).toEqual(['Cancelled 119']);
    pass(MINUTE);
    await one.answer(event.id, 'accepted');
    await one.sync();
    expect((await one.botStates()).at(-1)).toBe('Scheduled 119');
    pass(MINUTE);
    await one.answer(event.id, 'tentative');
    await one.sync();
    expect((await one.bots()).every((bot) => bot.status === 'Cancelled')).toBe(true);
    pass(MINUTE);
    await setOverride(one.user, id, 'always', author());
    expect((await one.botStates()).at(-1)).toBe('Scheduled 119');
  });

  it('refuses a second bot at the other copy and names the first', async () => {
    const { one, copyId } = await copied();
    const [bot] = await one.bots();
    await db().scheduledBot.updateMany({ data: { source: 'manual' } });
    const refused = await refusal(scheduleBot(one.user, copyId, scheduleBody(), author()));
    expect(refused).toMatchObject({ code: 'already_scheduled', bot_id: bot?.id });
  });

  it('makes its automatic bot the person’s when they schedule it at the copy that the bot does not hang on', async () => {
    const { one, two, copyId } = await copied();
    const { id: botId } = await one.bot();
    const asked = scheduleBody({ bot_config: { bot_name: 'Scribe' } });
    expect(await scheduleBot(one.user, copyId, asked, author())).toMatchObject({
      bot_id: botId,
      adopted: true,
    });
    const adopted = { id: botId, status: 'Scheduled', source: 'manual', botName: 'Scribe' };
    expect(await one.bot()).toMatchObject({ ...adopted, occurrenceId: copyId });
    expect(await codes(one)).toEqual(['copy', 'scheduled_manually']);
    // It stays theirs where its copy goes.
    await setCalendarSync(
      one.user.id,
      two.googleCalendarId,
      { sync_enabled: false, dry_run: false },
      author(),
    );
    expect(await one.bot()).toMatchObject(adopted);
    expect(await refusal(scheduleBot(one.user, copyId, scheduleBody(), author()))).toMatchObject({
      code: 'calendar_off',
    });
  });

  it('makes the automatic bots of a series the person’s when they schedule the series at its copy', async () => {
    const { one, two } = await twoCalendars();
    const series = await one.add('Stand-up', 2 * HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await one.sync();
    const { id: botId } = await one.bot();
    const copy = await one.copyTo(two, series.id);
    await two.sync();
    const all = scheduleBody({ schedule_all_occurrences: true });
    const { bots, skipped } = await scheduleBot(one.user, (await two.event(copy.id)).id, all, author());
    expect([bots?.length, skipped?.map((each) => each.bot_id)]).toEqual([2, [botId]]);
    const there = (await two.occurrences(copy.id)).map(({ id }) => [id, 'batch', 'Scheduled']);
    const stored = (await one.bots()).map((bot) => [bot.occurrenceId, bot.source, bot.status]);
    expect(stored.sort()).toEqual(there.sort());
  });

  it('keeps its bot, the same one, when one of the calendars is switched off', async () => {
    const { one, two, copyId } = await copied();
    const before = await one.bot();
    await setCalendarSync(one.user.id, one.email, { sync_enabled: false, dry_run: false }, author());
    expect(await one.bot()).toMatchObject({ id: before.id, status: 'Scheduled', occurrenceId: copyId });
    await setCalendarSync(one.user.id, one.email, { sync_enabled: true, dry_run: false }, author());
    await setCalendarSync(
      one.user.id,
      two.googleCalendarId,
      { sync_enabled: false, dry_run: false },
      author(),
    );
    expect(await one.bot()).toMatchObject({ id: before.id, status: 'Scheduled' });
  });

  it('keeps its active bot when one of its accounts is disconnected; overrides stay', async () => {
    const one = await newAccount();
    await enableAutoSchedule(one.user.id, undefined, 'person', now());
    const two = await addAccount(one);
    const event = await one.add('Review', 2 * HOUR);
    const later = await one.add('Salary talk', 4 * HOUR);
    await one.copyTo(two, event.id, { invited: true });
    await one.copyTo(two, later.id, { invited: true });
    for (const account of [one, two]) await account.sync();
    await setOverride(one.user, (await one.first(later.id)).id, 'never', author());
    pass(2 * HOUR - MINUTE);
    await runJobs();
    const active = (await one.bots()).find((bot) => bot.status === 'Joining');
    await disconnectCalendar(
      one.user.id,
      { purge_events: true, dry_run: false, provider: 'google', account_id: one.email },
      'person',
      now(),
    );
    await runJobs();
    expect(await one.providerCalls('remove_bot')).toEqual([]);
    const [bot, ...others] = (await one.bots()).filter((each) => each.status !== 'Cancelled');
    expect(others).toEqual([]);
    expect(bot).toMatchObject({ id: active?.id, status: 'Joining', recallRequestedAt: null });
    expect(bot?.occurrenceId).toBe((await two.first(event.id)).id);
    expect(await codes(one)).toEqual(['auto_schedule', 'override_never']);
  });

  it('has no second bot after its bot has ended at one copy, also when it moves by five minutes', async () => {
    const { one, two, event, copy } = await copied();
    pass(2 * HOUR);
    await db().scheduledBot.updateMany({ data: { status: 'Done' } });
    for (const [account, id] of [
      [one, event.id],
      [two, copy.id],
    ] as const) {
      await account.move(id, 5 * MINUTE);
      await account.sync();
    }
    expect(await one.botStates()).toEqual(['Done 119']);
    expect(await codes(one)).toEqual(['bot_ended', 'bot_ended']);
  });
}, ['pglite']);

describeServices('A series, and an invitation of another account to one of its dates', () => {
  /** The bot of the date hangs on the series. `dateId` is the date in the calendar of the invited account. */
  async function invitedToOneDate(organizer?: object) {
    const one = await newAccount();
    await enableAutoSchedule(one.user.id, undefined, 'person', now());
    const two = await addAccount(one);
    const recurrence = ['RRULE:FREQ=DAILY;COUNT=3'];
    const series = await one.add('Stand-up', 2 * HOUR, { recurrence });
    await one.sync();
    const instance = one.instance(series, 2 * HOUR);
    await one.copyTo(two, instance, { invited: true, changes: organizer && { organizer, link: null } });
    await two.sync();
    const [first, second] = await one.occurrences(series.id);
    const [date, ...others] = await two.occurrences();
    expect(others).toEqual([]);
    return {
      one,
      two,
      series,
      instance,
      firstId: first?.id,
      secondId: second?.id ?? '',
      dateId: date?.id ?? '',
    };
  }

  it.each([
    ['the same organizer', undefined, 'copy'],
    ['another organizer and no link', { email: 'ben@contoso.example' }, 'no_link'],
  ])('share one bot, with %s', async (_what, organizer, code) => {
    const { one, firstId, dateId } = await invitedToOneDate(organizer);
    expect((await one.bot()).occurrenceId).toBe(firstId);
    const shown = (await listed(one)).find(({ id }) => id === dateId);
    expect(shown).toMatchObject({ code, copy_of: firstId, copies: [firstId] });
  });

  it('share the override of the date, whichever it was set at, and the other dates have their own', async () => {
    const { one, series, firstId, dateId } = await invitedToOneDate();
    const overrides = async () => (await codes(one)).filter((code) => /^override|^series/.test(code));
    pass(MINUTE);
    await setOverride(one.user, dateId, 'never', author());
    expect(await one.botStates()).toEqual(['Cancelled 119']);
    expect(await overrides()).toEqual(['override_never', 'override_never']);
    expect((await one.event(series.id)).override).toBeNull();
    pass(MINUTE);
    await setOverride(one.user, firstId ?? '', null, author());
    expect(await overrides()).toEqual([]);
    pass(MINUTE);
    // The series' own counts for the invitation too.
    await setOverride(one.user, (await one.event(series.id)).id, 'never', author());
    expect(await overrides()).toEqual(Array.from({ length: 4 }, () => 'series_never'));
    pass(MINUTE);
    await setOverride(one.user, dateId, 'always', author());
    expect((await one.bots()).filter(({ status }) => status === 'Scheduled')).toHaveLength(1);
    expect(await overrides()).toEqual([
      'override_always',
      ...Array.from({ length: 2 }, () => 'series_never'),
    ]);
  });

  it('keep the bot, the same one, when the date or the series is deleted, or a person schedules the date', async () => {
    const { one, two, series, instance, secondId, dateId } = await invitedToOneDate();
    const { id: botId } = await one.bot();
    const asked = scheduleBody({ bot_config: { bot_name: 'Scribe' } });
    expect(await scheduleBot(one.user, dateId, asked, author())).toMatchObject({
      bot_id: botId,
      adopted: true,
    });
    pass(MINUTE);
    await one.cancel(instance);
    await one.sync();
    expect(await one.bot()).toMatchObject({ id: botId, status: 'Scheduled', occurrenceId: dateId });
    await scheduleBot(one.user, secondId, scheduleBody(), author());
    await one.cancel(series.id);
    await one.sync();
    expect((await one.bots()).filter(({ status }) => status === 'Scheduled')).toMatchObject([{ id: botId }]);
    await two.cancel(instance);
    await two.sync();
    expect((await one.bots()).filter(({ status }) => status === 'Scheduled')).toEqual([]);
  });
}, ['pglite']);

describeServices('A meeting that moves to another calendar', () => {
  const edited = { botName: 'Scribe', botConfig: { bot_name: 'Scribe' }, joinOffsetSeconds: -300 };
  const withEditedBot = async () => {
    const { one, two } = await twoCalendars();
    const event = await one.add('Review', 2 * HOUR);
    await one.sync();
    const bot = await one.bot();
    const joinAt = new Date(+bot.meetingStart - 300_000);
    await db().scheduledBot.update({ where: { id: bot.id }, data: { ...edited, joinAt } });
    pass(MINUTE);
    return { one, two, event, bot };
  };

  it.each(['the old calendar', 'the new calendar'])(
    'keeps its bot as it is, when %s is read first',
    async (which) => {
      const { one, two, event, bot } = await withEditedBot();
      await one.moveTo(two, event.id);
      for (const account of which === 'the old calendar' ? [one, two] : [two, one]) await account.sync();
      const there = await two.first(event.id);
      expect(await one.bot()).toMatchObject({
        id: bot.id,
        status: 'Scheduled',
        ...edited,
        occurrenceId: there.id,
      });
      pass(MINUTE);
      await two.moveTo(one, event.id);
      await two.sync();
      expect(await one.bot()).toMatchObject({ id: bot.id, status: 'Scheduled', ...edited });
    },
  );

  it.each(['the old calendar', 'the new calendar'])(
    'keeps its active bot, when %s is read first',
    async (which) => {
      const { one, two, event, bot } = await withEditedBot();
      pass(2 * HOUR - 2 * MINUTE);
      await runJobs();
      await one.moveTo(two, event.id);
      for (const account of which === 'the old calendar' ? [one, two] : [two, one]) await account.sync();
      await runJobs();
      expect(await one.bot()).toMatchObject({ id: bot.id, status: 'Joining', recallRequestedAt: null });
      expect(await one.providerCalls('remove_bot')).toEqual([]);
    },
  );

  it('keeps that its bot was removed', async () => {
    const { one, two, event } = await withEditedBot();
    await unscheduleBot(one.user.id, (await one.first(event.id)).id, unscheduleBody(), author());
    await one.moveTo(two, event.id);
    await one.sync();
    await two.sync();
    expect(await one.botStates()).toEqual(['Cancelled 115']);
    expect(await codes(one)).toEqual(['override_never']);
  });

  it('keeps the override, auto-reschedule and chosen link of a series', async () => {
    const { one, two } = await twoCalendars();
    const links = { link: 'https://zoom.us/j/81230000001', description: 'or https://zoom.us/j/81230000002' };
    const event = await one.add('Weekly', 2 * HOUR, { recurrence: ['RRULE:FREQ=WEEKLY'], ...links });
    await one.sync();
    const series = await one.event(event.id);
    const [first, second] = await one.occurrences(event.id);
    await scheduleBot(
      one.user,
      second?.id ?? '',
      scheduleBody({ bot_config: { bot_name: 'Scribe' }, recurring_event: true }),
      author(),
    );
    await db().event.update({ where: { id: series.id }, data: { chosenLinkKey: second?.linkKey } });
    pass(MINUTE);
    await setOverride(one.user, first?.id ?? '', 'never', author());
    await one.moveTo(two, event.id);
    await one.sync();
    expect(await two.event(event.id)).toMatchObject({
      autoRescheduleEnabled: true,
      chosenLinkKey: second?.linkKey,
    });
    const [firstThere, secondThere] = await two.occurrences(event.id);
    expect(firstThere?.override).toBe('never');
    const scheduled = (await one.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(scheduled.map((bot) => [bot.occurrenceId, bot.botName])).toEqual([[secondThere?.id, 'Scribe']]);
  });

  it('is canceled where it is deleted and stands nowhere else', async () => {
    const { one, event } = await withEditedBot();
    await one.cancel(event.id);
    await one.sync();
    expect(await one.botStates()).toEqual(['Cancelled 115']);
  });
}, ['pglite']);

describeServices('A meeting that is deleted and created anew with its iCalUID', () => {
  it('has its bot as it was, and keeps that a bot was removed', async () => {
    const { one, two } = await twoCalendars();
    const event = await one.add('Review', 2 * HOUR);
    const never = await one.add('Salary talk', 3 * HOUR);
    await one.sync();
    await unscheduleBot(one.user.id, (await one.first(never.id)).id, unscheduleBody(), author());
    const bot = (await one.bots()).find(({ title }) => title === 'Review');
    const config = { botName: 'Scribe', botConfig: { bot_name: 'Scribe' }, source: 'manual' as const };
    await db().scheduledBot.update({ where: { id: bot?.id }, data: config });
    for (const old of [event, never]) {
      await one.cancel(old.id);
      await one.copyTo(one, old.id);
    }
    pass(MINUTE);
    await one.sync();
    const scheduled = (await one.bots()).filter((each) => each.status === 'Scheduled');
    expect(scheduled).toMatchObject([{ id: bot?.id, title: 'Review', ...config }]);
    expect(await codes(one)).toEqual(['override_never', 'scheduled_manually']);
    expect(await two.occurrences()).toEqual([]);
  });

  it('has its bot again when it is created anew long after', async () => {
    const { one } = await twoCalendars();
    const event = await one.add('Review', 50 * HOUR);
    await one.sync();
    await scheduleBot(
      one.user,
      (await one.first(event.id)).id,
      scheduleBody({ bot_config: { bot_name: 'Scribe' } }),
      author(),
    );
    await one.cancel(event.id);
    await one.sync();
    pass(MINUTE);
    await one.copyTo(one, event.id);
    await one.sync();
    const bots = await one.bots();
    expect(bots.map((bot) => [bot.status, bot.botName, bot.source])).toEqual([
      ['Cancelled', 'Scribe', 'manual'],
      ['Scheduled', 'Scribe', 'manual'],
    ]);
  });
}, ['pglite']);
