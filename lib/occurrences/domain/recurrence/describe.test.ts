import { describe, expect, it } from 'vitest';
import { describeRecurrence } from './describe';

const WEEK = 'MO,TU,WE,TH,FR,SA,SU';
const WORKING_DAYS = 'MO,TU,WE,TH,FR';
const TUESDAY = { dateTime: '2026-11-03T09:30:00-05:00', timeZone: 'America/New_York' };
const words = (rule: string, start: Parameters<typeof describeRecurrence>[1] = TUESDAY) =>
  describeRecurrence([`RRULE:FREQ=${rule}`], start);

describe('a rule in words', () => {
  it.each([
    ['SECONDLY', 'Every second'],
    ['SECONDLY;INTERVAL=2', 'Every 2 seconds'],
    ['MINUTELY', 'Every minute'],
    ['MINUTELY;INTERVAL=2', 'Every 2 minutes'],
    ['HOURLY', 'Hourly'],
    ['HOURLY;INTERVAL=2', 'Every 2 hours'],
    ['DAILY;INTERVAL=2', 'Every 2 days'],
    ['WEEKLY;INTERVAL=2', 'Every 2 weeks on Tuesday'],
    ['MONTHLY', 'Monthly on day 3'],
    ['MONTHLY;INTERVAL=2', 'Every 2 months on day 3'],
    ['YEARLY', 'Yearly on 3 November'],
    ['YEARLY;INTERVAL=2', 'Every 2 years on 3 November'],
    ['YEARLY;BYMONTH=1,6', 'Yearly on 3 January and 3 June'],
    ['DAILY;BYMONTH=6,7,8', 'Every day in June, July and August'],
    [`WEEKLY;BYDAY=${WEEK}`, 'Every day'],
    [
      `WEEKLY;INTERVAL=2;BYDAY=${WEEK}`,
      'Every 2 weeks on Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday',
    ],
    [`WEEKLY;BYDAY=FR,TH,WE,TU,MO`, 'Every weekday'],
    [`DAILY;BYDAY=${WORKING_DAYS};BYMONTH=6`, 'Every weekday in June'],
    [`DAILY;BYDAY=${WORKING_DAYS};BYHOUR=9,14`, 'Every weekday at 09:30 and 14:30'],
    [`WEEKLY;BYDAY=${WORKING_DAYS};BYSETPOS=1`, 'Weekly on the first weekday'],
    [
      `DAILY;BYDAY=${WORKING_DAYS};BYMONTHDAY=1`,
      'Weekly on Monday, Tuesday, Wednesday, Thursday and Friday that falls on day 1',
    ],
    [`MONTHLY;BYDAY=${WORKING_DAYS}`, 'Monthly on Monday, Tuesday, Wednesday, Thursday and Friday'],
    ['DAILY;BYDAY=SU,MO', 'Weekly on Monday and Sunday'],
    ['DAILY;INTERVAL=2;BYDAY=MO', 'Every 2 days on Monday'],
    ['HOURLY;BYDAY=MO', 'Hourly on Monday'],
    [`MONTHLY;BYDAY=${WEEK};BYSETPOS=-1`, 'Monthly on the last day'],
    ['MONTHLY;BYDAY=MO,TU;BYSETPOS=2', 'Monthly on the second Monday or Tuesday'],
    ['MONTHLY;BYDAY=MO;BYSETPOS=-2,1', 'Monthly on the second to last and first Monday'],
    ['MONTHLY;BYDAY=1MO,2TU;BYSETPOS=1', 'Monthly on the first Monday and the second Tuesday'],
    ['MONTHLY;BYDAY=3MO,WE', 'Monthly on Wednesday and the third Monday'],
    ['MONTHLY;BYDAY=4TH,5FR', 'Monthly on the fourth Thursday and the fifth Friday'],
    ['MONTHLY;BYDAY=-2FR', 'Monthly on the second to last Friday'],
    ['YEARLY;BYDAY=20MO', 'Yearly on the 20th Monday'],
    ['MONTHLY;BYMONTHDAY=1,-1,-2', 'Monthly on day 1, the second to last day and the last day'],
    ['MONTHLY;BYDAY=FR;BYMONTHDAY=-1', 'Monthly on Friday that falls on the last day'],
    ['YEARLY;BYYEARDAY=1,100', 'Yearly on day 1 and 100 of the year'],
    ['YEARLY;BYWEEKNO=20,30', 'Yearly in week 20 and 30'],
    ['YEARLY;BYMONTHDAY=1;BYMONTH=1', 'Yearly on day 1 in January'],
    ['DAILY;BYHOUR=9;BYMINUTE=0,5', 'Every day at 09:00 and 09:05'],
    ['DAILY;BYHOUR=0,1,2,3,4,5', 'Every day at 00:30, 01:30, 02:30, 03:30, 04:30 and 05:30'],
    ['DAILY;BYHOUR=0,1,2,3,4,5,6', 'Every day at 7 times of the day'],
    ['DAILY;COUNT=1', 'Every day, once'],
    ['DAILY;COUNT=2', 'Every day, 2 times'],
    ['DAILY;UNTIL=20270303', 'Every day, until 3 March 2027'],
    ['DAILY;UNTIL=20270303T235959', 'Every day, until 3 March 2027'],
    ['DAILY;UNTIL=20270303T035959Z', 'Every day, until 2 March 2027'],
    ['DAILY;UNTIL=SOON', 'Every day'],
  ])('%s is “%s”', (rule, expected) => {
    expect(words(rule)).toBe(expected);
  });

  it('has all names of months', () => {
    const names = Array.from({ length: 12 }, (_, i) => words(`YEARLY;BYMONTH=${i + 1};BYMONTHDAY=1`));
    const months =
      'January February March April May June July August September October November December'.split(' ');
    expect(names).toEqual(months.map((month) => `Yearly on day 1 in ${month}`));
  });

  it('takes its weekday from the start, also on Sunday and Monday', () => {
    expect(words('WEEKLY', { date: '2026-11-01' })).toBe('Weekly on Sunday');
    expect(words('WEEKLY', { date: '2026-11-02' })).toBe('Weekly on Monday');
  });

  it('says only what it knows when the start cannot be read', () => {
    for (const start of [{}, null as never]) {
      expect(words('WEEKLY', start)).toBe('Weekly');
      expect(words('MONTHLY', start)).toBe('Monthly');
      expect(words('YEARLY', start)).toBe('Yearly');
      expect(words('DAILY;BYHOUR=9', start)).toBe('Every day at 09:00');
      expect(words('DAILY;UNTIL=20270303T035959Z', start)).toBe('Every day, until 3 March 2027');
    }
  });

  it('ends in UTC when its zone is unknown', () => {
    const start = { dateTime: '2026-11-03T09:00:00Z', timeZone: 'Mars/Base' };
    expect(words('DAILY;UNTIL=20270303T035959Z', start)).toBe('Every day, until 3 March 2027');
  });
});

describe('a recurrence in words', () => {
  it.each([
    [[' rrule:FREQ=DAILY '], 'Every day'],
    [['RRULE;X=1:FREQ=DAILY'], 'Every day'],
    [['RRULE:FREQ=DAILY', 'RRULE:FREQ=MONTHLY'], 'Every day; Monthly on day 3'],
    [['EXRULE:FREQ=WEEKLY', 'EXDATE:20261110T140000Z', 'RRULE:FREQ=DAILY'], 'Every day'],
    [['RRULE:FREQ=NEVER', 'RDATE;VALUE=DATE:20261110,20261111'], 'On 3 chosen dates'],
    [['rdate:20261110T140000Z'], 'On 2 chosen dates'],
    [['XRRULE:FREQ=DAILY'], null],
    [['XRDATE:20261110T140000Z'], null],
    [['RRULE:FREQ=NEVER'], null],
    [[], null],
    ['RRULE:FREQ=DAILY' as never, null],
  ])('%j is “%s”', (recurrence, expected) => {
    expect(describeRecurrence(recurrence, TUESDAY)).toBe(expected);
  });
});
