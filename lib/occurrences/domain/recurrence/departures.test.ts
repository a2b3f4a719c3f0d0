import { describe, expect, it } from 'vitest';
import { describeRecurrence, expandSeries, slotsAfter } from './';
import { followedLines, readLine } from './recurrence-line';
import type { Series } from './timeline';

const YEARS = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2029-01-01T00:00:00Z') };
const ZONES = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];

const timed = (
  recurrence: string[],
  start = '2026-03-15T09:00:00+01:00',
  zone = 'Europe/Berlin',
): Series => ({
  start: { dateTime: start, timeZone: zone },
  end: { dateTime: new Date(Date.parse(start) + 1_800_000).toISOString() },
  recurrence,
  fallbackTimeZone: 'UTC',
});
const allDay = (recurrence: string[], fallbackTimeZone = 'Europe/Berlin'): Series => ({
  start: { date: '2026-06-01' },
  end: { date: '2026-06-02' },
  recurrence,
  fallbackTimeZone,
});
const keys = (series: Series) => expandSeries(series, YEARS).slots.map(({ key }) => key);
const dates = (series: Series) => keys(series).map((key) => key.slice(0, 8));
const words = ({ recurrence, start }: Series) => describeRecurrence(recurrence, start, 'Europe/Berlin');

describe('Google shows', () => {
  it.each([
    ['FREQ=YEARLY;BYMONTHDAY=15', '20260315 20270315 20280315', 'Yearly on day 15 in March'],
    ['FREQ=YEARLY;BYMONTHDAY=15;INTERVAL=2', '20260315 20280315', 'Every 2 years on day 15 in March'],
    ['FREQ=YEARLY;BYMONTHDAY=15;COUNT=2', '20260315 20270315', 'Yearly on day 15 in March, 2 times'],
    ['FREQ=YEARLY;BYMONTHDAY=15,20;UNTIL=20260401', '20260315 20260320', 'Yearly on day 15 and 20 in March, until 1 April 2026'],
    ['FREQ=YEARLY;BYMONTHDAY=-1;COUNT=1', '20260315 20260331', 'Yearly on the last day in March, once'],
    ['FREQ=YEARLY;BYMONTH=1,3;BYMONTHDAY=15;COUNT=3', '20260315 20270115 20270315', 'Yearly on day 15 in January and March, 3 times'],
  ])('%s in the month of its start: %s, “%s”', (rule, expected, said) => {
    const series = timed([`RRULE:${rule}`]);
    expect(dates(series).join(' ')).toBe(expected);
    expect(words(series)).toBe(said);
  }); // biome-ignore format: a table

  it('the month of an all-day series, and of a series whose start is in another month in UTC', () => {
    expect(dates(allDay(['RRULE:FREQ=YEARLY;BYMONTHDAY=1']))).toEqual(['20260601', '20270601', '20280601']);
    const late = timed(
      ['RRULE:FREQ=YEARLY;BYMONTHDAY=31'],
      '2026-03-31T23:00:00-07:00',
      'America/Los_Angeles',
    );
    expect(keys(late)).toEqual(['20260401T060000Z', '20270401T060000Z', '20280401T060000Z']);
  });

  it('no departure for an EXRULE that names the month, and one for an EXRULE that does not', () => {
    const monthly = ['RRULE:FREQ=MONTHLY;COUNT=4'];
    expect(dates(timed([...monthly, 'EXRULE:FREQ=YEARLY;BYMONTHDAY=15']))).toEqual([
      '20260415', '20260515', '20260615',
    ]); // biome-ignore format: one line
    expect(dates(timed([...monthly, 'EXRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15']))).toEqual([
      '20260315', '20260515', '20260615',
    ]); // biome-ignore format: one line
  });

  it.each(ZONES)('the written dates of an all-day series, whatever the zone of its calendar: %s', (zone) => {
    const daily = 'RRULE:FREQ=DAILY;COUNT=4';
    for (const tzid of [...ZONES, 'GMT+02:00', 'Pacific Standard Time']) {
      for (const time of ['T000000', 'T235959', 'T120000']) {
        const excluded = allDay([daily, `EXDATE;TZID=${tzid}:20260602${time}`], zone);
        expect(dates(excluded), tzid + time).toEqual(['20260601', '20260603', '20260604']);
        const added = allDay([`RDATE;TZID=${tzid}:20260610${time}`], zone);
        expect(dates(added), tzid + time).toEqual(['20260601', '20260610']);
      }
    }
    expect(dates(allDay([daily, 'EXDATE:20260602T000000Z'], zone))).toHaveLength(3);
    expect(dates(allDay([daily, 'EXDATE:20260602T000000Z'], zone))).not.toContain('20260602');
    expect(dates(allDay([daily, 'EXDATE:20260602'], zone))).not.toContain('20260602');
  });

  it('midnight of the calendar, which is written in UTC, as that day', () => {
    const series = allDay(['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20260601T220000Z']);
    expect(dates(series)).toEqual(['20260601', '20260603']);
  });

  it.each(ZONES)('the last day of an all-day series by the date of UNTIL in UTC: %s', (zone) => {
    for (const until of [
      '20260603',
      '20260603T000000Z',
      '20260603T060000Z',
      '20260603T235959Z',
      '20260603T235959',
    ]) {
      const series = allDay([`RRULE:FREQ=DAILY;UNTIL=${until}`], zone);
      expect(dates(series), until).toEqual(['20260601', '20260602', '20260603']);
      expect(describeRecurrence(series.recurrence, series.start, zone)).toBe('Every day, until 3 June 2026');
    }
  });

  it.each([
    ['RRULE:DATE;TZID=Europe/Berlin:20260818T090000,20261015T090000', 'On 3 chosen dates'],
    ['RRULE:RDATE;TZID=Europe/Berlin:20260818T090000,20261015T090000', 'On 3 chosen dates'],
    ['RRULE:DATE:20260818T070000Z,20261015T070000Z', 'On 3 chosen dates'],
    ['RRULE:DATE;TZID=GMT+02:00:20260818T090000,20261015T090000', 'On 3 chosen dates'],
    ['rrule:date;tzid=W. Europe Standard Time:20260818T090000,20261015T090000', 'On 3 chosen dates'],
  ])('the dates of a garbled line: %s', (line, said) => {
    const series = timed([line]);
    expect(keys(series)).toEqual(['20260315T080000Z', '20260818T070000Z', '20261015T070000Z']);
    expect(expandSeries(series, YEARS).problem).toBeNull();
    expect(words(series)).toBe(said);
  });

  it('no meeting on a date that a garbled EXDATE leaves out', () => {
    const series = timed(['RRULE:FREQ=DAILY;COUNT=3', 'RRULE:EXDATE;TZID=Europe/Berlin:20260316T090000']);
    expect(dates(series)).toEqual(['20260315', '20260317']);
  });

  it.each([
    ['GMT+02:00', '20260315T080000Z', '20260801T080000Z'],
    ['Romance Standard Time', '20260315T080000Z', '20260801T070000Z'],
    ['Pacific Standard Time', '20260315T080000Z', '20260801T080000Z'],
    ['Mars/Base', '20260315T080000Z', '20260801T080000Z'],
  ])('a monthly meeting in the zone %s at its time there', (zone, march, august) => {
    const { slots } = slotsAfter(
      timed(['RRULE:FREQ=DAILY'], undefined, zone),
      new Date('2026-07-31T12:00:00Z'),
      1,
    );
    expect([keys(timed([], undefined, zone))[0], slots[0]?.key]).toEqual([march, august]);
  });

  it('a date of RDATE or EXDATE in the zone that the line names, by any of its names', () => {
    for (const tzid of ['Tokyo Standard Time', 'asia/tokyo', 'GMT+09:00', 'UTC+9', '"Asia/Tokyo"']) {
      expect(keys(timed([`RDATE;TZID=${tzid}:20260601T090000`])), tzid).toContain('20260601T000000Z');
    }
  });
});

describe('a recurrence of any length', () => {
  it('beyond 8,192 characters of rules is cut, and says so; dates are still followed', () => {
    const rules = Array.from({ length: 400 }, () => 'RRULE:FREQ=YEARLY;BYMONTH=5');
    const series = timed([...rules, 'RRULE:FREQ=DAILY', 'EXDATE:20260315T080000Z']);
    const { slots, problem } = expandSeries(series, YEARS);
    expect(problem).toBe('The recurrence cannot be followed to the end: its text is too long.');
    expect(slots.map(({ key }) => key.slice(0, 8))).toEqual(['20260515', '20270515', '20280515']);
    expect(words(series)).not.toContain('Every day');
  });

  it('is followed up to the limit, to the character', () => {
    const line = (length: number) => `X${'-'.repeat(length - 1)}`;
    expect(followedLines([line(8_191)])).toEqual({ lines: [line(8_191)], isWhole: true });
    expect(followedLines([line(8_192)])).toEqual({ lines: [], isWhole: false });
    expect(followedLines([line(4_095), line(4_095)]).isWhole).toBe(true);
    expect(followedLines([line(4_095), line(4_096)]).lines).toEqual([line(4_095)]);
    const list = (length: number) => `RDATE:1,${'2'.repeat(length - 8)}`;
    expect(followedLines([list(65_535)]).isWhole).toBe(true);
    expect(followedLines([list(65_536)])).toEqual({ lines: ['RDATE:1'], isWhole: false });
    expect(followedLines([line(8_192), list(65_536), 'RRULE:FREQ=DAILY']).lines).toEqual(['RDATE:1']);
    expect(followedLines([line(8_000), list(100), line(500), list(100)]).lines).toHaveLength(3);
    // Lists share the limit: of the second one its beginning is left.
    expect(followedLines([list(40_000), list(25_534)]).isWhole).toBe(true);
    expect(followedLines([list(40_000), list(25_535), list(9)])).toEqual({
      lines: [list(40_000), 'RDATE:1'],
      isWhole: false,
    });
  });

  it.each([null, undefined, 'RRULE:FREQ=DAILY', 7, {}])('has no lines where it is no list: %j', (odd) => {
    expect(followedLines(odd)).toEqual({ lines: [], isWhole: true });
  });

  it('takes what is no text for no line', () => {
    expect(followedLines([null, 7, 'RRULE:FREQ=DAILY']).lines).toEqual(['null', '7', 'RRULE:FREQ=DAILY']);
    expect(readLine('null')).toBeNull();
  });
});

it('a rule with every second of the day costs what its starts cost, not what all its times do', () => {
  const to = (n: number) => Array.from({ length: n }, (_, i) => i).join(',');
  const rule = `RRULE:FREQ=DAILY;BYHOUR=${to(24)};BYMINUTE=${to(60)};BYSECOND=${to(60)}`;
  const series = timed([rule], '2026-03-15T09:00:00+00:00', 'UTC');
  const from = new Date('2026-03-20T23:59:58Z');
  const found = expandSeries(
    { ...series, end: series.start },
    { from, to: new Date('2026-03-21T00:00:02Z') },
  );
  expect(found.problem).toBeNull();
  expect(found.slots.map(({ key }) => key.slice(6))).toEqual([
    '20T235958Z', '20T235959Z', '21T000000Z', '21T000001Z',
  ]); // biome-ignore format: one line
});
