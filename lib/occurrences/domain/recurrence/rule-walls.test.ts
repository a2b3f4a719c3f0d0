import { describe, expect, it } from 'vitest';
import { parseRule } from './parse-rule';
import { createWallRule, END_OF_TIME, startsBackward } from './rule-walls';

const ms = (text: string) => Date.parse(`${text}Z`);
const iso = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString().slice(0, 19) : at);
/** A Monday. */
const START = '2026-06-01T09:00:00';
const ruleOf = (text: string, until = Infinity) => {
  const parts = parseRule(`FREQ=${text}`);
  if ('wrong' in parts) throw new Error(parts.wrong);
  return createWallRule(parts, ms(START), until, { left: 100_000 });
};

describe('the last start of a rule', () => {
  it.each([
    ['DAILY;COUNT=3', '2026-06-03T09:00:00'],
    ['DAILY;COUNT=50001', '2163-04-24T09:00:00'],
    ['WEEKLY;BYDAY=MO,WE;COUNT=5', '2026-06-15T09:00:00'],
    ['WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=5', '2026-06-29T09:00:00'],
    ['DAILY;INTERVAL=2;BYDAY=MO;COUNT=3', '2026-06-29T09:00:00'],
    ['DAILY;BYHOUR=9,15;COUNT=5', '2026-06-03T09:00:00'],
    ['HOURLY;INTERVAL=5;COUNT=6', '2026-06-02T10:00:00'],
    ['HOURLY;INTERVAL=5;BYHOUR=9,14;COUNT=4', '2026-06-06T14:00:00'],
    ['MINUTELY;INTERVAL=45;BYMINUTE=0;COUNT=3', '2026-06-01T15:00:00'],
    ['SECONDLY;INTERVAL=40;BYSECOND=0;COUNT=3', '2026-06-01T09:04:00'],
    ['SECONDLY;INTERVAL=7;COUNT=3', '2026-06-01T09:00:14'],
    ['HOURLY;BYDAY=TU;COUNT=25', '2026-06-09T00:00:00'],
    ['DAILY;BYMONTH=6;COUNT=31', '2027-06-01T09:00:00'],
    ['DAILY;BYMONTHDAY=1;COUNT=2', '2026-07-01T09:00:00'],
    ['DAILY;BYYEARDAY=152;COUNT=2', '2027-06-01T09:00:00'],
    ['DAILY;BYWEEKNO=23;COUNT=8', '2027-06-07T09:00:00'],
    ['MONTHLY;COUNT=3', '2026-08-01T09:00:00'],
    ['YEARLY;COUNT=3', '2028-06-01T09:00:00'],
    ['MONTHLY;COUNT=999999', iso(END_OF_TIME)],
    ['DAILY', iso(END_OF_TIME)],
    ['HOURLY;BYMONTH=7', iso(END_OF_TIME)],
    ['DAILY;BYHOUR=10', iso(END_OF_TIME)],
    ['DAILY;BYSETPOS=1', iso(END_OF_TIME)],
    ['HOURLY;INTERVAL=2;BYHOUR=11', iso(END_OF_TIME)],
    // Months differ in length: no cycle shows that there is no second 31st.
    ['MONTHLY;BYMONTHDAY=31;BYSETPOS=2', iso(END_OF_TIME)],
    ['DAILY;BYSETPOS=2', -Infinity],
    ['WEEKLY;BYDAY=MO;BYSETPOS=3', -Infinity],
    ['HOURLY;INTERVAL=2;BYHOUR=10', -Infinity],
    ['HOURLY;INTERVAL=2;BYHOUR=10;BYMONTH=7', -Infinity],
    ['MINUTELY;INTERVAL=2;BYMINUTE=1', -Infinity],
    ['SECONDLY;INTERVAL=2;BYSECOND=1', -Infinity],
    ['HOURLY;BYSETPOS=2', -Infinity],
    ['YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2', -Infinity],
  ])('%s is %s', (text, last) => {
    const rule = ruleOf(text);
    expect(iso(rule.lastWallMs)).toBe(last);
    expect(rule.isUncounted).toBe(false);
  });

  it('is not later than UNTIL', () => {
    expect(iso(ruleOf('DAILY', ms('2026-06-05T00:00:00')).lastWallMs)).toBe('2026-06-05T00:00:00');
    expect(iso(ruleOf('DAILY;COUNT=2', ms('2026-06-05T00:00:00')).lastWallMs)).toBe('2026-06-02T09:00:00');
  });

  it('is unknown when more than 20,000 starts without a cycle have to be counted', () => {
    expect(ruleOf('SECONDLY;BYMONTH=6;COUNT=20000').isUncounted).toBe(false);
    expect(ruleOf('SECONDLY;BYMONTH=6;COUNT=20001')).toMatchObject({
      isUncounted: true,
      lastWallMs: END_OF_TIME,
    });
  });
});

describe('the starts of a rule', () => {
  const between = (text: string, from: string, to: string) =>
    [...ruleOf(text).starts(ms(from), ms(to))].map((at) => String(iso(at)).slice(5, 16));

  it('are between DTSTART and the last one, both included', () => {
    expect(between('DAILY;COUNT=2', '2026-05-01T00:00:00', '2026-07-01T00:00:00')).toEqual([
      '06-01T09:00',
      '06-02T09:00',
    ]);
    expect(between('DAILY', '2026-06-02T09:00:00', '2026-06-03T09:00:00')).toEqual([
      '06-02T09:00',
      '06-03T09:00',
    ]);
    expect(between('DAILY;BYSETPOS=2', '2026-05-01T00:00:00', '2026-07-01T00:00:00')).toEqual([]);
  });

  it.each([
    ['DAILY;BYHOUR=9,12;BYMINUTE=0,30', ['01T12:00', '01T12:30', '02T09:00', '02T09:30', '02T12:00']],
    ['DAILY;BYHOUR=9,12,15;BYSETPOS=-1,2', ['01T12:00', '01T15:00', '02T12:00']],
    ['DAILY;BYHOUR=9,12;BYSETPOS=1,-2', ['02T09:00']],
    ['HOURLY;INTERVAL=12;BYMINUTE=0,30', ['01T21:00', '01T21:30', '02T09:00', '02T09:30']],
    ['HOURLY;INTERVAL=12;BYMINUTE=0,15,30;BYSETPOS=2', ['01T21:15', '02T09:15']],
    ['HOURLY;BYHOUR=10,22', ['01T22:00', '02T10:00']],
    ['MINUTELY;INTERVAL=720;BYHOUR=21', ['01T21:00']],
    ['MINUTELY;BYHOUR=13;BYMINUTE=10,20', ['01T13:10', '01T13:20']],
    ['SECONDLY;BYHOUR=13;BYMINUTE=10;BYSECOND=0', ['01T13:10']],
    ['HOURLY;BYDAY=TU;BYHOUR=1,12', ['02T01:00', '02T12:00']],
  ])('of %s begin within a day, and end within one', (text, expected) => {
    expect(between(text, '2026-06-01T10:30:00', '2026-06-02T12:15:00')).toEqual(
      expected.map((at) => `06-${at}`),
    );
  });

  it('end when the effort is used up', () => {
    const parts = parseRule('FREQ=HOURLY');
    if ('wrong' in parts) throw new Error(parts.wrong);
    const effort = { left: 10 };
    const rule = createWallRule(parts, ms(START), Infinity, effort);
    expect([...rule.starts(ms(START), END_OF_TIME)]).toHaveLength(9);
    expect(effort.left).toBeLessThanOrEqual(0);
    expect([...rule.starts(ms(START), END_OF_TIME)]).toEqual([]);
  });
});

describe('the starts before a wall time', () => {
  const back = (text: string, to: string) =>
    [...startsBackward(ruleOf(text), ms(to))].map((at) => String(iso(at)).slice(5, 16));
  it.each([
    ['DAILY', '2026-06-04T08:59:59', ['06-03T09:00', '06-02T09:00', '06-01T09:00']],
    ['DAILY', '2026-06-02T09:00:00', ['06-02T09:00', '06-01T09:00']],
    ['DAILY;COUNT=2', '2026-08-01T00:00:00', ['06-02T09:00', '06-01T09:00']],
    ['DAILY', '2026-06-01T09:00:00', ['06-01T09:00']],
    ['DAILY', '2026-06-01T08:59:59', []],
    ['HOURLY;COUNT=3', '2026-06-01T23:00:00', ['06-01T11:00', '06-01T10:00', '06-01T09:00']],
    ['MONTHLY', '2026-09-01T00:00:00', ['08-01T09:00', '07-01T09:00', '06-01T09:00']],
  ])('of %s up to %s come back to DTSTART', (text, to, expected) => {
    expect(back(text, to)).toEqual(expected);
  });
});
