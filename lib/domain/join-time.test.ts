import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinTime } from './join-time';

it('a bot joins one minute before the start', () => {
  expect(joinTime(new Date('2027-03-01T09:00:00Z'))).toEqual(new Date('2027-03-01T08:59:00Z'));
});

it('keeps its distance from the start, whichever it is', () => {
  const year = { min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(year), fc.integer({ min: -3600, max: 3600 }), (start, seconds) => {
      expect(+joinTime(start, seconds) - +start).toBe(seconds * 1000);
    }),
  );
});
