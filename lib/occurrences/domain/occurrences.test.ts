import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoogleEvent } from './google-event';
import { googleTimeToInstant, occurrencesOf, startProblem } from './occurrences';

const ZONE = 'Europe/Berlin';
const week = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-06-08T00:00:00Z') };
const time = (dateTime: string) => ({ dateTime, timeZone: ZONE });
const master: GoogleEvent = {
  id: 'base',
  status: 'confirmed',
  start: time('2026-05-01T09:00:00+02:00'),
  end: time('2026-05-01T09:30:00+02:00'),
  recurrence: ['RRULE:FREQ=DAILY'],
};
const exception = (day: string, change: Partial<GoogleEvent>): GoogleEvent => ({
  id: `base_${day.replaceAll('-', '')}T070000Z`,
  recurringEventId: 'base',
  originalStartTime: time(`${day}T09:00:00+02:00`),
  ...change,
});
const moved = (day: string, start: string, end: string) =>
  exception(day, { start: time(start), end: time(end) });
const list = (exceptions: GoogleEvent[], over: Partial<GoogleEvent> = {}) =>
  occurrencesOf({ ...master, ...over }, exceptions, week, 'UTC');
const find = (exceptions: GoogleEvent[], key: string) => list(exceptions).find((one) => one.key === key);

describe('a single event', () => {
  const single: GoogleEvent = {
    id: 'one',
    start: time('2026-06-02T09:00:00+02:00'),
    end: time('2026-06-02T10:00:00+02:00'),
  };

  it('is one occurrence without a key', () => {
    expect(occurrencesOf(single, [], week, 'UTC')).toEqual([
      {
        key: null,
        originalStart: new Date('2026-06-02T07:00:00Z'),
        start: new Date('2026-06-02T07:00:00Z'),
        end: new Date('2026-06-02T08:00:00Z'),
        isAllDay: false,
        timeZone: ZONE,
        cancelled: false,
        resource: single,
        problem: null,
      },
    ]);
  });

  it('is seen only while it overlaps the half-open window', () => {
    const at = (from: string, to: string) =>
      occurrencesOf(single, [], { from: new Date(from), to: new Date(to) }, 'UTC').length;
    expect(at('2026-06-02T08:00:00Z', '2026-06-03T00:00:00Z')).toBe(0);
    expect(at('2026-06-02T07:59:59Z', '2026-06-03T00:00:00Z')).toBe(1);
    expect(at('2026-06-01T00:00:00Z', '2026-06-02T07:00:00Z')).toBe(0);
    expect(at('2026-06-01T00:00:00Z', '2026-06-02T07:00:01Z')).toBe(1);
  });

  it('stays, cancelled, when it has a time; without one it is nothing and never now', () => {
    expect(occurrencesOf({ ...single, status: 'cancelled' }, [], week, 'UTC')[0]?.cancelled).toBe(true);
    expect(occurrencesOf({ id: 'one', status: 'cancelled' }, [], week, 'UTC')).toEqual([]);
    const all = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') };
    expect(occurrencesOf({ id: 'one' }, [], all, 'UTC')).toEqual([]);
    expect(occurrencesOf({ ...single, start: { dateTime: 'soon' } }, [], all, 'UTC')).toEqual([]);
    expect(startProblem({ id: 'one' }, 'UTC')).toBe('The event has no start.');
    expect(startProblem({ id: 'one', start: { dateTime: 'soon' } }, 'UTC')).toContain('cannot be read');
    expect(startProblem({ id: 'one', status: 'cancelled' }, 'UTC')).toBeNull();
    expect(startProblem(single, 'UTC')).toBeNull();
  });

  it('has no length without a readable end, or when its end is before its start', () => {
    for (const end of [{}, time('2026-06-02T08:00:00+02:00')])
      expect(occurrencesOf({ ...single, end }, [], week, 'UTC')[0]?.end).toEqual(
        new Date('2026-06-02T07:00:00Z'),
      );
    const { end } = single;
    expect(
      occurrencesOf(
        { ...master, start: {}, end },
        [exception('2026-06-02', { status: 'cancelled' })],
        week,
        'UTC',
      ),
    ).toMatchObject([{ start: new Date('2026-06-02T07:00:00Z'), end: new Date('2026-06-02T07:00:00Z') }]);
  });

  it('of no length is in the window that begins with it', () => {
    const from = new Date('2026-06-02T07:00:00Z');
    const to = new Date('2026-06-02T08:00:00Z');
    const point = { ...single, end: time('2026-06-02T09:00:00+02:00') };
    expect(occurrencesOf(point, [], { from, to }, 'UTC')).toHaveLength(1);
    expect(occurrencesOf(point, [], { from: new Date(+from + 1), to }, 'UTC')).toHaveLength(0);
  });

  it('lasts whole days in the calendar zone when all-day', () => {
    const [day] = occurrencesOf(
      { id: 'd', start: { date: '2026-06-02' }, end: { date: '2026-06-03' } },
      [],
      week,
      ZONE,
    );
    expect(day).toMatchObject({
      isAllDay: true,
      start: new Date('2026-06-01T22:00:00Z'),
      end: new Date('2026-06-02T22:00:00Z'),
      timeZone: ZONE,
    });
  });
});

describe('a series with exceptions', () => {
  it('is in the order of its times, and of its original times when two are the same', () => {
    const late = moved('2026-06-02', '2026-06-04T09:00:00+02:00', '2026-06-04T09:30:00+02:00');
    const early = moved('2026-06-06', '2026-06-01T08:00:00+02:00', '2026-06-01T08:30:00+02:00');
    const same = moved('2026-06-05', '2026-06-04T09:00:00+02:00', '2026-06-04T09:30:00+02:00');
    expect(list([same, late, early]).map((one) => one.key?.slice(4, 8))).toEqual([
      '0606',
      '0601',
      '0603',
      '0602',
      '0604',
      '0605',
      '0607',
    ]);
  });

  it('keeps an exception that is not cancelled among the others that are not', () => {
    const later = moved('2026-06-03', '2026-06-03T15:00:00+02:00', '2026-06-03T16:00:00+02:00');
    expect(find([later], '20260603T070000Z')?.cancelled).toBe(false);
  });

  it('takes the time zone of an exception, else that of the series, else that of the calendar', () => {
    const at = { dateTime: '2026-06-03T13:00:00Z' };
    const zoneOf = (change: Partial<GoogleEvent>, start = master.start) =>
      occurrencesOf(
        { ...master, ...(start && { start }) },
        [exception('2026-06-03', change)],
        week,
        'UTC',
      ).find((one) => one.key === '20260603T070000Z')?.timeZone;
    expect(zoneOf({ start: { ...at, timeZone: 'Asia/Tokyo' }, end: at })).toBe('Asia/Tokyo');
    expect(zoneOf({ start: at, end: at })).toBe(ZONE);
    expect(zoneOf({ status: 'cancelled' })).toBe(ZONE);
    expect(zoneOf({ start: at, end: at }, { dateTime: '2026-05-01T07:00:00Z' })).toBe('UTC');
    const without = { id: 'base', recurrence: ['RRULE:FREQ=DAILY'] };
    expect(
      occurrencesOf(without, [exception('2026-06-03', { status: 'cancelled' })], week, 'UTC'),
    ).toMatchObject([{ key: '20260603T070000Z', timeZone: 'UTC', cancelled: true }]);
  });

  it('may have an exception that lasts all day, or one with a time in an all-day series', () => {
    const day = exception('2026-06-03', { start: { date: '2026-06-03' }, end: { date: '2026-06-04' } });
    expect(find([day], '20260603T070000Z')).toMatchObject({
      isAllDay: true,
      start: new Date('2026-06-03T00:00:00Z'),
      end: new Date('2026-06-04T00:00:00Z'),
    });
    const days: GoogleEvent = {
      id: 'd',
      start: { date: '2026-06-01' },
      end: { date: '2026-06-02' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
    };
    const meeting = {
      ...moved('2026-06-02', '2026-06-02T09:00:00Z', '2026-06-02T10:00:00Z'),
      id: 'd_20260602',
    };
    const [first, second] = occurrencesOf(
      days,
      [{ ...meeting, originalStartTime: { date: '2026-06-02' } }],
      week,
      'UTC',
    );
    expect([first?.isAllDay, second?.isAllDay]).toEqual([true, false]);
  });

  it('has all-day slots of exceptions, whether their start or their id names the day', () => {
    const cancelled = { status: 'cancelled' as const };
    const days = { id: 'd', start: { date: '2026-06-01' }, end: { date: '2026-06-02' }, recurrence: [] };
    for (const one of [
      { id: 'd_20260603', ...cancelled },
      { id: 'd_x', ...cancelled, originalStartTime: { date: '2026-06-03' } },
    ])
      expect(occurrencesOf(days, [one], week, ZONE).at(-1)).toMatchObject({
        key: '20260603T000000Z',
        start: new Date('2026-06-02T22:00:00Z'),
        end: new Date('2026-06-03T22:00:00Z'),
        isAllDay: true,
        cancelled: true,
      });
    expect(find([exception('2026-06-03', cancelled)], '20260603T070000Z')?.isAllDay).toBe(false);
  });

  it('leaves out an exception whose original start cannot be read', () => {
    const unread = { originalStartTime: { dateTime: 'soon' }, status: 'cancelled' as const };
    expect(list([{ id: 'base_20260603T070000Z_x', ...unread }])).toHaveLength(7);
    expect(list([{ id: 'base_20261303', ...unread }])).toHaveLength(7);
    expect(list([{ id: 'base_20260603T070000Z', ...unread }]).map((one) => one.cancelled)).toContain(true);
  });

  it('has its slots, described by the master', () => {
    const all = list([]);
    expect(all).toHaveLength(7);
    expect(all[0]).toMatchObject({
      key: '20260601T070000Z',
      cancelled: false,
      timeZone: ZONE,
      resource: master,
    });
  });

  it('keeps a cancelled slot, cancelled, at its original time', () => {
    const gone = exception('2026-06-03', { status: 'cancelled' });
    expect(list([gone])).toHaveLength(7);
    expect(find([gone], '20260603T070000Z')).toMatchObject({
      cancelled: true,
      start: new Date('2026-06-03T07:00:00Z'),
      end: new Date('2026-06-03T07:30:00Z'),
      resource: gone,
      problem: null,
    });
  });

  it('moves an exception but keeps its key and original start', () => {
    const later = moved('2026-06-03', '2026-06-03T15:00:00+02:00', '2026-06-03T16:00:00+02:00');
    expect(find([later], '20260603T070000Z')).toMatchObject({
      originalStart: new Date('2026-06-03T07:00:00Z'),
      start: new Date('2026-06-03T13:00:00Z'),
      end: new Date('2026-06-03T14:00:00Z'),
      resource: later,
    });
  });

  it('sees a meeting moved across the edge of the window from both sides', () => {
    const out = moved('2026-06-03', '2026-07-03T09:00:00+02:00', '2026-07-03T09:30:00+02:00');
    const into = moved('2026-07-10', '2026-06-05T18:00:00+02:00', '2026-06-05T18:30:00+02:00');
    const elsewhere = moved('2026-07-11', '2026-07-12T18:00:00+02:00', '2026-07-12T18:30:00+02:00');
    const all = list([out, into, elsewhere]);
    expect(all).toHaveLength(8);
    expect(find([out], '20260603T070000Z')?.start).toEqual(new Date('2026-07-03T07:00:00Z'));
    expect(find([into], '20260710T070000Z')?.start).toEqual(new Date('2026-06-05T16:00:00Z'));
  });

  it('includes an exception whose slot the rule no longer produces', () => {
    const stray: GoogleEvent = {
      ...moved('2026-06-03', '2026-06-03T20:00:00+02:00', '2026-06-03T21:00:00+02:00'),
      originalStartTime: time('2026-06-03T20:00:00+02:00'),
    };
    expect(list([stray])).toHaveLength(8);
  });

  it('keeps the slot of an exception without a readable time, and says so', () => {
    const broken = exception('2026-06-03', { status: 'confirmed', start: { dateTime: 'never' } });
    expect(find([broken], '20260603T070000Z')).toMatchObject({
      start: new Date('2026-06-03T07:00:00Z'),
      problem: expect.stringContaining('cannot be read'),
    });
  });

  it('reads the slot from the id where originalStartTime is missing, and leaves out what names none', () => {
    const bare: GoogleEvent = { id: 'base_20260603T070000Z', status: 'cancelled' };
    expect(find([bare], '20260603T070000Z')?.cancelled).toBe(true);
    expect(list([{ id: 'nameless', status: 'cancelled' }])).toHaveLength(7);
  });

  it('is cancelled whole with its master, exceptions included, even when only the id is left', () => {
    const later = moved('2026-06-03', '2026-06-03T15:00:00+02:00', '2026-06-03T16:00:00+02:00');
    expect(list([later], { status: 'cancelled' }).map((one) => one.cancelled)).toEqual(Array(7).fill(true));
    const bare: GoogleEvent = { id: 'base', status: 'cancelled' };
    expect(occurrencesOf(bare, [later], week, 'UTC')).toMatchObject([
      { key: '20260603T070000Z', cancelled: true },
    ]);
  });

  it('shows a damaged rule on what is left', () => {
    const start = { start: time('2026-06-02T09:00:00+02:00'), end: time('2026-06-02T09:30:00+02:00') };
    expect(list([], { ...start, recurrence: ['RRULE:FREQ=OFTEN'] })).toMatchObject([
      { key: '20260602T070000Z', problem: expect.stringContaining('FREQ=OFTEN') },
    ]);
  });

  it('matches the exceptions of all-day series by date', () => {
    const days: GoogleEvent = {
      id: 'd',
      start: { date: '2026-06-01' },
      end: { date: '2026-06-02' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
    };
    const gone: GoogleEvent = {
      id: 'd_20260602',
      status: 'cancelled',
      originalStartTime: { date: '2026-06-02' },
    };
    expect(occurrencesOf(days, [gone], week, ZONE).map((one) => [one.key, one.cancelled])).toEqual([
      ['20260601T000000Z', false],
      ['20260602T000000Z', true],
      ['20260603T000000Z', false],
    ]);
  });
});

it('every exception is in the list once when it is seen, whatever the order, and slots stay unique', () => {
  const day = fc.integer({ min: 0, max: 40 });
  const change = fc.record({ day, to: day, cancelled: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(change, { selector: (c) => c.day, maxLength: 15 }), (changes) => {
      const iso = (n: number) => new Date(Date.UTC(2026, 4, 15 + n)).toISOString().slice(0, 10);
      const exceptions = changes.map((c) =>
        c.cancelled
          ? exception(iso(c.day), { status: 'cancelled' })
          : moved(iso(c.day), `${iso(c.to)}T09:00:00+02:00`, `${iso(c.to)}T09:30:00+02:00`),
      );
      const all = list(exceptions);
      const inWeek = (n: number) => iso(n) >= '2026-06-01' && iso(n) < '2026-06-08';
      const seen = changes.filter((c) => inWeek(c.day) || (!c.cancelled && inWeek(c.to)));
      expect(all.filter((one) => one.resource.id !== 'base')).toHaveLength(seen.length);
      expect(new Set(all.map((one) => one.key)).size).toBe(all.length);
      expect(all).toHaveLength(7 + seen.filter((c) => !inWeek(c.day)).length);
      expect(list([...exceptions].reverse())).toHaveLength(all.length);
    }),
    { numRuns: 200 },
  );
});

it('reads the times Google sends', () => {
  const at = (value: Parameters<typeof googleTimeToInstant>[0]) =>
    googleTimeToInstant(value, ZONE)?.toISOString();
  expect(at({ dateTime: '2026-06-01T09:00:00-04:00' })).toBe('2026-06-01T13:00:00.000Z');
  expect(at({ dateTime: '2026-06-01T09:00:00.000Z' })).toBe('2026-06-01T09:00:00.000Z');
  expect(at({ dateTime: '2026-06-01T09:00:00' })).toBe('2026-06-01T07:00:00.000Z');
  expect(at({ date: '2026-06-01' })).toBe('2026-05-31T22:00:00.000Z');
  for (const bad of [
    undefined,
    null,
    {},
    { dateTime: '' },
    { date: '2026-13-01' },
    { dateTime: '2026-06-01T25:00:00Z' },
  ]) {
    expect(googleTimeToInstant(bad, ZONE)).toBeNull();
  }
});

describe('a zone that no one knows', () => {
  const OFFSET = 'The time zone "Mars/Base" is unknown; the time is taken from its offset.';
  const INSTEAD = 'The time zone "Mars/Base" is unknown; Europe/Berlin is used instead.';
  const single = (start: GoogleEvent['start']) =>
    occurrencesOf({ id: 'one', start, end: start }, [], week, ZONE)[0];

  it.each([
    ['2026-06-02T09:00:00+02:00', '07:00', OFFSET],
    ['2026-06-02T09:00:00+0200', '07:00', OFFSET],
    ['2026-06-02T09:00:00-03:30', '12:30', OFFSET],
    ['2026-06-02T07:00:00Z', '07:00', OFFSET],
    ['2026-06-02t07:00:00z', '07:00', OFFSET],
    ['2026-06-02T09:00:00', '07:00', INSTEAD],
    ['2026-06-02 09:00', '07:00', INSTEAD],
  ])('leaves a single meeting at %s its time, and says how', (dateTime, at, problem) => {
    const found = single({ dateTime, timeZone: 'Mars/Base' });
    expect(found?.start.toISOString()).toContain(`T${at}`);
    expect(found).toMatchObject({ problem, timeZone: ZONE });
  });

  it('is told by its first 100 characters', () => {
    const timeZone = `${'M'.repeat(100)}ars`;
    const told = `The time zone "${'M'.repeat(100)}" is unknown;`;
    expect(single({ dateTime: '2026-06-02T09:00:00Z', timeZone })?.problem).toContain(told);
    expect(single({ dateTime: '2026-06-02T09:00:00', timeZone })?.problem).toContain(told);
  });

  it('is no problem where there is none, where it is known, and for a date', () => {
    expect(single({ dateTime: '2026-06-02T09:00:00Z' })).toMatchObject({ problem: null, timeZone: ZONE });
    expect(single({ dateTime: '2026-06-02T09:00:00Z', timeZone: 'GMT+05:30' })).toMatchObject({
      problem: null,
      timeZone: 'Asia/Kolkata',
    });
    expect(single({ date: '2026-06-02', timeZone: 'Mars/Base' })).toMatchObject({
      problem: null,
      isAllDay: true,
    });
  });

  it('of a changed date is told for that date, and the zone of its series is shown', () => {
    const start = { dateTime: '2026-06-03T12:00:00+02:00', timeZone: 'Mars/Base' };
    const [, , changed, next] = list([exception('2026-06-03', { start, end: start })]);
    expect(changed).toMatchObject({
      problem: OFFSET,
      timeZone: ZONE,
      start: new Date('2026-06-03T10:00:00Z'),
    });
    expect(next?.problem).toBeNull();
  });

  it('of a series is told for each date, which is at its time in the zone of the calendar', () => {
    const start = { dateTime: '2026-03-01T09:00:00+01:00', timeZone: 'Mars/Base' };
    const found = occurrencesOf({ ...master, start, end: start }, [], week, ZONE);
    expect(found.map((one) => one.problem)).toEqual(Array.from({ length: 7 }, () => INSTEAD));
    expect(found[0]?.start.toISOString()).toBe('2026-06-01T07:00:00.000Z');
  });
});
