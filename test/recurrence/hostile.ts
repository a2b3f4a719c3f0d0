const many = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i + 1));
const upTo = (last: number) => [...Array(last).keys()].join(',');
const ALL_TIMES = `BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSECOND=${upTo(60)}`;
/** Recurrences that no one can mean, with their names; without a bound they take up to eight seconds. */
export const HOSTILE: [string, string[]][] = [
  ['a hundred COUNTs', many(100, (i) => `RRULE:FREQ=MONTHLY;COUNT=${900 + i}`)],
  ['a hundred rules of every second', many(100, (i) => `RRULE:FREQ=SECONDLY;INTERVAL=${i}`)],
  ['every second of every day', [`RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;${ALL_TIMES};BYSETPOS=-1`]],
  [
    'a minute from which fifty rules take away',
    [
      'RRULE:FREQ=MINUTELY',
      ...many(50, (i) => `EXRULE:FREQ=YEARLY;BYSECOND=7;BYSETPOS=-${i};BYMINUTE=${upTo(60)}`),
    ],
  ],
  ['a day that never comes', ['RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5']],
];
