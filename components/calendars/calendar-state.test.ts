import { expect, it } from 'vitest';
import { healthResponse } from '@/lib/contract/health';
import { calendarHealth } from '@/lib/contract/operations/calendars';
import { stateOf } from './calendar-state';

const NOW = Date.parse('2027-03-01T08:00:00Z');
const [connection] = healthResponse.parse(calendarHealth.example.answer).connections;
const failed = (secondsAgo: number) => {
  const synced = new Date(NOW - secondsAgo * 1000).toISOString();
  const calendar = connection?.calendars[0];
  if (!calendar) throw new Error('The example has no calendar.');
  return stateOf({ ...calendar, last_sync_error: 'No.', last_synced_at: synced }, NOW).detail;
};

it('says when the last good sync was after one that failed, and never “just now”', () => {
  expect(failed(5)).toBe('last synced less than 2 min ago');
  expect(failed(150)).toBe('last synced 3 min ago');
});
