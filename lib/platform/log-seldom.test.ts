import { afterEach, expect, it, vi } from 'vitest';
import { logSeldom, warnOnce } from './log-seldom';
import { logger } from './logger';

logger.level = 'silent';
const warn = vi.spyOn(logger, 'warn');
afterEach(() => warn.mockClear());

const at = (seconds: number) => new Date(Date.UTC(2027, 2, 1) + seconds * 1000);

it('a message of a kind is logged at most once a minute, and then says how many were left out', () => {
  const log = (kind: string, seconds: number) =>
    logSeldom({ level: 'warn', kind, message: 'Refused' }, { reason: kind }, at(seconds));
  for (const seconds of [0, 1, 59]) log('one', seconds);
  log('another', 30);
  for (const seconds of [60, 119, 200]) log('one', seconds);
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([
    { reason: 'one' },
    { reason: 'another' },
    { reason: 'one', leftOut: 2 },
    { reason: 'one', leftOut: 1 },
  ]);
});

it('a name that is not known is logged once, and not without end', () => {
  for (let i = 0; i < 1000; i++) {
    warnOnce(`state ${i}`, 'Not known');
    warnOnce('state 0', 'Not known');
  }
  const names = warn.mock.calls.map(([fields]) => (fields as { name: string }).name);
  expect(names.filter((name) => name === 'state 0')).toHaveLength(1);
  expect(names.length).toBeLessThan(300);
});
