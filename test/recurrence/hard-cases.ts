import type { expandSeries } from '@/lib/occurrences/domain/recurrence';

export const timed = (start: string, timeZone: string, recurrence: string[], minutes = 30) => ({
  start: { dateTime: start, timeZone },
  end: { dateTime: new Date(Date.parse(start) + minutes * 60_000).toISOString(), timeZone },
  recurrence,
  fallbackTimeZone: 'UTC',
});
export const allDay = (
  start: string,
  end: string,
  recurrence: string[],
  fallbackTimeZone = 'Europe/Berlin',
) => ({
  start: { date: start },
  end: { date: end },
  recurrence,
  fallbackTimeZone,
});
export const window = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
export const keys = (expansion: { slots: { key: string }[] }) => expansion.slots.map((slot) => slot.key);

export const NY = 'America/New_York';
const BERLIN = 'Europe/Berlin';

/** Name, series, window, and the keys of its slots. */
export const HARD_CASES: [string, Parameters<typeof expandSeries>[0], [string, string], string[]][] = [
  [
    'wall time is kept when clocks go forward',
    timed('2026-03-06T09:00:00-05:00', NY, ['RRULE:FREQ=DAILY;COUNT=4']),
    ['2026-03-01', '2026-04-01'].map((d) => `${d}T00:00:00Z`) as [string, string],
    ['20260306T140000Z', '20260307T140000Z', '20260308T130000Z', '20260309T130000Z'],
  ],
  [
    'a time that does not exist moves forward and is not dropped',
    timed('2026-03-07T02:30:00-05:00', NY, ['RRULE:FREQ=DAILY;COUNT=3']),
    ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    ['20260307T073000Z', '20260308T073000Z', '20260309T063000Z'],
  ],
  [
    'a time that occurs twice means its first pass',
    timed('2026-10-31T01:30:00-04:00', NY, ['RRULE:FREQ=DAILY;COUNT=3']),
    ['2026-10-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['20261031T053000Z', '20261101T053000Z', '20261102T063000Z'],
  ],
  [
    'DTSTART in the second pass stays there',
    timed('2026-11-01T01:30:00-05:00', NY, ['RRULE:FREQ=DAILY;COUNT=2']),
    ['2026-10-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['20261101T063000Z', '20261102T063000Z'],
  ],
  [
    'UNTIL in UTC includes the last occurrence of an eastern zone',
    timed('2025-01-05T12:30:00+02:00', 'Asia/Jerusalem', ['RRULE:FREQ=DAILY;UNTIL=20250107T103000Z']),
    ['2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z'],
    ['20250105T103000Z', '20250106T103000Z', '20250107T103000Z'],
  ],
  [
    'UNTIL at the end of the previous local day, as Google splits series',
    timed('2025-03-25T09:00:00-04:00', NY, ['RRULE:FREQ=DAILY;UNTIL=20250327T035959Z']),
    ['2025-03-01T00:00:00Z', '2025-04-01T00:00:00Z'],
    ['20250325T130000Z', '20250326T130000Z'],
  ],
  [
    'UNTIL as a date includes that local day',
    timed('2026-06-01T22:00:00-04:00', NY, ['RRULE:FREQ=DAILY;UNTIL=20260602']),
    ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['20260602T020000Z', '20260603T020000Z'],
  ],
  [
    'UNTIL in local time',
    timed('2026-06-01T09:00:00+02:00', BERLIN, ['RRULE:FREQ=DAILY;UNTIL=20260602T090000']),
    ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['20260601T070000Z', '20260602T070000Z'],
  ],
  [
    'DTSTART outside its rule is a slot and does not use up COUNT',
    timed('2020-06-08T13:00:00Z', 'UTC', ['RRULE:FREQ=WEEKLY;BYDAY=TU,TH,SA;COUNT=5']),
    ['2020-06-01T00:00:00Z', '2020-07-01T00:00:00Z'],
    ['20200608', '20200609', '20200611', '20200613', '20200616', '20200618'].map((d) => `${d}T130000Z`),
  ],
  [
    'EXDATE in UTC, with TZID, and as a bare date; RDATE with TZID',
    timed('2026-06-01T09:00:00+02:00', BERLIN, [
      'RRULE:FREQ=DAILY;COUNT=6',
      'EXDATE:20260602T070000Z',
      'EXDATE;TZID=America/New_York:20260603T030000',
      'EXDATE;VALUE=DATE:20260604',
      'RDATE;TZID=Europe/Berlin:20260610T150000,20260605T090000',
    ]),
    ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['20260601T070000Z', '20260605T070000Z', '20260606T070000Z', '20260610T130000Z'],
  ],
  [
    'EXRULE',
    timed('2026-06-01T09:00:00Z', 'UTC', [
      'RRULE:FREQ=DAILY;COUNT=7',
      'EXRULE:FREQ=WEEKLY;BYDAY=TU,WE,TH,SA',
    ]),
    ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['20260601T090000Z', '20260605T090000Z', '20260607T090000Z'],
  ],
  [
    'RDATE only: DTSTART and the dates',
    timed('2026-06-01T09:00:00Z', 'UTC', ['RDATE:20260603T090000Z,20260602T120000Z']),
    ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['20260601T090000Z', '20260602T120000Z', '20260603T090000Z'],
  ],
  [
    'all-day, with dates taken out and added',
    allDay('2026-03-28', '2026-03-29', [
      'RRULE:FREQ=DAILY;UNTIL=20260331',
      'EXDATE;VALUE=DATE:20260330',
      'RDATE;VALUE=DATE:20260402',
    ]),
    ['2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z'],
    ['20260328T000000Z', '20260329T000000Z', '20260331T000000Z', '20260402T000000Z'],
  ],
  [
    'all-day in a western zone keeps the day of UNTIL',
    allDay('2018-01-08', '2018-01-09', ['RRULE:FREQ=DAILY;UNTIL=20180110'], 'America/Santiago'),
    ['2018-01-01T00:00:00Z', '2018-02-01T00:00:00Z'],
    ['20180108T000000Z', '20180109T000000Z', '20180110T000000Z'],
  ],
  [
    'the 31st skips short months; 29 February skips common years',
    timed('2027-01-31T09:00:00Z', 'UTC', [
      'RRULE:FREQ=MONTHLY;COUNT=3',
      'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=1',
    ]),
    ['2027-01-01T00:00:00Z', '2029-01-01T00:00:00Z'],
    ['20270131T090000Z', '20270331T090000Z', '20270531T090000Z', '20280229T090000Z'],
  ],
  [
    'a day that a month lacks is not one of the next month, though the rule names that too',
    timed('2019-12-30T09:00:00Z', 'UTC', ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-31,30;COUNT=5']),
    ['2019-12-01T00:00:00Z', '2021-01-01T00:00:00Z'],
    ['20191230', '20200101', '20200130', '20200301', '20200330'].map((d) => `${d}T090000Z`),
  ],
  [
    'WKST decides which weeks count',
    timed('1997-08-05T09:00:00-04:00', NY, ['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU']),
    ['1997-08-01T00:00:00Z', '1997-10-01T00:00:00Z'],
    ['19970805T130000Z', '19970817T130000Z', '19970819T130000Z', '19970831T130000Z'],
  ],
  [
    'the day Samoa skipped takes place on the next one, once',
    timed('2011-12-29T09:00:00-10:00', 'Pacific/Apia', ['RRULE:FREQ=DAILY;COUNT=4']),
    ['2011-12-01T00:00:00Z', '2012-02-01T00:00:00Z'],
    ['20111229T190000Z', '20111230T190000Z', '20111231T190000Z'],
  ],
];
