import { expect, it } from 'vitest';
import { countBots } from './bot-counts';

const SOURCES = ['manual', 'auto'] as const;
const ROWS = [
  { status: 'Done', source: 'manual', count: 3 },
  { status: 'Denied', source: 'manual', count: 1 },
  { status: 'Missed', source: 'auto', count: 2 },
  { status: 'Recording', source: 'auto', count: 1 },
] as const;
const NONE = { scheduled: 0, active: 0, done: 0, failed: 0, cancelled: 0 };

it('counts every choice where none is chosen', () => {
  expect(countBots(ROWS, SOURCES, {})).toEqual({
    total: 7,
    status_groups: { ...NONE, active: 1, done: 3, failed: 3 },
    sources: { manual: 4, auto: 3 },
  });
});

it('counts each choice of one filter with what is chosen of the other', () => {
  expect(countBots(ROWS, SOURCES, { status_group: 'failed', source: 'auto' })).toEqual({
    total: 2,
    status_groups: { ...NONE, active: 1, failed: 2 },
    sources: { manual: 1, auto: 2 },
  });
  expect(countBots([], SOURCES, { source: 'auto' })).toEqual({
    total: 0,
    status_groups: NONE,
    sources: { manual: 0, auto: 0 },
  });
});
