import { describe, expect, it } from 'vitest';
import { completeRule, parseRule } from './parse-rule';

const wrong = (text: string) => {
  const rule = parseRule(text);
  return 'wrong' in rule ? rule.wrong : null;
};

describe('a rule', () => {
  it.each([
    [' freq = weekly ; byday = mo , tu ;; ', { freq: 'WEEKLY', byDay: ['MO', 'TU'] }],
    ['FREQ=DAILY;INTERVAL=2;COUNT=10;WKST=SU', { freq: 'DAILY', interval: 2, count: 10, wkst: 'SU' }],
    ['FREQ=DAILY;UNTIL=20260601T000000Z', { freq: 'DAILY', until: '20260601T000000Z' }],
    ['FREQ=DAILY;INTERVAL=999999;COUNT=999999999', { freq: 'DAILY', interval: 999_999, count: 999_999_999 }],
    ['FREQ=DAILY;X-OWN=1', { freq: 'DAILY' }],
    ['FREQ=DAILY;BYHOUR=23,0,9,9', { freq: 'DAILY', byHour: [0, 9, 23] }],
    ['FREQ=DAILY;BYMINUTE=59,+0', { freq: 'DAILY', byMinute: [0, 59] }],
    ['FREQ=DAILY;BYSECOND=60,0', { freq: 'DAILY', bySecond: [0, 59] }],
    ['FREQ=DAILY;BYMONTH=12,1', { freq: 'DAILY', byMonth: [1, 12] }],
    ['FREQ=MONTHLY;BYMONTHDAY=31,-31', { freq: 'MONTHLY', byMonthDay: [-31, 31] }],
    ['FREQ=YEARLY;BYYEARDAY=366,-366', { freq: 'YEARLY', byYearDay: [-366, 366] }],
    ['FREQ=YEARLY;BYWEEKNO=53,-53', { freq: 'YEARLY', byWeekNo: [-53, 53] }],
    ['FREQ=DAILY;BYSETPOS=366,-366,1', { freq: 'DAILY', bySetPos: [-366, 1, 366] }],
    ['FREQ=MONTHLY;BYDAY=-1FR,+2MO,MO', { freq: 'MONTHLY', byDay: ['-1FR', '+2MO', 'MO'] }],
    ['FREQ=YEARLY;BYDAY=53SU,9SA,SU,SU', { freq: 'YEARLY', byDay: ['53SU', '9SA', 'SU'] }],
    ['FREQ=WEEKLY;BYDAY=2MO', { freq: 'WEEKLY', byDay: ['MO'] }],
    ['FREQ=DAILY;BYDAY=-1MO', { freq: 'DAILY', byDay: ['MO'] }],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=2MO', { freq: 'YEARLY', byWeekNo: [1], byDay: ['MO'] }],
  ])('%j is read', (text, parts) => {
    expect(parseRule(text)).toEqual({ interval: 1, ...parts });
  });

  it.each([
    ['', 'FREQ is missing'],
    ['INTERVAL=2', 'FREQ is missing'],
    ['FREQ=SOMETIMES', 'FREQ=SOMETIMES is unknown'],
    ['FREQ', 'FREQ= is unknown'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ is given twice'],
    ['FREQ=DAILY;BYDAYS=MO', 'BYDAYS is unknown'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL=0 is not a positive number'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL=-1 is not a positive number'],
    ['FREQ=DAILY;INTERVAL=1000000', 'INTERVAL=1000000 is not a positive number'],
    ['FREQ=DAILY;INTERVAL=1X', 'INTERVAL=1X is not a positive number'],
    ['FREQ=DAILY;COUNT=0', 'COUNT=0 is not a positive number'],
    ['FREQ=DAILY;COUNT=1.5', 'COUNT=1.5 is not a positive number'],
    ['FREQ=DAILY;COUNT=1000000000', 'COUNT=1000000000 is not a positive number'],
    ['FREQ=DAILY;WKST=XX', 'WKST=XX is not a weekday'],
    ['FREQ=DAILY;WKST=MOX', 'WKST=MOX is not a weekday'],
    ['FREQ=DAILY;WKST=XMO', 'WKST=XMO is not a weekday'],
    ['FREQ=MONTHLY;BYDAY=XX', 'BYDAY=XX is not a list of weekdays'],
    ['FREQ=MONTHLY;BYDAY=MO,XMO', 'BYDAY=MO,XMO is not a list of weekdays'],
    ['FREQ=MONTHLY;BYDAY=MOX', 'BYDAY=MOX is not a list of weekdays'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY=0MO is not a list of weekdays'],
    ['FREQ=MONTHLY;BYDAY=54MO', 'BYDAY=54MO is not a list of weekdays'],
    ['FREQ=DAILY;BYHOUR=24', 'BYHOUR=24 is out of range'],
    ['FREQ=DAILY;BYHOUR=-1', 'BYHOUR=-1 is out of range'],
    ['FREQ=DAILY;BYHOUR=', 'BYHOUR= is out of range'],
    ['FREQ=DAILY;BYHOUR=X1', 'BYHOUR=X1 is out of range'],
    ['FREQ=DAILY;BYHOUR=1X', 'BYHOUR=1X is out of range'],
    ['FREQ=DAILY;BYHOUR=1,24', 'BYHOUR=1,24 is out of range'],
    ['FREQ=DAILY;BYHOUR=0001', 'BYHOUR=0001 is out of range'],
    ['FREQ=DAILY;BYMINUTE=60', 'BYMINUTE=60 is out of range'],
    ['FREQ=DAILY;BYSECOND=61', 'BYSECOND=61 is out of range'],
    ['FREQ=DAILY;BYMONTH=0', 'BYMONTH=0 is out of range'],
    ['FREQ=DAILY;BYMONTH=-1', 'BYMONTH=-1 is out of range'],
    ['FREQ=DAILY;BYMONTH=13', 'BYMONTH=13 is out of range'],
    ['FREQ=DAILY;BYMONTHDAY=0', 'BYMONTHDAY=0 is out of range'],
    ['FREQ=DAILY;BYMONTHDAY=-32', 'BYMONTHDAY=-32 is out of range'],
    ['FREQ=DAILY;BYYEARDAY=367', 'BYYEARDAY=367 is out of range'],
    ['FREQ=DAILY;BYWEEKNO=54', 'BYWEEKNO=54 is out of range'],
    ['FREQ=DAILY;BYSETPOS=0', 'BYSETPOS=0 is out of range'],
  ])('%j is not read: %s', (text, reason) => {
    expect(wrong(text)).toBe(reason);
  });
});

describe('what a rule leaves to DTSTART', () => {
  const WEDNESDAY = Date.UTC(2026, 5, 17, 9, 30, 15);
  it.each([
    ['FREQ=YEARLY', { byMonth: [6], byMonthDay: [17], byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=YEARLY;BYMONTH=1', { byMonthDay: [17], byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=YEARLY;BYWEEKNO=1', { byDay: ['WE'], byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=YEARLY;BYYEARDAY=1', { byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=MONTHLY', { byMonthDay: [17], byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=MONTHLY;BYWEEKNO=1', { byDay: ['WE'], byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=MONTHLY;BYDAY=1MO', { byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=MONTHLY;BYMONTHDAY=1', { byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=WEEKLY', { byDay: ['WE'], byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=DAILY', { byHour: [9], byMinute: [30], bySecond: [15] }],
    ['FREQ=DAILY;BYHOUR=1;BYMINUTE=2;BYSECOND=3', {}],
    ['FREQ=HOURLY', { byMinute: [30], bySecond: [15] }],
    ['FREQ=MINUTELY', { bySecond: [15] }],
    ['FREQ=SECONDLY', {}],
  ])('of %s is filled in', (text, added) => {
    const rule = parseRule(text);
    if ('wrong' in rule) throw new Error(rule.wrong);
    expect(completeRule(rule, WEDNESDAY)).toEqual({ ...rule, ...added });
  });
});
