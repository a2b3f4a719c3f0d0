import { describe, expect, it } from 'vitest';
import { completeRule, parseRule } from './parse-rule';
import { periodStarts, subDailyStarts } from './rule-starts';

const ms = (text: string) => Date.parse(`${text.replace('@', 'T')}${text.includes('@') ? '' : 'T09:00:00'}Z`);
const ruleOf = (text: string, start: string) => {
  const parts = parseRule(`FREQ=${text}`);
  if ('wrong' in parts) throw new Error(parts.wrong);
  const rule = completeRule(parts, ms(start));
  const { freq } = rule;
  return (effort: { left: number }) =>
    freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY'
      ? subDailyStarts(rule, freq, ms(start), effort)
      : periodStarts(rule, ms(start), effort);
};

/** Rule, DTSTART (a time is 09:00 unless it is given), end of the range, starts from DTSTART on as `rrule` has them too, and steps. */
const RULES: [rule: string, from: string, to: string, starts: string, steps: number][] = [
  [
    'YEARLY',
    '2026-06-17@09:30:15',
    '2029-01-01@00:00:00',
    '2026-06-17@09:30:15 2027-06-17@09:30:15 2028-06-17@09:30:15',
    4.1,
  ],
  [
    'YEARLY;INTERVAL=2;BYMONTH=1,6;BYMONTHDAY=-1,1',
    '2026-06-01',
    '2029-01-01@00:00:00',
    '2026-06-01 2026-06-30 2028-01-01 2028-01-31 2028-06-01 2028-06-30',
    7.8,
  ],
  [
    // Google has it once a year, in the month of the start.
    'YEARLY;BYMONTHDAY=31',
    '2026-01-31',
    '2028-02-01@00:00:00',
    '2026-01-31 2027-01-31 2028-01-31',
    3.9,
  ],
  ['YEARLY;BYMONTHDAY=31;BYSETPOS=2,-1', '2026-01-31', '2027-02-01@00:00:00', '2026-03-31 2026-12-31', 6.9],
  [
    'YEARLY;BYDAY=FR;BYMONTHDAY=13',
    '2026-02-13',
    '2027-01-01@00:00:00',
    '2026-02-13 2026-03-13 2026-11-13',
    7.9,
  ],
  [
    'YEARLY;BYMONTH=2,4',
    '2026-02-28',
    '2028-01-01@00:00:00',
    '2026-02-28 2026-04-28 2027-02-28 2027-04-28',
    5.4,
  ],
  [
    'YEARLY;BYYEARDAY=-1,1,366',
    '2026-01-01',
    '2029-01-01@00:00:00',
    '2026-01-01 2026-12-31 2027-01-01 2027-12-31 2028-01-01 2028-12-31',
    7.9,
  ],
  ['YEARLY;BYYEARDAY=60;BYMONTH=2', '2026-01-01', '2034-01-01@00:00:00', '2028-02-29 2032-02-29', 4.7],
  [
    'YEARLY;BYDAY=1MO,-1MO',
    '2026-01-05',
    '2028-01-01@00:00:00',
    '2026-01-05 2026-12-28 2027-01-04 2027-12-27',
    223.4,
  ],
  [
    'YEARLY;BYDAY=1MO,-1MO;BYMONTH=3',
    '2026-03-02',
    '2028-01-01@00:00:00',
    '2026-03-02 2026-03-30 2027-03-01 2027-03-29',
    22.8,
  ],
  [
    'YEARLY;BYDAY=MO;BYMONTHDAY=13',
    '2026-04-13',
    '2028-01-01@00:00:00',
    '2026-04-13 2026-07-13 2027-09-13 2027-12-13',
    11.4,
  ],
  [
    'YEARLY;BYWEEKNO=1,-1;BYDAY=MO',
    '2026-12-28',
    '2029-01-10@00:00:00',
    '2026-12-28 2027-01-04 2027-12-27 2028-01-03 2028-12-25 2029-01-01',
    298.5,
  ],
  [
    'YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU',
    '2026-01-04',
    '2029-01-10@00:00:00',
    '2026-01-04 2027-01-03 2028-01-02 2028-12-31',
    296.5,
  ],
  [
    'MONTHLY;INTERVAL=5;BYMONTHDAY=30,-1',
    '2026-06-30',
    '2028-01-01@00:00:00',
    '2026-06-30 2026-11-30 2027-04-30 2027-09-30',
    5.2,
  ],
  [
    'MONTHLY;BYDAY=2TU,-1FR;BYMONTH=2,3',
    '2026-02-10',
    '2027-03-10@00:00:00',
    '2026-02-10 2026-02-27 2026-03-10 2026-03-27 2027-02-09 2027-02-26 2027-03-09',
    93.1,
  ],
  [
    'MONTHLY;INTERVAL=4;BYMONTH=2,3',
    '2026-02-10',
    '2029-03-10@00:00:00',
    '2026-02-10 2027-02-10 2028-02-10 2029-02-10',
    7,
  ],
  [
    'MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1',
    '2026-06-01',
    '2026-09-01@00:00:00',
    '2026-06-01 2026-06-30 2026-07-01 2026-07-31 2026-08-03 2026-08-31',
    32.7,
  ],
  ['MONTHLY;BYYEARDAY=32', '2026-02-01', '2028-09-01@00:00:00', '2026-02-01 2027-02-01 2028-02-01', 200.8],
  [
    'WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=SU',
    '2026-06-01',
    '2026-08-01@00:00:00',
    '2026-06-01 2026-06-21 2026-06-22 2026-07-12 2026-07-13',
    9.5,
  ],
  [
    'WEEKLY;INTERVAL=3;BYDAY=SU,MO',
    '2026-06-01',
    '2026-08-01@00:00:00',
    '2026-06-01 2026-06-07 2026-06-22 2026-06-28 2026-07-13 2026-07-19',
    10.5,
  ],
  [
    'WEEKLY;BYMONTH=7',
    '2026-06-03',
    '2026-08-01@00:00:00',
    '2026-07-01 2026-07-08 2026-07-15 2026-07-22 2026-07-29',
    14,
  ],
  [
    'DAILY;INTERVAL=10;BYMONTH=1,7',
    '2026-06-01',
    '2027-03-01@00:00:00',
    '2026-07-01 2026-07-11 2026-07-21 2026-07-31 2027-01-07 2027-01-17 2027-01-27',
    11.2,
  ],
  [
    'DAILY;BYMONTHDAY=-1;BYDAY=FR',
    '2026-06-01',
    '2028-01-01@00:00:00',
    '2026-07-31 2027-04-30 2027-12-31',
    177,
  ],
  [
    'HOURLY;BYDAY=TU;BYHOUR=1,23',
    '2026-06-02@01:00:00',
    '2026-06-10@07:00:00',
    '2026-06-02@01:00:00 2026-06-02@23:00:00 2026-06-09@01:00:00 2026-06-09@23:00:00',
    11.2,
  ],
];

/** The same for ranges that begin later than DTSTART. */
const LATER: [rule: string, start: string, from: string, to: string, starts: string, steps: number][] = [
  [
    'DAILY;BYHOUR=9,17;BYMINUTE=0,30;BYSECOND=5',
    '2026-06-01@09:00:05',
    '2026-06-01@12:00:00',
    '2026-06-02@17:10:00',
    '2026-06-01@17:00:05 2026-06-01@17:30:05 2026-06-02@09:00:05 2026-06-02@09:30:05 2026-06-02@17:00:05',
    5.5,
  ],
  [
    'DAILY;BYHOUR=8,10,12;BYSETPOS=1,-1',
    '2026-06-01@08:00:00',
    '2026-06-01@10:00:00',
    '2026-06-03',
    '2026-06-01@12:00:00 2026-06-02@08:00:00 2026-06-02@12:00:00 2026-06-03@08:00:00',
    6.8,
  ],
  [
    'HOURLY;INTERVAL=7;BYMINUTE=10,50',
    '2026-06-01@09:10:00',
    '2026-06-01@09:20:00',
    '2026-06-02@07:00:00',
    '2026-06-01@09:50:00 2026-06-01@16:10:00 2026-06-01@16:50:00 2026-06-01@23:10:00 2026-06-01@23:50:00 2026-06-02@06:10:00 2026-06-02@06:50:00',
    7.8,
  ],
  [
    'HOURLY;BYMINUTE=10;BYSECOND=5,50',
    '2026-06-01@09:10:05',
    '2026-06-01@09:10:20',
    '2026-06-01@11:10:10',
    '2026-06-01@09:10:50 2026-06-01@10:10:05 2026-06-01@10:10:50 2026-06-01@11:10:05',
    4.5,
  ],
  [
    'HOURLY;INTERVAL=6;BYMINUTE=10,20,30;BYSETPOS=-1,1',
    '2026-06-01@09:10:00',
    '2026-06-01@09:15:00',
    '2026-06-01@22:00:00',
    '2026-06-01@09:30:00 2026-06-01@15:10:00 2026-06-01@15:30:00 2026-06-01@21:10:00 2026-06-01@21:30:00',
    5.5,
  ],
  [
    'MINUTELY;BYHOUR=10;BYMINUTE=0,59;BYSECOND=0,30',
    '2026-06-01@10:00:00',
    '2026-06-01@10:00:10',
    '2026-06-02@10:00:10',
    '2026-06-01@10:00:30 2026-06-01@10:59:00 2026-06-01@10:59:30 2026-06-02@10:00:00',
    12.8,
  ],
  [
    'SECONDLY;BYHOUR=10;BYMINUTE=0;BYSECOND=1,2',
    '2026-06-01@10:00:01',
    '2026-06-01@10:00:02',
    '2026-06-02@10:00:02',
    '2026-06-01@10:00:02 2026-06-02@10:00:01 2026-06-02@10:00:02',
    17.7,
  ],
];

const write = (at: number) => {
  const [date = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T');
  return time === '09:00:00' ? date : `${date}@${time}`;
};
const answer = (text: string, start: string, from: string, to: string) => {
  const effort = { left: 100_000 };
  const starts = [...ruleOf(text, start)(effort)(ms(from), ms(to))].map(write).join(' ');
  return { starts, steps: Number((100_000 - effort.left).toFixed(1)) };
};

describe('the starts of a rule', () => {
  it.each(RULES)('%s from %s to %s are found in so many steps', (text, from, to, starts, steps) => {
    expect(answer(text, from, from, to)).toEqual({ starts, steps });
  });

  it.each(LATER)(
    '%s of %s between %s and %s are found in so many steps',
    (text, start, from, to, starts, steps) => {
      expect(answer(text, start, from, to)).toEqual({ starts, steps });
    },
  );

  it.each(['DAILY', 'DAILY;BYSETPOS=1', 'HOURLY'])('%s end when no step is left', (text) => {
    const starts = ruleOf(text, '2026-06-01')({ left: 0 });
    expect([...starts(ms('2026-06-01'), ms('2026-07-01'))]).toEqual([]);
  });

  it('of a day that was asked about before need no second test', () => {
    const effort = { left: 100_000 };
    const starts = ruleOf('MONTHLY;BYDAY=1MO', '2026-06-01')(effort);
    const june = () => [...starts(ms('2026-06-01'), ms('2026-06-02'))].length;
    expect([june(), june()]).toEqual([1, 1]);
    // Thirty days are tested once, and two answers have a start and a leap each.
    expect(100_000 - effort.left).toBeCloseTo(30 * 0.2 + 2 * 1.1);
  });
});
