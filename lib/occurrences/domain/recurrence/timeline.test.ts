import { describe, expect, it } from 'vitest';
import { expandSeries } from './expand';
import { isExcluded, readTimeline } from './timeline';

const START = { dateTime: '2026-06-01T09:00:00Z', timeZone: 'UTC' };
const END = { dateTime: '2026-06-01T09:30:00Z', timeZone: 'UTC' };
const JUNE = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z') };
const timed = (...recurrence: string[]) => ({ start: START, end: END, recurrence, fallbackTimeZone: 'UTC' });
const allDay = (...recurrence: string[]) => ({
  start: { date: '2026-06-01' },
  end: { date: '2026-06-02' },
  recurrence,
  fallbackTimeZone: 'Europe/Berlin',
});
const keys = (series: Parameters<typeof expandSeries>[0]) =>
  expandSeries(series, JUNE).slots.map(({ key }) => key.slice(6, 13));
const days = (series: Parameters<typeof expandSeries>[0]) => keys(series).map((key) => key.slice(0, 2));
const problem = (...recurrence: string[]) => readTimeline(timed(...recurrence))?.problem;
const cannot = (line: string, why: string) => `The recurrence line "${line}" cannot be followed: ${why}.`;

describe('a series', () => {
  it('has its length, of at least a day when it is all-day', () => {
    expect(readTimeline(timed())).toMatchObject({ durationMs: 1_800_000, isAllDay: false, zone: 'UTC' });
    expect(readTimeline({ ...timed(), end: {} })?.durationMs).toBe(0);
    expect(readTimeline({ ...timed(), end: { dateTime: '2026-06-01T08:00:00Z' } })?.durationMs).toBe(0);
    const lasts = (date: string) => readTimeline({ ...allDay(), end: { date } })?.durationMs;
    expect(['2026-06-02', '2026-06-04', '2026-06-01'].map(lasts)).toEqual([
      86_400_000,
      3 * 86_400_000,
      86_400_000,
    ]);
  });

  it('has the date of its start, and others in order and once', () => {
    const line = 'RDATE:20260603T090000Z,20260602T090000Z,20260603T090000Z,20260601T090000Z';
    expect(readTimeline(timed(line))?.dates.map((at) => new Date(at).getUTCDate())).toEqual([1, 2, 3]);
    expect(readTimeline(timed())?.problem).toBeNull();
  });

  it('is null without a start, and has no rules when they are no list', () => {
    expect(readTimeline({ ...timed(), start: {} })).toBeNull();
    const odd = { ...timed(), recurrence: 'RRULE:FREQ=DAILY' as never };
    expect(readTimeline(odd)).toMatchObject({ rules: [], exRules: [], problem: null });
  });

  it('says which zone is used in place of an unknown one', () => {
    const series = { ...timed(), start: { ...START, timeZone: 'Mars/Base' }, fallbackTimeZone: 'Asia/Tokyo' };
    expect(readTimeline(series)?.problem).toBe(
      'The time zone "Mars/Base" is unknown; Asia/Tokyo is used instead.',
    );
    expect(readTimeline({ ...series, recurrence: ['nonsense'] })?.problem).toContain('Mars/Base');
  });
});

describe('a recurrence line', () => {
  it.each([
    ['nonsense', 'it is not a recurrence line'],
    ['1:RRULE:FREQ=DAILY', 'it is not a recurrence line'],
    ['', 'it is not a recurrence line'],
    ['DTSTART:20260601T090000Z', 'DTSTART has no meaning here'],
    ['RRULE:FREQ=OFTEN', 'FREQ=OFTEN is unknown'],
    ['RRULE:FREQ=DAILY;UNTIL=soon', 'UNTIL=SOON is not a date'],
    ['EXRULE:FREQ=DAILY;COUNT=0', 'COUNT=0 is not a positive number'],
    ['EXDATE:20260601, soon ,20260602', '"soon" is not a date'],
    ['EXDATE:', '"" is not a date'],
    ['RDATE;TZID=Mars/Base:20260601T090000', 'the time zone "Mars/Base" is unknown'],
    ['RDATE;TZID=Mars/Base:soon', 'the time zone "Mars/Base" is unknown'],
    ['RDATE:20260602T090000Z/soon', '"20260602T090000Z/soon" is not a date'],
    ['RRULE:FREQ=SECONDLY;BYMONTH=6;COUNT=99999', 'its COUNT is too large, and it is taken to have no end'],
  ])('%j cannot be followed: %s', (line, why) => {
    expect(problem(line)).toBe(cannot(line, why));
  });

  it('that cannot be followed is shown to 120 characters, and only the first', () => {
    const long = 'x'.repeat(130);
    expect(problem(long, 'nonsense')).toBe(cannot('x'.repeat(120), 'it is not a recurrence line'));
  });

  it.each([
    [' rrule:FREQ=DAILY;COUNT=2', ['01', '02']],
    ['RRULE;X-OWN=1:FREQ=DAILY;COUNT=2', ['01', '02']],
    ['RRULE:FREQ=DAILY;\n COUNT=2', ['01', '02']],
  ])('%j is followed', (line, expected) => {
    expect(days(timed(line))).toEqual(expected);
    expect(problem(line)).toBeNull();
  });
});

describe('UNTIL', () => {
  it.each([
    ['20260603', ['01', '02', '03']],
    ['20260603T090000Z', ['01', '02', '03']],
    ['20260603T085959Z', ['01', '02']],
    ['20260603T090000', ['01', '02', '03']],
  ])('%s ends a timed series', (until, expected) => {
    expect(days(timed(`RRULE:FREQ=DAILY;UNTIL=${until}`))).toEqual(expected);
  });

  it('as a date admits the last second of its day, and not the next', () => {
    const late = {
      ...timed('RRULE:FREQ=SECONDLY;UNTIL=20260601'),
      start: { dateTime: '2026-06-01T23:59:58Z', timeZone: 'UTC' },
    };
    expect(keys({ ...late, end: late.start })).toHaveLength(2);
  });

  it.each([
    ['20260603', ['01', '02', '03']],
    ['20260603T000000Z', ['01', '02', '03']],
    // The date of UTC counts, though it is the 3rd in Berlin.
    ['20260602T220000Z', ['01', '02']],
    ['20260603T235959Z', ['01', '02', '03']],
    ['20260603T120000', ['01', '02', '03']],
    // Midnight in UTC means that day also where the clock still shows the one before.
    ['20260604T000000Z', ['01', '02', '03', '04']],
  ])('%s ends an all-day series', (until, expected) => {
    expect(days(allDay(`RRULE:FREQ=DAILY;UNTIL=${until}`))).toEqual(expected);
  });
});

describe('dates of a recurrence', () => {
  const first = 'RRULE:FREQ=DAILY;COUNT=4';
  it.each([
    [['EXDATE:20260602T090000Z'], ['01', '03', '04']],
    [['exdate:20260602T090000Z'], ['01', '03', '04']],
    [['EXDATE;VALUE=DATE:20260602,20260603'], ['01', '04']],
    [['EXDATE;TZID="Europe/Berlin":20260602T110000'], ['01', '03', '04']],
    [['EXDATE:20260602T090001Z'], ['01', '02', '03', '04']],
    [['RDATE:20260610'], ['01', '02', '03', '04', '10']],
    [
      ['RDATE:20260610T120000Z', 'EXDATE:20260610'],
      ['01', '02', '03', '04'],
    ],
    [['EXRULE:FREQ=DAILY;COUNT=2'], ['03', '04']],
    [['EXRULE:FREQ=DAILY;UNTIL=20260602T090000Z'], ['03', '04']],
    [['EXRULE:FREQ=DAILY;BYHOUR=10'], ['01', '02', '03', '04']],
  ])('%j are excluded or added', (lines, expected) => {
    expect(days(timed(first, ...lines))).toEqual(expected);
  });

  it('that are bare have the time of day of the series', () => {
    expect(keys(timed('RDATE:20260610'))).toEqual(['01T0900', '10T0900']);
  });

  it.each([
    [['EXDATE:20260602'], ['01', '03', '04']],
    [['EXDATE:20260601T220000Z'], ['01', '03', '04']],
    [['RDATE:20260610T120000'], ['01', '02', '03', '04', '10']],
    [['EXRULE:FREQ=DAILY;INTERVAL=2'], ['02', '04']],
    [['EXRULE:FREQ=DAILY;UNTIL=20260602'], ['03', '04']],
    [['EXRULE:FREQ=DAILY;BYHOUR=10;COUNT=1'], ['02', '03', '04']],
  ])('%j of an all-day series are days', (lines, expected) => {
    expect(days(allDay(first, ...lines))).toEqual(expected);
  });

  it('that are periods have lengths of their own, but not in an all-day series', () => {
    const line = 'RDATE:20260610T090000Z/PT2H,20260611T090000Z/20260611T100000Z,20260612T090000Z';
    const minutes = (series: Parameters<typeof expandSeries>[0]) =>
      expandSeries(series, JUNE).slots.map(({ start, end }) => (+end - +start) / 60_000);
    expect(minutes(timed(line))).toEqual([30, 120, 60, 30]);
    expect(minutes(allDay(line))).toEqual([1440, 1440, 1440, 1440]);
  });
});

describe('an EXRULE', () => {
  const slot = Date.parse('2026-06-01T09:00:00Z');
  it.each([
    ['FREQ=DAILY', true],
    ['FREQ=DAILY;UNTIL=20260601T090000Z', true],
    ['FREQ=DAILY;UNTIL=20260601T085959Z', false],
    ['FREQ=DAILY;BYHOUR=10', false],
  ])('%s excludes the slot of DTSTART: %s', (rule, excluded) => {
    const timeline = readTimeline(timed(`EXRULE:${rule}`));
    expect(timeline && isExcluded(timeline, slot)).toBe(excluded);
  });

  it('is asked for a step, and no more when none is left', () => {
    const timeline = readTimeline(timed('EXRULE:FREQ=DAILY', 'EXRULE:FREQ=DAILY;BYHOUR=10'));
    if (!timeline) throw new Error('no start');
    timeline.effort.left = 10;
    // Two steps for the question, and what the first rule takes to find its start.
    expect(isExcluded(timeline, slot)).toBe(true);
    expect(timeline.effort.left).toBeCloseTo(10 - 2 - 0.2 - 1);
    timeline.effort.left = 0;
    expect(isExcluded(timeline, slot)).toBe(false);
    expect(timeline.effort.left).toBe(0);
  });

  it('of an all-day series excludes its own days only', () => {
    const timeline = readTimeline(allDay('EXRULE:FREQ=DAILY;INTERVAL=2'));
    const day = (date: string) => timeline && isExcluded(timeline, Date.parse(date));
    expect([day('2026-06-02'), day('2026-06-03'), day('2026-06-04')]).toEqual([false, true, false]);
  });
});

describe('clocks that change', () => {
  const NY = 'America/New_York';
  const at = (dateTime: string) => ({ dateTime, timeZone: NY });
  const found = (start: string, recurrence: string[], from: string, to: string) =>
    expandSeries(
      { start: at(start), end: at(start), recurrence, fallbackTimeZone: 'UTC' },
      { from: new Date(from), to: new Date(to) },
    ).slots.map(({ key }) => key);

  it('leave a slot in a window that holds just its instant', () => {
    const night = ['RRULE:FREQ=DAILY'];
    expect(found('2026-03-07T02:30:00-05:00', night, '2026-03-08T07:30:00Z', '2026-03-08T07:30:01Z')).toEqual(
      ['20260308T073000Z'],
    );
    expect(found('2026-10-30T01:30:00-04:00', night, '2026-11-01T05:30:00Z', '2026-11-01T05:30:01Z')).toEqual(
      ['20261101T053000Z'],
    );
  });

  it.each(['20260603T000000Z', '20260603T010000Z', '20260603T235959Z'])(
    'leave the date of UNTIL=%s the last day of an all-day series in America',
    (until) => {
      const series = {
        start: { date: '2026-06-01' },
        end: { date: '2026-06-02' },
        recurrence: [`RRULE:FREQ=DAILY;UNTIL=${until}`],
        fallbackTimeZone: NY,
      };
      expect(days(series)).toEqual(['01', '02', '03']);
    },
  );

  it('leave the last slot before UNTIL', () => {
    const until = ['RRULE:FREQ=DAILY;UNTIL=20260308T073000Z'];
    expect(found('2026-03-07T02:30:00-05:00', until, '2026-03-08T00:00:00Z', '2026-03-12T00:00:00Z')).toEqual(
      ['20260308T073000Z'],
    );
  });
});
