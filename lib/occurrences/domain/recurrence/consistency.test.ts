import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seriesOf } from '@/test/recurrence/oracles';
import { daySamples, subDailySamples } from '@/test/recurrence/samples';
import { expandSeries, findSlot, nearestSlots, slotsAfter } from './';

const samples = fc.oneof({ weight: 3, arbitrary: daySamples }, subDailySamples);
const starts = (slots: { start: Date }[]) => slots.map((slot) => slot.start.toISOString());

it('what follows, what is near and what is found are slots of the expansion', () => {
  fc.assert(
    fc.property(samples, (s) => {
      const series = seriesOf(s);
      const { slots } = expandSeries(series, s);
      const following = slots.filter((slot) => slot.start > s.from);
      expect(starts(slotsAfter(series, s.from, following.length).slots)).toEqual(starts(following));
      for (const slot of slots.slice(0, 5)) {
        expect(findSlot(series, slot.start)).toEqual(slot);
        expect(findSlot(series, new Date(slot.start.getTime() + 1))).toBeNull();
      }
      const last = new Date(s.to.getTime() - 1);
      const near = nearestSlots(series, last);
      const started = slots.filter((slot) => slot.start >= s.from).at(-1);
      if (started) expect(near[0]).toEqual(started);
      expect(near.filter((slot) => slot.start > last)).toEqual(slotsAfter(series, last, 1).slots);
    }),
    { numRuns: 100 },
  );
});

it('a rule that never has a start leaves the others theirs', () => {
  const first = { dateTime: '2018-01-01T00:00:00', timeZone: 'UTC' };
  for (const never of [
    'RRULE:FREQ=YEARLY;BYWEEKNO=1;WKST=MO;BYSETPOS=3;COUNT=1',
    'RRULE:FREQ=DAILY;BYMONTH=1,2,3,4;BYSETPOS=2',
  ]) {
    const recurrence = [never, 'RRULE:FREQ=DAILY;BYMONTHDAY=-1'];
    const series = { start: first, end: first, recurrence, fallbackTimeZone: 'UTC' };
    const { slots } = slotsAfter(series, new Date('2018-01-01T00:00:00Z'), 1);
    expect(starts(slots), never).toEqual(['2018-01-31T00:00:00.000Z']);
  }
});

it('the answer does not depend on where the window is cut', () => {
  fc.assert(
    fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (s, share) => {
      const series = seriesOf(s);
      const cut = new Date(Math.floor(s.from.getTime() + (s.to.getTime() - s.from.getTime()) * share));
      const keys = (from: Date, to: Date) => expandSeries(series, { from, to }).slots.map((slot) => slot.key);
      expect([...new Set([...keys(s.from, cut), ...keys(cut, s.to)])]).toEqual(keys(s.from, s.to));
    }),
    { numRuns: 200 },
  );
});
