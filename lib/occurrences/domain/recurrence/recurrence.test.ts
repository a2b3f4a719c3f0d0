import { describe, expect, it } from 'vitest';
import { allDay, HARD_CASES, keys, NY, timed, window } from '@/test/recurrence/hard-cases';
import { describeRecurrence, expandSeries, findSlot, nearestSlots, slotKey, slotsAfter } from './';

describe('hard cases', () => {
  it.each(HARD_CASES)('%s', (_, series, [from, to], expected) => {
    const expansion = expandSeries(series, window(from, to));
    expect(keys(expansion)).toEqual(expected);
    expect(expansion.problem).toBeNull();
    expect(keys(slotsAfter(series, new Date(0), expected.length))).toEqual(expected);
  });

  it('cuts the window half-open, on the end of one slot and the start of the next', () => {
    const series = timed('2026-06-01T09:00:00Z', 'UTC', ['RRULE:FREQ=DAILY']);
    expect(keys(expandSeries(series, window('2026-06-02T09:30:00Z', '2026-06-03T09:00:00Z')))).toEqual([]);
    expect(keys(expandSeries(series, window('2026-06-02T09:29:59Z', '2026-06-03T09:00:01Z')))).toHaveLength(
      2,
    );
  });

  it('gives all-day slots midnight in the calendar zone and days of 23 hours', () => {
    const series = allDay('2026-03-29', '2026-03-30', ['RRULE:FREQ=YEARLY']);
    const [slot] = expandSeries(series, window('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).slots;
    expect(slot).toMatchObject({
      start: new Date('2026-03-28T23:00:00Z'),
      end: new Date('2026-03-29T22:00:00Z'),
      isAllDay: true,
    });
  });

  it('names the slot of an original start', () => {
    expect(slotKey({ dateTime: '2026-03-09T09:00:00-04:00' }, 'UTC')).toBe('20260309T130000Z');
    expect(slotKey({ dateTime: '2026-03-09T09:00:00', timeZone: NY }, 'UTC')).toBe('20260309T130000Z');
    expect(slotKey({ date: '2026-03-09' }, NY)).toBe('20260309T000000Z');
    expect(slotKey({ date: '2026-02-30' }, NY)).toBeNull();
    expect(slotKey({}, NY)).toBeNull();
  });
});

describe('old, endless and impossible series', () => {
  const old = (rule: string) => timed('1995-01-31T09:00:00-05:00', NY, [`RRULE:${rule}`]);
  const november = window('2026-11-01T00:00:00Z', '2027-01-01T00:00:00Z');

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3',
    'FREQ=DAILY;BYSETPOS=2',
    'FREQ=HOURLY;INTERVAL=2;BYHOUR=10',
    'FREQ=SECONDLY;INTERVAL=2;BYSECOND=1',
  ])('%s has no start, so that only DTSTART is a slot', (rule) => {
    const series = old(rule);
    expect(expandSeries(series, november).slots).toEqual([]);
    expect(slotsAfter(series, november.from, 5).slots).toEqual([]);
    expect(keys({ slots: nearestSlots(series, november.from) })).toEqual(['19950131T140000Z']);
  });

  it('cuts what repeats every second, and says so; a limit asked for is no problem', () => {
    const series = old('FREQ=SECONDLY');
    const whole = expandSeries(series, november);
    expect(whole.slots).toHaveLength(5000);
    expect(whole.problem).toContain('too often');
    expect(expandSeries(series, november, 3)).toMatchObject({ problem: null, slots: { length: 3 } });
    expect(slotsAfter(series, november.from, 52).slots).toHaveLength(52);
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=999999',
    'FREQ=MONTHLY;COUNT=999999999',
    'FREQ=WEEKLY;COUNT=999999999',
    'FREQ=YEARLY;INTERVAL=999999;COUNT=2',
    'FREQ=SECONDLY;INTERVAL=999999;BYSECOND=1,7;COUNT=999999999',
  ])('%s outlasts every calendar, and does not disturb another series', (rule) => {
    expandSeries(old(rule), november);
    expect(keys(slotsAfter(old('FREQ=MONTHLY'), november.from, 2))).toEqual([
      '20261231T140000Z',
      '20270131T140000Z',
    ]);
  });

  it('ends when an EXRULE takes everything', () => {
    const series = timed('2026-11-02T09:00:00Z', 'UTC', ['RRULE:FREQ=WEEKLY', 'EXRULE:FREQ=WEEKLY']);
    expect(expandSeries(series, november).slots).toEqual([]);
  });

  it.each([
    'RRULE:FREQ=SOMETIMES',
    'RRULE:',
    'RRULE:INTERVAL=2',
    'RRULE:FREQ=DAILY;COUNT=0',
    'RRULE:FREQ=DAILY;INTERVAL=0',
    'RRULE:FREQ=DAILY;BYMONTH=13',
    'RRULE:FREQ=WEEKLY;BYDAY=XX',
    'RRULE:FREQ=DAILY;UNTIL=soon',
    'RRULE:FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY',
    'EXDATE:yesterday',
    'RDATE;TZID=Mars/Base:20260601T090000',
    '',
    'DTSTART:20260601T090000Z',
  ])('%j is shown as a problem and leaves the first slot', (line) => {
    const series = timed('2026-11-02T09:00:00Z', 'UTC', [line]);
    const { slots, problem } = expandSeries(series, november);
    expect(slots[0]?.key).toBe('20261102T090000Z');
    expect(problem).toMatch(/cannot be followed: .+\.$/);
  });

  it('uses the fallback for an unknown zone, and has nothing to say without a start', () => {
    const series = {
      ...timed('2026-11-02T09:00:00Z', 'Mars/Base', ['RRULE:FREQ=DAILY;COUNT=1']),
      fallbackTimeZone: 'nowhere',
    };
    expect(expandSeries(series, november)).toMatchObject({
      slots: [{ key: '20261102T090000Z' }],
      problem: expect.stringContaining('Mars/Base'),
    });
    const none = { start: {}, end: {}, recurrence: ['RRULE:FREQ=DAILY'], fallbackTimeZone: 'UTC' };
    expect(expandSeries(none, november)).toEqual({ slots: [], problem: 'The series has no readable start.' });
    expect([nearestSlots(none, november.from), findSlot(none, november.from)]).toEqual([[], null]);
  });
});

describe('in words', () => {
  const start = { dateTime: '2026-11-03T09:00:00-05:00', timeZone: NY };
  it.each([
    [['RRULE:FREQ=DAILY'], 'Every day'],
    [['RRULE:FREQ=DAILY;INTERVAL=3;COUNT=12'], 'Every 3 days, 12 times'],
    [['RRULE:FREQ=WEEKLY'], 'Weekly on Tuesday'],
    [['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU'], 'Every 2 weeks on Tuesday and Thursday'],
    [['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'], 'Every weekday'],
    [['RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270303'], 'Every weekday, until 3 March 2027'],
    [
      ['RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270304T045959Z'],
      'Monthly on the last Friday, until 3 March 2027',
    ],
    [['RRULE:FREQ=MONTHLY'], 'Monthly on day 3'],
    [['RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15'], 'Monthly on day 1 and 15'],
    [['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1'], 'Monthly on the last day'],
    [['RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13'], 'Monthly on Friday that falls on day 13'],
    [
      ['RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3MO'],
      'Every 2 months on the first Monday and the third Monday',
    ],
    [['RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'], 'Monthly on the last weekday'],
    [['RRULE:FREQ=YEARLY'], 'Yearly on 3 November'],
    [['RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'], 'Yearly on the last Sunday in March'],
    [['RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'], 'Yearly in week 20 on Monday'],
    [['RRULE:FREQ=HOURLY;INTERVAL=4'], 'Every 4 hours'],
    [['RRULE:FREQ=DAILY;BYHOUR=9,17'], 'Every day at 09:00 and 17:00'],
    [['RDATE:20261110T140000Z,20261117T140000Z'], 'On 3 chosen dates'],
    [['EXDATE:20261110T140000Z', 'RRULE:FREQ=WEEKLY;COUNT=1'], 'Weekly on Tuesday, once'],
  ])('%j → %s', (recurrence, words) => {
    expect(describeRecurrence(recurrence, start)).toBe(words);
  });

  it('has no words for what cannot be read', () => {
    expect(describeRecurrence(['RRULE:FREQ=NEVER'], start)).toBeNull();
    expect(describeRecurrence([], start)).toBeNull();
  });
});

describe('a rule that no one can mean', () => {
  const MONTHS = 'BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12';
  it.each([
    ['every second excluded', ['RRULE:FREQ=SECONDLY', 'EXRULE:FREQ=SECONDLY'], 0],
    ['seconds counted to a billion', [`RRULE:FREQ=SECONDLY;${MONTHS};COUNT=999999999`], 5_000],
    ['days counted beyond all years', [`RRULE:FREQ=DAILY;${MONTHS};COUNT=999999`], 30],
  ])('%s is cut, with the problem', (_name, recurrence, slots) => {
    const expansion = expandSeries(
      timed('2026-01-05T09:00:00-05:00', NY, recurrence),
      window('2026-11-01T05:00:00Z', '2026-12-01T05:00:00Z'),
    );
    expect(expansion.slots).toHaveLength(slots);
    expect(expansion.problem).toMatch(/repeats too often|COUNT is too large|ask for too much/);
  });

  it('an EXRULE takes out what clocks going forward have moved', () => {
    const series = timed('2026-03-07T02:30:00-05:00', NY, [
      'RRULE:FREQ=DAILY',
      'EXRULE:FREQ=WEEKLY;BYDAY=SU',
    ]);
    expect(keys(expandSeries(series, window('2026-03-07T00:00:00Z', '2026-03-10T00:00:00Z')))).toEqual([
      '20260307T073000Z',
      '20260309T063000Z',
    ]);
  });
});

it('a date given as a period has a length of its own (RFC 5545 section 3.8.5.2)', () => {
  const lengths = (line: string) =>
    expandSeries(
      timed('2026-03-02T14:00:00Z', 'UTC', [line]),
      window('2026-03-03T00:00:00Z', '2026-03-10T00:00:00Z'),
    ).slots.map((slot) => (+slot.end - +slot.start) / 60_000);
  expect(
    lengths(
      'RDATE;VALUE=PERIOD:20260303T090000Z/20260303T110000Z,20260304T090000Z/P1DT1H30M,20260305T090000Z',
    ),
  ).toEqual([120, 1530, 30]);
  expect(lengths('RDATE;VALUE=PERIOD;TZID=America/New_York:20260302T180000/20260302T200000')).toEqual([120]);
  expect(lengths('RDATE;VALUE=PERIOD:20260303T090000Z/20260303T080000Z,20260304T090000Z/soon')).toEqual([
    30, 30,
  ]);
});
