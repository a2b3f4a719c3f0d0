import { expect, it } from 'vitest';
import type { CalendarHealthResponse } from '@/lib/contract/health';
import { lookOf } from './health-look';

const NOW = Date.parse('2027-03-01T10:00:00Z');

const account = (changes: object = {}) =>
  ({
    ...{ id: 'cal_1', email: 'ada@usher.test', name: null, status: 'active', status_reason: null },
    ...{ missing_scopes: [], list_read_at: null, problems: [], calendars: [] },
    ...changes,
  }) as CalendarHealthResponse['connections'][number];

const health = (changes: Partial<CalendarHealthResponse> = {}): CalendarHealthResponse => ({
  ok: true,
  mode: 'push',
  connections: [account()],
  stopped_providers: [],
  inngest_server: null,
  ...changes,
});

it('shows nothing before an account is connected', () => {
  expect(lookOf(health({ connections: [] }), true, NOW)).toBeNull();
});

it('says “Live” only while the page is notified and Google notifies Usher', () => {
  expect(lookOf(health(), true, NOW)?.label).toBe('Live');
  expect(lookOf(health(), false, NOW)?.label).toBe('Connecting');
  expect(lookOf(health({ mode: 'polling' }), true, NOW)?.label).toBe('Polling every 5 min');
  expect(lookOf(health({ mode: 'polling' }), false, NOW)?.label).toBe('Connecting');
});

it('says what matters most: an account that is lost before a server that is away', () => {
  const inngest_server = { is_away: true, last_call_at: '2027-03-01T09:55:00Z' };
  const look = lookOf(health({ inngest_server }), true, NOW);
  expect(look?.label).toBe('Job server away');
  expect(look?.explanation).toContain('5 minutes');
  const connections = [account({ status: 'revoked' })];
  expect(lookOf(health({ inngest_server, connections }), true, NOW)?.label).toBe('Disconnected');
});
