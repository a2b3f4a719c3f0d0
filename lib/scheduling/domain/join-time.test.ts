import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dueBefore, joinTime, secondOf } from './join-time';

it('a bot joins one minute before the start', () => {
  expect(joinTime(new Date('2027-03-01T09:00:00Z'))).toEqual(new Date('2027-03-01T08:59:00Z'));
});

it('a bot joins at its distance from the start, whatever the start is', () => {
  const year = { min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(year), fc.integer({ min: -3600, max: 3600 }), (start, seconds) => {
      expect(+joinTime(start, seconds) - +start).toBe(seconds * 1000);
    }),
  );
});

it('bots of one second are sent together, none of them late and none more than 1.25 s early', () => {
  const time = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, fc.integer({ min: -3000, max: 3000 }), (joinAt, offset) => {
      const woken = secondOf(joinAt);
      expect(+joinAt).toBeLessThan(+dueBefore(woken));
      // A clock that is a little behind the one that woke it.
      expect(+joinAt).toBeLessThan(+dueBefore(new Date(+woken - 250)));
      const now = new Date(+joinAt + offset);
      const isDue = joinAt < dueBefore(now);
      if (offset >= 0) expect(isDue).toBe(true);
      if (offset < -1250) expect(isDue).toBe(false);
      // On a whole second, as nearly all are, it is never more than a clock's error.
      if (+joinAt === +woken && offset < -250) expect(isDue).toBe(false);
    }),
  );
  expect(dueBefore(new Date('2027-03-01T08:59:00.749Z'))).toEqual(new Date('2027-03-01T08:59:01Z'));
  expect(dueBefore(new Date('2027-03-01T08:58:59.749Z'))).toEqual(new Date('2027-03-01T08:59:00Z'));
});
