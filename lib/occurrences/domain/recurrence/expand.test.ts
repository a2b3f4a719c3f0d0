import { describe, expect, it } from 'vitest';
import { expandSeries, findSlot, MAX_SLOTS, nearestSlots, slotsAfter } from './expand';

const START = '2026-06-01T09:00:00Z';
const series = (recurrence: string[], minutes = 30, start = START) => ({
  start: { dateTime: start, timeZone: 'UTC' },
  end: { dateTime: new Date(Date.parse(start) + minutes * 60_000).toISOString(), timeZone: 'UTC' },
  recurrence,
  fallbackTimeZone: 'UTC',
});
const NONE = { start: {}, end: {}, recurrence: ['RRULE:FREQ=DAILY'], fallbackTimeZone: 'UTC' };
const at = (time: string) => new Date(`2026-06-${time}Z`);
const window = (from: string, to: string) => ({ from: at(from), to: at(to) });
const short = ({ slots }: { slots: { key: string }[] }) => slots.map(({ key }) => key.slice(6, 13));
const daily = series(['RRULE:FREQ=DAILY']);
const TOO_MUCH = 'The recurrence cannot be followed to the end: its rules ask for too much.';
/** A rule whose starts an EXRULE excludes for ever, and one of another second. */
const IN_VAIN = ['RRULE:FREQ=MINUTELY', 'EXRULE:FREQ=MINUTELY'];
const OTHER = 'RRULE:FREQ=DAILY;BYSECOND=30';

describe('the slots in a window', () => {
  it.each<[string, [string, string], string[]]>([
    ['end after it begins', ['02T09:29', '02T12:00'], ['02T0900']],
    ['do not end as it begins', ['02T09:30', '02T12:00'], []],
    ['start before it ends', ['02T08:00', '02T09:01'], ['02T0900']],
    ['do not start as it ends', ['02T08:00', '02T09:00'], []],
    ['are none when it is empty', ['02T09:10', '02T09:10'], []],
    ['are none when it is turned round', ['02T09:20', '02T09:10'], []],
  ])('%s', (_what, [from, to], expected) => {
    expect(short(expandSeries(daily, window(`${from}:00`, `${to}:00`)))).toEqual(expected);
  });

  it('of no length are in the window that begins with them', () => {
    const points = series(['RRULE:FREQ=DAILY'], 0);
    expect(short(expandSeries(points, window('02T09:00:00', '02T10:00:00')))).toEqual(['02T0900']);
    expect(short(expandSeries(points, window('02T09:00:01', '02T10:00:00')))).toEqual([]);
  });

  it('of a day on which clocks go back are an hour longer', () => {
    const days = {
      start: { date: '2026-10-20' },
      end: { date: '2026-10-21' },
      recurrence: ['RRULE:FREQ=DAILY'],
      fallbackTimeZone: 'Europe/Berlin',
    };
    const last = { from: new Date('2026-10-25T22:30:00Z'), to: new Date('2026-10-25T22:40:00Z') };
    expect(expandSeries(days, last).slots).toMatchObject([
      {
        key: '20261025T000000Z',
        originalStart: new Date('2026-10-24T22:00:00Z'),
        start: new Date('2026-10-24T22:00:00Z'),
        end: new Date('2026-10-25T23:00:00Z'),
        isAllDay: true,
      },
    ]);
  });

  it('are 5,000, and more are cut with a problem', () => {
    const minutes = series(['RRULE:FREQ=MINUTELY'], 1);
    const to = (count: number) => new Date(Date.parse(START) + count * 60_000);
    const first = { from: new Date(START), to: to(MAX_SLOTS) };
    expect(expandSeries(minutes, first)).toMatchObject({ slots: { length: 5_000 }, problem: null });
    const { slots, problem } = expandSeries(minutes, { ...first, to: to(MAX_SLOTS + 1) });
    expect(slots).toHaveLength(5_000);
    expect(problem).toBe('The recurrence cannot be followed to the end: it repeats too often.');
    expect(slots.at(-1)?.start).toEqual(to(MAX_SLOTS - 1));
  });

  it('are as many as a limit allows, the earliest, and the rest is no problem', () => {
    const all = window('01T00:00:00', '09T00:00:00');
    const both = series(['RRULE:FREQ=DAILY', 'RRULE:FREQ=DAILY;BYHOUR=8', 'RDATE:20260601T070000Z']);
    expect(expandSeries(both, all, 4).problem).toBeNull();
    expect(short(expandSeries(both, all, 4))).toEqual(['01T0700', '01T0900', '02T0800', '02T0900']);
    expect(short(expandSeries(both, all, 0))).toEqual([]);
  });

  it('have a problem and none without a start', () => {
    const none = { slots: [], problem: 'The series has no readable start.' };
    expect(expandSeries(NONE, window('01T00:00:00', '09T00:00:00'))).toEqual(none);
    expect(slotsAfter(NONE, at('01T00:00:00'), 1)).toEqual(none);
    expect([nearestSlots(NONE, at('01T00:00:00')), findSlot(NONE, at('01T00:00:00'))]).toEqual([[], null]);
  });

  it('say what was damaged, also in an empty window', () => {
    const damaged = series(['RRULE:FREQ=DAILY', 'nonsense']);
    const problem = 'The recurrence line "nonsense" cannot be followed: it is not a recurrence line.';
    for (const to of ['02T00:00:00', '01T00:00:00'])
      expect(expandSeries(damaged, window('01T00:00:00', to)).problem).toBe(problem);
  });

  it.each([[[...IN_VAIN, OTHER]], [[IN_VAIN[1] ?? '', OTHER, IN_VAIN[0] ?? '']]])(
    'are those of the other rules when one is searched in vain: %j',
    (recurrence) => {
      const found = slotsAfter(series(recurrence), at('01T00:00:00'), 2);
      expect(found.slots.map(({ key }) => key)).toEqual(['20260601T090030Z', '20260602T090030Z']);
      expect(found.problem).toBe(TOO_MUCH);
    },
  );

  it('are all dates that are given one by one, though the rules ask for too much', () => {
    const dates = 'RDATE:20260601T090015Z,20270101T000015Z';
    const found = slotsAfter(series([...IN_VAIN, dates]), at('01T00:00:00'), 9);
    expect(found.slots.map(({ key }) => key)).toEqual(['20260601T090015Z', '20270101T000015Z']);
    expect(found.problem).toBe(TOO_MUCH);
  });
});

describe('the slots after a moment', () => {
  it('do not start at it, and are as many as are wanted', () => {
    expect(short(slotsAfter(daily, at('02T09:00:00'), 2))).toEqual(['03T0900', '04T0900']);
    expect(short(slotsAfter(daily, at('02T08:59:59'), 1))).toEqual(['02T0900']);
    expect(short(slotsAfter(series(['RRULE:FREQ=DAILY;COUNT=2']), at('02T09:00:00'), 1))).toEqual([]);
  });
});

describe('the slot at an instant', () => {
  it('starts exactly then', () => {
    expect(findSlot(daily, at('02T09:00:00'))?.key).toBe('20260602T090000Z');
    expect(findSlot(daily, at('02T09:00:01'))).toBeNull();
    expect(findSlot(daily, at('02T08:59:59'))).toBeNull();
  });
});

describe('the slots around a moment', () => {
  it.each<[string, string[], string, string[]]>([
    ['at a start', [], '02T09:00:00', ['02T0900', '03T0900']],
    ['between two', [], '02T12:00:00', ['02T0900', '03T0900']],
    ['before the first', [], '01T08:00:00', ['01T0900']],
    ['after an excluded one', ['EXDATE:20260602T090000Z'], '02T12:00:00', ['01T0900', '03T0900']],
    ['after a date', ['RDATE:20260602T110000Z'], '02T12:00:00', ['02T1100', '03T0900']],
    ['before a date', ['RDATE:20260602T130000Z'], '02T12:00:00', ['02T0900', '02T1300']],
    [
      'after an excluded date',
      ['RDATE:20260602T110000Z', 'EXDATE:20260602T110000Z'],
      '02T12:00:00',
      ['02T0900', '03T0900'],
    ],
    [
      'after the last slot of a rule that ended',
      ['RRULE:FREQ=DAILY;BYHOUR=10;UNTIL=20260601T100000Z'],
      '02T12:00:00',
      ['02T0900', '03T0900'],
    ],
    ['after the later of two rules', ['RRULE:FREQ=DAILY;BYHOUR=10'], '02T12:00:00', ['02T1000', '03T0900']],
    ['after the earlier of two rules', ['RRULE:FREQ=DAILY;BYHOUR=8'], '02T12:00:00', ['02T0900', '03T0800']],
  ])('are there %s', (_where, lines, moment, expected) => {
    expect(short({ slots: nearestSlots(series(['RRULE:FREQ=DAILY', ...lines]), at(moment)) })).toEqual(
      expected,
    );
  });

  it('are one after the last', () => {
    const ended = (line: string) => short({ slots: nearestSlots(series([line]), at('20T00:00:00')) });
    expect(ended('RRULE:FREQ=DAILY;COUNT=2')).toEqual(['02T0900']);
    expect(ended('RRULE:FREQ=DAILY;UNTIL=20260603T090000Z')).toEqual(['03T0900']);
    expect(ended('RRULE:FREQ=DAILY;UNTIL=20260603T085959Z')).toEqual(['02T0900']);
    const gone = series(['RRULE:FREQ=DAILY', 'EXRULE:FREQ=DAILY']);
    expect(nearestSlots(gone, at('02T12:00:00'))).toEqual([]);
  });
});
