import { expect, it } from 'vitest';
import { splitByTime } from './split-by-time';

it('bots that were called off ahead of their time are parted from those whose time has come, each in their order', () => {
  const at = (scheduled_join_time: string) => ({ scheduled_join_time });
  const [december, tomorrow, now, yesterday] = [
    at('2026-12-07T09:00:00Z'),
    at('2026-11-27T09:00:00Z'),
    at('2026-11-26T09:00:00Z'),
    at('2026-11-25T09:00:00Z'),
  ];
  expect(splitByTime([december, tomorrow, now, yesterday], Date.parse('2026-11-26T09:00:00Z'))).toEqual({
    ahead: [december, tomorrow],
    come: [now, yesterday],
  });
});
