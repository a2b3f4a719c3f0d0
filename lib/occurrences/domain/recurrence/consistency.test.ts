import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HARD_CASES } from '@/test/recurrence/hard-cases';
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

it('does not depend on the zone of the process', async () => {
  const script = `
    import { expandSeries, describeRecurrence } from './lib/occurrences/domain/recurrence';
    const series = ${JSON.stringify(HARD_CASES.map(([, s, w]) => [s, w]))};
    console.log(JSON.stringify(series.map(([s, [from, to]]) => [
      expandSeries(s, { from: new Date(from), to: new Date(to) }), describeRecurrence(s.recurrence, s.start)])));`;
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  const run = async (TZ: string) => {
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: { ...process.env, TZ },
    });
    return JSON.parse(stdout);
  };
  const [inUtc, ...elsewhere] = await Promise.all(
    ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'].map(run),
  );
  expect(inUtc).toHaveLength(HARD_CASES.length);
  for (const answer of elsewhere) expect(answer).toEqual(inUtc);
}, 60_000);
