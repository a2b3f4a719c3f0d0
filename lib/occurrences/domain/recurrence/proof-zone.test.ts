import { expect, it } from 'vitest';

/** Offset in minutes that JavaScript's own clock must show on 1 January 2026, by the zone that `vitest.config.ts` sets. */
const OFFSETS: Record<string, number> = {
  UTC: 0,
  'America/New_York': 300,
  'Asia/Kolkata': -330,
  'Pacific/Apia': -780,
};

it('the proofs run in the zone they are meant to', () => {
  expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(OFFSETS[process.env.TZ ?? '']);
});
