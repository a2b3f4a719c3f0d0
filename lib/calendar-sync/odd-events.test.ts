import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventsQuery, eventsResponse } from '@/lib/contract/events';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { soundEvent } from '@/lib/occurrences/domain/sound-event';
import { materializeChanged } from '@/lib/occurrences/materialize-occurrences';
import { db } from '@/lib/platform/database/client';
import { storable } from '@/lib/platform/storable';
import { enableAutoSchedule } from '@/lib/scheduling/auto-schedule';
import { listEvents } from '@/lib/scheduling/list-events';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { type Account, newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, later, now, START } from '@/test/harness';
import { oddEvents, SOUND_EVENT } from '@/test/odd-events';
import { storeCalendarList } from './refresh-calendar-list';
import { storedCalendars } from './show-calendars';
import { storeEvents } from './store-events';

const WEEKS = { time_min: later(-2 * DAY), time_max: later(45 * DAY), limit: '100' };

async function listed(account: Account, query: object = WEEKS) {
  // As the API answers it.
  const answer = await listEvents(account.user, eventsQuery.parse(query), now());
  return eventsResponse.parse(JSON.parse(JSON.stringify(answer))).results;
}

async function turnOn(account: Account) {
  await enableAutoSchedule(account.user.id, undefined, 'api', now());
  account.user.autoScheduleEnabled = true;
}

const isKnownToBrowsers = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone }) !== null;

describeServices('a zone of any name', () => {
  it.each([
    // Berlin and Los Angeles change their clocks in March.
    ['GMT+02:00', 'Etc/GMT-2', '08:00', false],
    ['UTC-03:30', 'UTC', '08:00', false],
    ['W. Europe Standard Time', 'Europe/Berlin', '07:00', false],
    ['europe/berlin', 'Europe/Berlin', '07:00', false],
    ['Asia/Calcutta', 'Asia/Calcutta', '08:00', false],
    ['Mars/Base', 'Europe/Stockholm', '07:00', true],
  ])(
    '%s: the times of a single meeting and of a series are right',
    async (timeZone, shown, inApril, isUnknown) => {
      const account = await newAccount();
      const times = {
        start: { dateTime: later(DAY), timeZone },
        end: { dateTime: later(DAY + HOUR), timeZone },
      };
      await account.add('Single', DAY, times);
      await account.add('Series', DAY, { ...times, recurrence: ['RRULE:FREQ=DAILY'] });
      expect(await account.sync()).toMatchObject({ state: 'synced' });
      const events = await listed(account);
      const [single, ...series] = [
        ...events.filter((event) => event.title === 'Single'),
        ...events.filter((event) => event.title === 'Series'),
      ];
      expect(single).toMatchObject({ start_time: later(DAY), end_time: later(DAY + HOUR), time_zone: shown });
      expect(single?.raw).toMatchObject({ start: { timeZone } });
      expect(series[0]).toMatchObject({ start_time: later(DAY), time_zone: shown });
      expect(series.find((event) => event.start_time.startsWith('2027-04-10'))?.start_time).toContain(
        `T${inApril}`,
      );
      for (const { time_zone, problem } of events) {
        expect(isKnownToBrowsers(time_zone)).toBe(true);
        expect(problem !== null).toBe(isUnknown);
        if (isUnknown) expect(problem).toMatch(/^The time zone "Mars\/Base" is unknown; .*\.$/);
      }
    },
  );

  it('of the calendar itself: its days begin by it, and answers name one that browsers know', async () => {
    const account = await newAccount('GMT+02:00');
    await account.add('Day', DAY, { start: { date: '2027-03-02' }, end: { date: '2027-03-03' } });
    await account.sync();
    const [event] = await listed(account);
    expect(event).toMatchObject({ start_time: '2027-03-01T22:00:00.000Z', time_zone: 'Etc/GMT-2' });
    const [calendar] = await storedCalendars({ userId: account.user.id });
    expect(calendar?.timeZone).toBe('Etc/GMT-2');
  });

  it('that the calendar gets later moves what stands in it, also events whose own zone is unknown', async () => {
    const account = await newAccount();
    const timeZone = 'Mars/Base';
    const start = { dateTime: '2027-03-02T09:00:00+01:00', timeZone };
    await account.add('Series', DAY, { start, end: start, recurrence: ['RRULE:FREQ=DAILY'] });
    await account.sync();
    const entry = { id: account.email, accessRole: 'owner', primary: true, timeZone: 'GMT+01:00' };
    await storeCalendarList(account.connection, [entry], new Date(+now() + 1_000), false);
    const inApril = (await listed(account)).find((event) => event.start_time.startsWith('2027-04-10'));
    expect(inApril).toMatchObject({ start_time: '2027-04-10T08:00:00.000Z', time_zone: 'Etc/GMT-1' });
  });
}, ['pglite']);

describeServices('an odd event', () => {
  /** Stores events as a sync does, and gives them their bots. */
  async function store(account: Account, events: GoogleEvent[]) {
    const calendar = await account.calendar();
    await db().$transaction(async (tx) => {
      const written = await storeEvents({ tx, now: now() }, calendar, events, false);
      const eventIds = await materializeChanged({ tx, now: now() }, calendar, written, []);
      await reconcileBots({ tx, now: now(), actor: 'google' }, account.user.id, { eventIds });
    });
  }

  it('of any kind is stored, expanded and shown, and the sound ones beside it as well', async () => {
    const account = await newAccount();
    await turnOn(account);
    const odd = fc.sample(oddEvents, { numRuns: 250, seed: 20261130 }).flatMap((event, index) => {
      const answer = storable(JSON.parse(JSON.stringify(event)));
      const isOwn = answer !== null && typeof answer === 'object' && answer.id === SOUND_EVENT.id;
      return soundEvent(isOwn ? { ...answer, id: `odd${index}` } : answer) ?? [];
    });
    const times = { start: { dateTime: later(HOUR) }, end: { dateTime: later(2 * HOUR) } };
    const sound = {
      id: 'sound',
      summary: 'Alone in sanity',
      location: 'https://zoom.us/j/5551234567',
      ...times,
    };
    await store(account, [...odd, sound]);
    expect((await listed(account)).length).toBeGreaterThan(50);
    expect(await listed(account, { ...WEEKS, q: 'alone in sanity' })).toMatchObject([
      { start_time: later(HOUR), bots: [{ status: 'Scheduled' }] },
    ]);
  });

  it('with texts of any length, a link among them, is stored', async () => {
    const account = await newAccount();
    await turnOn(account);
    // No database compresses it to fit into an index.
    const long = Array.from({ length: 400 }, (_, i) =>
      createHash('sha256').update(`${i}`).digest('hex'),
    ).join('');
    const times = { start: { dateTime: later(HOUR) }, end: { dateTime: later(2 * HOUR) } };
    const links = [
      `https://zoom.us/my/${long}`,
      `https://zoom.us/j/5551234567?pwd=${long}`,
      `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${long}%40thread.v2/0?context=%7b%22Tid%22%3a%22${long}%22%7d`,
      `https://acme.webex.com/acme/j.php?MTID=m${long}`,
      `https://acme.webex.com/meet/${long}`,
      `https://whereby.com/${long}`,
      `https://meet.goto.com/${long}`,
      `https://bluejeans.com/${long}`,
      `https://meet.google.com/lookup/${long}`,
    ];
    const events = links.map((location, index) => ({
      ...times,
      id: `long${index}`,
      summary: long,
      location,
    }));
    await store(account, [
      ...events,
      { ...times, id: 'text', summary: 'Text', description: long.repeat(20), iCalUID: long },
    ]);
    expect(await listed(account)).toHaveLength(links.length + 1);
  });

  it('that an earlier release has stored breaks no page and no batch', async () => {
    const account = await newAccount();
    const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
    for (const [index, name] of names.entries()) await account.add(name, DAY + index * HOUR);
    await account.add('Series', DAY, { recurrence: ['RRULE:FREQ=WEEKLY'] });
    await account.sync();
    const raws: [string, unknown][] = [
      ['One', []],
      ['Two', { id: 7, start: null, attendees: [null], organizer: null, summary: {} }],
      ['Three', { attendees: 'many', conferenceData: [], recurrence: 'RRULE', visibility: 7 }],
      ['Four', 'text'],
      [
        'Five',
        { start: { date: null, dateTime: 5 }, attendees: [{ self: true, responseStatus: 'delegated' }] },
      ],
      ['Series', { id: 'x', start: 'x', end: 7, recurrence: { 0: 'RRULE:FREQ=DAILY' }, attendees: [7] }],
    ];
    for (const [title, raw] of raws) {
      const { resourceId } = await db().occurrence.findFirstOrThrow({
        where: { calendarId: account.calendarId, title },
      });
      await db().event.update({ where: { id: resourceId }, data: { raw: raw as object } });
    }
    const events = await listed(account);
    expect(new Set(events.map((event) => event.start_time)).size).toBe(12);
    await turnOn(account);
    await account.edit((await account.add('Seven', 2 * HOUR)).id, { summary: 'Seven' });
    expect(await account.sync()).toMatchObject({ state: 'synced' });
    expect((await account.bots()).map((bot) => bot.title)).toContain('Seven');
  });

  it('that is on the list of calendars twice is one calendar', async () => {
    const account = await newAccount();
    const entry = { id: 'twice@group.calendar.google.com', accessRole: 'owner', summary: 'Twice' };
    const list = [
      { id: account.email, accessRole: 'owner', primary: true },
      entry,
      { ...entry, summary: 'Last' },
    ];
    await storeCalendarList(account.connection, list, new Date(+now() + 1_000), false);
    const names = (await storedCalendars({ userId: account.user.id })).map((row) => row.summary);
    expect(names.sort()).toEqual(['Last', account.email].sort());
  });
}, ['pglite']);

describeServices('a meeting that began long ago and has not ended', () => {
  it('gets its bot at once where it began yesterday, and says why it gets none where that was 14 days ago', async () => {
    const account = await newAccount();
    await turnOn(account);
    const lasting = (from: number, to: number) => ({
      start: { dateTime: later(from), timeZone: 'UTC' },
      end: { dateTime: later(to), timeZone: 'UTC' },
    });
    await account.add('Three days', -DAY, lasting(-DAY, 2 * DAY));
    await account.add('Three weeks', -15 * DAY, lasting(-15 * DAY, 6 * DAY));
    await account.sync();
    const events = await listed(account);
    const shown = events.map(({ title, decision, bots }) => [title, decision.code, bots.length]);
    expect(shown).toEqual([
      ['Three weeks', 'began_long_ago', 0],
      ['Three days', 'auto_schedule', 1],
    ]);
    expect(+(await account.bot()).joinAt).toBeLessThan(+START);
  });
}, ['pglite']);
