import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { KNOWN_BUGS, knownBug } from '@/test/recurrence/known-bugs';
import { answerOf, ORACLES, realStart, seriesOf } from '@/test/recurrence/oracles';
import {
  DAY_MS,
  daySamples,
  msOf,
  type Sample,
  simpleSamples,
  subDailySamples,
  wallOf,
  without,
} from '@/test/recurrence/samples';
import { expandSeries, slotsAfter } from './';

/** For a long run: PROOF_RUNS=20000 PROOF_SEED=7 npx vitest run lib/occurrences/domain/recurrence/proof-oracles.test.ts */
const { PROOF_RUNS, PROOF_SEED = '20261124' } = process.env;
const settings = (numRuns: number) => ({ numRuns: Number(PROOF_RUNS ?? numRuns), seed: Number(PROOF_SEED) });
const TIMEOUT = PROOF_RUNS ? 3_600_000 : 60_000;

const tally = { compared: 0, explained: 0, skipped: 0 };
afterAll(() => console.log(`Measured: ${JSON.stringify({ TZ: process.env.TZ, ...tally })}`));

/** Tells whether all rules have starts. Libraries search until the year 9999 for one that a rule does not have. */
function fires(s: Sample): boolean {
  const series = seriesOf(s);
  const begin = new Date(Math.max(s.to.getTime(), msOf(s.startWall) + 2 * DAY_MS));
  return [...s.rules, ...s.exRules].every((rule) => {
    const recurrence = [`RRULE:${without(rule, 'COUNT', 'UNTIL')}`];
    const [next] = slotsAfter({ ...series, recurrence }, begin, 1).slots;
    return next !== undefined && next.start.getTime() < begin.getTime() + 40 * 366 * DAY_MS;
  });
}

function compare(name: string, s: Sample): void {
  if (!fires(s)) {
    tally.skipped += 1;
    return;
  }
  const { slots, problem } = expandSeries(seriesOf(s), s);
  expect(problem).toBeNull();
  const ours = slots.map((slot) => slot.start.toISOString());
  const theirs = answerOf(ORACLES[name] ?? (() => []), s);
  tally.compared += 1;
  if (JSON.stringify(ours) !== JSON.stringify(theirs) && knownBug(name, s)) tally.explained += 1;
  else expect(ours).toEqual(theirs);
}

/** Returns the sample with a DTSTART that its rule selects. RFC 5545 does not define others, and ical.js fails on them. */
function anchored(s: Sample): Sample | null {
  const [rule = ''] = s.rules;
  const endless = without(rule, 'COUNT', 'UNTIL');
  const [first] = ORACLES.rrule?.(endless, realStart(s), msOf(s.startWall) + 3000 * DAY_MS) ?? [];
  return first ? { ...s, startWall: s.isAllDay ? `${first.slice(0, 10)}T00:00:00` : first } : null;
}

describe('against other libraries, in floating time mapped to the zone', () => {
  it('rrule: DAILY to YEARLY, several rules, EXRULE, RDATE, EXDATE, all-day', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(daySamples, (s) => compare('rrule', s)),
      settings(150),
    );
  });

  it('rrule: HOURLY to SECONDLY', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(subDailySamples, (s) => compare('rrule', s)),
      settings(60),
    );
  });

  it('ical.js: the rules that calendars write', { timeout: TIMEOUT }, () => {
    const samples = simpleSamples.map(anchored).filter((s) => s !== null);
    fc.assert(
      fc.property(samples, (s) => compare('ical.js', s)),
      settings(100),
    );
  });

  it('rrule-temporal: the rules that calendars write', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(simpleSamples, (s) => compare('rrule-temporal', s)),
      settings(80),
    );
  });
});

describe('bugs of those libraries that explain a difference', () => {
  it.each(KNOWN_BUGS)('$oracle: $reason', ({ oracle, isHit, example: { rule, start, theirs, right } }) => {
    expect(isHit(rule)).toBe(true);
    const end = msOf(start) + 800 * DAY_MS;
    expect(ORACLES[oracle]?.(rule, start, end)).toEqual(theirs);
    const at = { dateTime: `${start}Z`, timeZone: 'UTC' };
    const series = { start: at, end: at, recurrence: [`RRULE:${rule}`], fallbackTimeZone: 'UTC' };
    const window = { from: new Date(msOf(start)), to: new Date(end) };
    const ours = expandSeries(series, window).slots.map((slot) => wallOf(slot.start.getTime()));
    // DTSTART is always shown, whether or not the rule selects it.
    expect(ours).toEqual([...new Set([start, ...right])]);
  });
});
