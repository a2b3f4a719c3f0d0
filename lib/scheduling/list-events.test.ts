import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount, refusal, scheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, sandbox } from '@/test/harness';
import { readResources } from './event-resources';
import { listScheduledBots } from './list-bots';
import { listEvents } from './list-events';
import { scheduleBot } from './schedule-bot';

const list = (account: Account, fields: object = {}) =>
  listEvents(account.user, { limit: 50, expand: true, show_deleted: false, ...fields }, now());

/** Returns all pages in one direction, from a cursor on. */
async function walk(account: Account, direction: 'next' | 'previous', fields: object, cursor?: string) {
  const pages: string[][] = [];
  let last: string | undefined;
  for (let at = cursor; ; ) {
    const page = await list(account, { ...fields, cursor: at });
    pages.push(page.results.map((event) => event.id));
    last = at;
    const onward = page[direction];
    if (!onward) return { pages, last };
    at = onward;
  }
}

describeServices('listing events', () => {
  it('shows every meeting once, forward and backward, also where meetings start at the same time', async () => {
    const account = await newAccount();
    for (let i = 0; i < 5; i++) await account.add(`Same time ${i}`, DAY);
    await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] });
    await account.sync();
    const all = (await list(account)).results.map((event) => event.id);
    expect(all).toHaveLength(14);
    for (const limit of [1, 3, 4, 13, 14]) {
      const forward = await walk(account, 'next', { limit });
      expect(forward.pages.flat()).toEqual(all);
      expect(forward.pages.every((page) => page.length > 0)).toBe(true);
      const back = await walk(account, 'previous', { limit }, forward.last);
      const lastPage = forward.pages.at(-1) ?? [];
      expect(back.pages.reverse().flat()).toEqual(forward.last ? all : lastPage);
    }
  });

  it('neither repeats nor skips unchanged meetings while others are added and deleted', async () => {
    const account = await newAccount();
    const made = [];
    for (let i = 0; i < 6; i++) made.push(await account.add(`Stays ${i}`, (i + 1) * HOUR));
    await account.sync();
    const first = await list(account, { limit: 2 });
    await account.cancel(made[0]?.id ?? '');
    await account.add('Before', 30 * MINUTE);
    await account.add('Ahead', 3 * HOUR + MINUTE);
    await account.sync();
    const rest = await walk(account, 'next', { limit: 2 }, first.next ?? '');
    const titles = [...first.results, ...(await list(account)).results]
      .filter((event) => [...first.results.map((row) => row.id), ...rest.pages.flat()].includes(event.id))
      .map((event) => event.title);
    expect(new Set(titles)).toEqual(
      new Set(['Stays 0', 'Stays 1', 'Stays 2', 'Ahead', 'Stays 3', 'Stays 4', 'Stays 5']),
    );
  });

  it('shows details in the place of Google’s resource when asked to, also on the next page', async () => {
    const account = await newAccount();
    const day = { start: { date: later(DAY).slice(0, 10) }, end: { date: later(2 * DAY).slice(0, 10) } };
    await account.add(' Offsite ', DAY, { ...day, visibility: 'private', eventType: 'outOfOffice' });
    const person = { email: 'grace@northwind.example', responseStatus: 'accepted' };
    const room = { email: 'room@northwind.example', resource: true };
    await account.add('Review', 2 * DAY, { attendees: [person, room] });
    await account.sync();
    const whole = await list(account);
    expect(whole.results.map(({ title, raw, details }) => [title, raw?.summary, details])).toEqual([
      ['Offsite', ' Offsite ', undefined],
      ['Review', 'Review', undefined],
    ]);
    const first = await list(account, { raw: false, limit: 1 });
    const second = await list(account, { limit: 1, raw: false, cursor: first.next ?? '' });
    const [offsite, review] = [...first.results, ...second.results];
    expect([offsite?.raw, review?.raw]).toEqual([undefined, undefined]);
    const date = day.start.date;
    expect(offsite?.details).toMatchObject({ is_private: true, event_type: 'outOfOffice', days: { first: date, last: date } }); // biome-ignore format: one row
    expect(review?.details).toMatchObject({ is_private: false, event_type: 'default', attendees: [person], days: null }); // biome-ignore format: one row
  });

  it('refuses a cursor that is forged, another user’s, or another list’s', async () => {
    const account = await newAccount();
    const stranger = await newAccount();
    for (const who of [account, stranger]) {
      for (let i = 1; i <= 2; i++) await who.add(`Meeting ${i}`, i * HOUR);
      await who.sync();
    }
    const { next } = await list(account, { limit: 1 });
    const foreign = (await list(stranger, { limit: 1 })).next ?? '';
    const changed = `${next?.slice(0, 5)}${next?.[5] === 'A' ? 'B' : 'A'}${next?.slice(6)}`;
    for (const cursor of [changed, foreign, 'x', '.', '']) {
      if (cursor === '') continue;
      expect((await refusal(list(account, { cursor }))).code).toBe('invalid_cursor');
    }
  });

  it('filters by window, calendar, link, bot and words', async () => {
    const account = await newAccount();
    await account.add('Planning 100%', HOUR);
    await account.add('Lunch', 2 * HOUR, { link: null });
    const scheduled = await account.add('Review', 3 * HOUR);
    await account.add('Next month', 31 * DAY);
    await account.sync();
    await scheduleBot(account.user, (await account.event(scheduled.id)).id, scheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const titles = async (fields: object) =>
      (await list(account, fields)).results.map((event) => event.title as string);
    expect(await titles({})).toEqual(['Planning 100%', 'Lunch', 'Review']);
    expect(await titles({ time_max: later(40 * DAY) })).toContain('Next month');
    expect(await titles({ time_min: later(30 * DAY) })).toEqual(['Next month']);
    expect(await titles({ time_min: later(2 * DAY) })).toEqual([]);
    expect(await titles({ time_min: later(HOUR + 30 * MINUTE), time_max: later(3 * HOUR) })).toEqual([
      'Lunch',
    ]);
    expect(await titles({ has_link: false })).toEqual(['Lunch']);
    expect(await titles({ has_bot: true })).toEqual(['Review']);
    expect(await titles({ has_bot: false, has_link: true })).toEqual(['Planning 100%']);
    expect(await titles({ q: 'LUN' })).toEqual(['Lunch']);
    expect(await titles({ q: '0%' })).toEqual(['Planning 100%']);
    expect(await titles({ q: '_' })).toEqual([]);
    expect(await titles({ calendar_id: 'primary' })).toHaveLength(3);
    expect(await titles({ calendar_id: account.connection.accountEmail })).toHaveLength(3);
    expect(await titles({ calendar_id: 'another' })).toEqual([]);
    expect(await titles({ provider: 'google_calendar', account_id: account.connection.id })).toHaveLength(3);
    expect(await titles({ provider: 'google_calendar', account_id: 'other@example.com' })).toEqual([]);
    expect(await titles({ provider: 'google', account_id: account.email })).toHaveLength(3);
    expect(await titles({ provider: 'google', account_id: ` ${account.email.toUpperCase()}` })).toHaveLength(
      3,
    );
    expect(await titles({ provider: 'outlook' })).toEqual([]);
    const refused = await refusal(list(account, { time_min: later(DAY), time_max: later(0) }));
    expect(refused).toMatchObject({ code: 'validation_failed', details: [{ path: 'time_max' }] });
  });

  it('says how many meetings a search finds, on its first page, up to 200', async () => {
    const account = await newAccount();
    for (const name of ['one', 'two', 'three', 'four'])
      await account.add(`Daily ${name}`, HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=51'] });
    await account.sync();
    const totalOf = async (fields: object) => (await list(account, fields)).total;
    expect(await totalOf({ q: 'nothing' })).toEqual({ count: 0, is_exact: true });
    expect(await totalOf({ q: 'daily' })).toEqual({ count: 200, is_exact: false });
    expect(await totalOf({ q: 'daily', expand: false })).toEqual({ count: 4, is_exact: true });
    const first = await list(account, { q: 'three', limit: 5 });
    expect(first.total).toEqual({ count: 51, is_exact: true });
    const others = [{}, { q: 'daily', with_bot: false }, { q: 'three', limit: 5, cursor: first.next }];
    for (const fields of others) expect(await totalOf(fields)).toBe(undefined);
  });

  it('searches title, location, organizer and guests of all that is stored, past and future', async () => {
    const account = await newAccount();
    const guests = (...people: [string, string][]) => ({
      attendees: people.map(([displayName, email]) => ({ displayName, email })),
    });
    await account.add('Café Review', -3 * DAY, guests(['Zoë Ångström', 'zoe@contoso.example']));
    const plans = await account.add('REVIEW of plans', 50 * DAY);
    await account.edit(plans.id, { location: 'Łódź, room 4_2' });
    await account.add('Weekly review', HOUR, { recurrence: ['RRULE:FREQ=WEEKLY'] });
    await account.add('Lunch', 400 * DAY, { link: null });
    await account.sync();
    const found = async (q: string, fields: object = {}) => {
      const { results } = await list(account, { q, limit: 100, ...fields });
      return [...new Set(results.map(({ title }) => title))];
    };
    expect(await found('review')).toEqual(['Café Review', 'Weekly review', 'REVIEW of plans']);
    expect(await found('review', { order: 'desc' })).toEqual([
      ...['Weekly review', 'REVIEW of plans', 'Café Review'],
    ]);
    expect(await found('CAFE zoe angstr')).toEqual(['Café Review']);
    expect(await found('contoso.example')).toEqual(['Café Review']);
    expect(await found('lodz')).toEqual(['REVIEW of plans']);
    expect(await found('4_2')).toEqual(['REVIEW of plans']);
    expect(await found('r%w')).toEqual([]);
    expect(await found('café lunch')).toEqual([]);
    expect(await found('lunch')).toEqual(['Lunch']);
    expect(await found('   ')).toHaveLength(4);
    // The windows that a client names count, and no occurrence is stored for a search.
    expect(await found('review', { time_max: now().toISOString() })).toEqual(['Café Review']);
    expect(await found('review', { time_min: now().toISOString() })).not.toContain('Café Review');
    const far = await db().occurrence.count({ where: { startTime: { gt: new Date(later(80 * DAY)) } } });
    expect(far).toBe(1);
  });

  it('finds an event by its new words once it is changed, and by the words of its last version once it is deleted', async () => {
    const account = await newAccount();
    const { id } = await account.add('Before', HOUR);
    await account.sync();
    await account.edit(id, { summary: 'After' });
    await account.sync();
    expect((await list(account, { q: 'before' })).results).toEqual([]);
    await account.cancel(id);
    await account.sync();
    expect((await list(account, { q: 'after', show_deleted: true })).results).toHaveLength(1);
  });

  it('filters by platform, organizer, recurrence, decision, and whether there is or was a bot', async () => {
    const account = await newAccount();
    const plain = await account.add('Zoom', HOUR);
    await account.add('Meet', 2 * HOUR, { link: 'https://meet.google.com/abc-defg-hij' });
    await account.add('None', 3 * HOUR, { link: null, organizer: { email: 'Boss@contoso.example' } });
    await account.add('Daily', 4 * HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    await account.sync();
    await scheduleBot(account.user, (await account.event(plain.id)).id, scheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const titles = async (fields: object) => (await list(account, fields)).results.map(({ title }) => title);
    expect(await titles({ platform: 'GMeet' })).toEqual(['Meet']);
    expect(await titles({ platform: 'Zoom', recurring: false })).toEqual(['Zoom']);
    expect(await titles({ recurring: true })).toEqual(['Daily', 'Daily']);
    expect(await titles({ organizer: ' boss@CONTOSO.example' })).toEqual(['None']);
    expect(await titles({ organizer: account.email })).toHaveLength(4);
    expect(await titles({ decision: 'no_link' })).toEqual(['None']);
    expect(await titles({ decision: 'scheduled_manually' })).toEqual(['Zoom']);
    expect(await titles({ with_bot: true })).toEqual(['Zoom']);
    expect(await titles({ with_bot: false, recurring: false })).toEqual(['Meet', 'None']);
    // A page is decided as a whole, so this one has none and goes on.
    const page = await list(account, { limit: 1, with_bot: false });
    expect(page).toMatchObject({ results: [], has_more: true });
    const rest = await walk(account, 'next', { limit: 1, with_bot: false }, page.next ?? '');
    expect(rest.pages.flat()).toHaveLength(4);
  });

  it('pages from the last meeting to the first, and back', async () => {
    const account = await newAccount();
    for (let i = 0; i < 5; i++) await account.add(`Same time ${i}`, DAY);
    await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
    await account.sync();
    const all = (await list(account)).results.map((event) => event.id).reverse();
    for (const limit of [1, 4, 9]) {
      const forward = await walk(account, 'next', { limit, order: 'desc' });
      expect(forward.pages.flat()).toEqual(all);
      const back = await walk(account, 'previous', { limit, order: 'desc' }, forward.last);
      expect(back.pages.reverse().flat()).toEqual(forward.last ? all : (forward.pages.at(-1) ?? []));
    }
  });

  it('finds meetings that reach into the window, however long ago they began, and none that ended before', async () => {
    const account = await newAccount();
    for (const title of ['Weeks', 'Two days', 'Overnight', 'Ended', 'Within']) {
      const { id } = await account.add(title, HOUR);
      await account.sync();
      const begins = { Weeks: -40 * DAY, 'Two days': -2 * DAY, Overnight: -20 * HOUR, Ended: -2 * DAY };
      const startTime = new Date(later(begins[title as keyof typeof begins] ?? HOUR));
      const endTime = new Date(later(title === 'Ended' ? -2 * HOUR : 2 * HOUR));
      const occurrence = await account.first(id);
      await db().occurrence.update({ where: { id: occurrence.id }, data: { startTime, endTime } });
    }
    const window = { time_min: later(HOUR - MINUTE), time_max: later(DAY) };
    const titles = (page: { results: { title: string | null }[] }) =>
      page.results.map((event) => event.title);
    const all = ['Weeks', 'Two days', 'Overnight', 'Within'];
    expect(titles(await list(account, window))).toEqual(all);
    const first = await list(account, { ...window, limit: 2 });
    const second = await list(account, { ...window, limit: 2, cursor: first.next ?? '' });
    expect([...titles(first), ...titles(second)]).toEqual(all);
  });

  it('shows the bot that a meeting has now, and beside it the newest four that ended', async () => {
    const account = await newAccount();
    const { id } = await account.add('Restless', HOUR);
    await account.sync();
    const occurrence = await account.first(id);
    await scheduleBot(account.user, occurrence.id, scheduleBody(), { actor: 'api', now: now() });
    const { id: _, ...bookedOrActive } = await account.bot();
    const older = (n: number) => new Date(+bookedOrActive.createdAt - n * MINUTE);
    await db().scheduledBot.createMany({
      data: [1, 2, 3, 4, 5, 6].map((n) => ({
        ...bookedOrActive,
        id: `bot_former_${n}`,
        status: 'Cancelled' as const,
        createdAt: older(n),
        customAttributes: {},
        botConfig: {},
      })),
    });
    const [event] = (await list(account)).results;
    expect(event?.bots.map((bot) => [bot.status, bot.is_scheduled])).toEqual([['Scheduled', true]]);
    expect(event?.past_bots.map((bot) => bot.status)).toEqual(Array(4).fill('Cancelled'));
    expect(event?.past_bots.map((bot) => bot.id)).toEqual([1, 2, 3, 4].map((n) => `bot_former_${n}`));
    expect(event?.decision.code).toBe('scheduled_manually');
  });

  it('shows a series as one row when asked to', async () => {
    const account = await newAccount();
    const series = await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY'] });
    await account.add('Once', 5 * HOUR);
    await account.sync();
    const { id } = await account.event(series.id);
    const whole = await list(account, { expand: false });
    expect(whole.results.map((event) => [event.id === id, event.title, event.original_start_time])).toEqual([
      [true, 'Daily', null],
      [false, 'Once', null],
    ]);
    expect(whole.results[0]).toMatchObject({
      recurrence_rule: 'RRULE:FREQ=DAILY',
      recurrence: ['RRULE:FREQ=DAILY'],
      recurrence_text: 'Every day',
    });
    const expanded = await list(account, { limit: 100 });
    expect(expanded.results.filter((event) => event.recurring_event_id === id)).toHaveLength(28);
    expect(expanded.results[0]).toMatchObject({
      id: `${id}_20270301T090000Z`,
      original_start_time: later(HOUR),
    });
  });

  describe('what has changed', () => {
    it('shows tombstones when asked to', async () => {
      const account = await newAccount();
      const event = await account.add('Gone', HOUR);
      await account.sync();
      await account.cancel(event.id);
      await account.sync();
      expect((await list(account)).results).toEqual([]);
      expect((await list(account, { show_deleted: true })).results).toMatchObject([
        { is_deleted: true, raw: { summary: 'Gone' }, decision: { will_join: false, code: 'cancelled' } },
      ]);
    });

    it('lists what has changed since updated_min, tombstones included', async () => {
      const account = await newAccount();
      await account.add('Same', HOUR);
      const renamed = await account.add('Old name', 2 * HOUR);
      const gone = await account.add('Gone', 3 * HOUR);
      const series = await account.add('Daily', 4 * HOUR, { recurrence: ['RRULE:FREQ=DAILY'] });
      await account.sync();
      pass(MINUTE);
      const updated_min = now().toISOString();
      expect((await list(account, { updated_min })).results).toEqual([]);
      await account.edit(renamed.id, { summary: 'New name' });
      await account.cancel(gone.id);
      await account.move(account.instance(series, DAY + 4 * HOUR), HOUR);
      await account.sync();
      const { results } = await list(account, { updated_min });
      expect(results.map((event) => [event.title, event.is_deleted])).toEqual([
        ['New name', false],
        ['Gone', true],
        ['Daily', false],
      ]);
    });

    it('lists an event whose text has changed since updated_min, but not its time', async () => {
      const account = await newAccount();
      const series = await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
      await account.sync();
      pass(MINUTE);
      await account.edit(series.id, { attendees: [{ email: 'dana@lumen.example' }] });
      await account.sync();
      expect((await list(account, { updated_min: now().toISOString() })).results).toHaveLength(2);
    });
  });

  describe('with a sync first', () => {
    const listSynced = (account: Account, fields: object = {}) =>
      listEventsSynced(account.user, { limit: 50, expand: true, show_deleted: false, ...fields }, now);

    it('shows what Google has now after a sync', async () => {
      const account = await newAccount();
      await account.add('New', HOUR);
      const answer = await listSynced(account);
      expect(answer.results).toHaveLength(1);
      expect(answer.sync).toEqual({ ok: true, error: null, synced_at: now().toISOString() });
    });

    it('asks nothing of Google with sync=false', async () => {
      const account = await newAccount();
      await account.add('New', HOUR);
      sandbox.world.log.clear();
      expect((await listSynced(account, { sync: false })).results).toEqual([]);
      expect(sandbox.world.log.list({ kind: 'calendar' })).toEqual([]);
    });

    it('answers from the store when Google is down, and says that the sync failed', async () => {
      const account = await newAccount();
      await account.add('Stored', HOUR);
      await account.sync();
      await account.add('Unseen', HOUR);
      pass(MINUTE);
      await control('POST', '/faults', {
        match: { path: '/events$' },
        effect: { status: 403, reason: 'forbidden' },
      });
      const answer = await listSynced(account);
      expect(answer.results.map((event) => event.title)).toEqual(['Stored']);
      expect(answer.sync).toMatchObject({ ok: false, synced_at: later(0) });
      expect(answer.sync?.error).not.toBeNull();
    });
  });
});

describeServices('what a page costs', () => {
  it('reads a page of meetings or bots with one query, and with another where events have changed or meetings share a link', async () => {
    const account = await newAccount();
    await account.add('Daily', HOUR, { recurrence: ['RRULE:FREQ=DAILY'] });
    for (let i = 0; i < 5; i++) await account.add(`Once ${i}`, DAY);
    const link = 'https://us02web.zoom.us/j/85555555555';
    const shared = await account.add('Shared', 20 * DAY, { link });
    await account.sync();
    await scheduleBot(account.user, (await account.event(shared.id)).id, scheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const asked = vi.spyOn(pg.Client.prototype, 'query');
    const queriesOf = async (page: () => Promise<unknown>) => {
      asked.mockClear();
      await page();
      return asked.mock.calls.length;
    };
    try {
      expect((await list(account)).results.length).toBeGreaterThan(30);
      expect(await queriesOf(() => list(account))).toBe(1);
      expect(await queriesOf(() => list(account, { expand: false, q: 'once' }))).toBe(1);
      expect(await queriesOf(() => listScheduledBots(account.user.id, { limit: 100 }, now()))).toBe(1);
      await account.add('With the same link', 20 * DAY, { link });
      await account.sync();
      expect(await queriesOf(() => list(account))).toBe(3);
      expect(await queriesOf(() => list(account))).toBe(2);
      const { results } = await list(account);
      expect(results.map((event) => event.decision.code)).toContain('scheduled_manually');
      const { id } = await account.event(shared.id);
      expect(await readResources([{ id, version: 'of before' }])).toBeNull();
    } finally {
      asked.mockRestore();
    }
  });
}, ['postgres']);
