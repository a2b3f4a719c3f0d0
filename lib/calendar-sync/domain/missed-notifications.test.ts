import { describe, expect, it } from 'vitest';
import { countMissedNotifications, type SyncFinding } from './missed-notifications';

const NOW = new Date('2027-03-01T08:00:00Z');
const ago = (minutes: number) => new Date(+NOW - minutes * 60_000);
const missedNotifications = (updated: (Date | undefined)[], fields: Partial<SyncFinding> = {}) =>
  countMissedNotifications({
    updated: updated.map((at) => at?.toISOString()),
    watchedSince: ago(600),
    lastSyncedAt: ago(60),
    lastPushAt: null,
    wasMarked: true,
    now: NOW,
    ...fields,
  });

describe('countMissedNotifications', () => {
  it('counts changes after the last sync that are too old for a late notification', () => {
    expect(missedNotifications([ago(30), ago(5), ago(1), ago(90)])).toBe(2);
  });

  it('counts no change that a push reported or that was made while no channel was open', () => {
    expect(missedNotifications([ago(30)], { lastPushAt: ago(29) })).toBe(0);
    expect(missedNotifications([ago(30)], { lastPushAt: ago(61) })).toBe(1);
    expect(missedNotifications([ago(30)], { watchedSince: null })).toBe(0);
    expect(missedNotifications([ago(30), ago(10)], { watchedSince: ago(20) })).toBe(1);
    expect(missedNotifications([ago(30)], { lastSyncedAt: null })).toBe(0);
  });

  it('counts a deletion, which has no time, when the poll found it, not when a reader’s sync did', () => {
    expect(missedNotifications([undefined])).toBe(1);
    expect(missedNotifications([undefined], { wasMarked: false })).toBe(0);
    expect(missedNotifications([undefined], { lastSyncedAt: ago(1) })).toBe(0);
  });
});
