import { describe, expect, it } from 'vitest';
import { accountProblems, type CalendarSyncState, syncHealthOf } from './calendar-health';

const NOW = new Date('2027-03-01T08:00:00Z');
const ago = (minutes: number) => new Date(+NOW - minutes * 60_000);
const how = (fields: Partial<CalendarSyncState> = {}) =>
  syncHealthOf({
    summary: 'Team',
    syncEnabled: true,
    readable: true,
    resumesSync: false,
    connected: true,
    reachable: true,
    pushUnsupported: false,
    channelOpenSince: ago(600),
    channelError: null,
    lastSyncedAt: ago(10),
    lastSyncError: null,
    retryAt: null,
    syncWait: null,
    missedNotificationCount: 0,
    lastMissedNotificationAt: null,
    now: NOW,
    ...fields,
  });
const codes = (fields: Partial<CalendarSyncState>) => how(fields).problems.map((problem) => problem.code);

describe('syncHealthOf', () => {
  it('says that a calendar is pushed, or why it is polled or off', () => {
    expect(how()).toEqual({ mode: 'push', reason: null, problems: [] });
    const polled = { channelOpenSince: null };
    for (const [fields, words] of [
      [{ pushUnsupported: true }, 'no notifications for this calendar'],
      [{ reachable: false }, 'no public https address'],
      [{ channelError: 'Forbidden' }, 'could not be turned on'],
      [{}, 'are being turned on'],
    ] as const) {
      expect(how({ ...polled, ...fields })).toMatchObject({
        mode: 'poll',
        reason: expect.stringContaining(words),
      });
    }
    expect(how({ syncEnabled: false })).toMatchObject({ mode: 'off', reason: 'Sync is off.', problems: [] });
    expect(how({ syncEnabled: false, readable: false }).reason).toContain('busy');
    expect(how({ syncEnabled: false, readable: false, resumesSync: true })).toMatchObject({
      mode: 'off',
      problems: [{ code: 'not_readable', action: 'resync', message: expect.stringContaining('“Team”') }],
    });
    expect(how({ connected: false, lastSyncError: 'x' })).toMatchObject({ mode: 'off', problems: [] });
  });

  it('names each problem with what a person can do about it', () => {
    expect(how({ lastSyncError: 'Backend error', retryAt: NOW }).problems).toMatchObject([
      { code: 'sync_failing', action: 'wait', message: expect.stringContaining('Backend error.') },
    ]);
    expect(
      how({ lastSyncError: 'Share it. (Google: No.)', retryAt: NOW, syncWait: 'refused' }).problems,
    ).toEqual([
      {
        code: 'sync_failing',
        action: 'resync',
        message:
          'The last sync failed: Share it. (Google: No.) Usher tries again each hour, or right away with Resync; until then bots go by what was read before.',
      },
    ]);
    expect(how({ lastSyncError: 'No such client', retryAt: null }).problems).toMatchObject([
      { action: 'reconnect' },
    ]);
    expect(codes({ lastSyncedAt: ago(149) })).toEqual([]);
    expect(codes({ lastSyncedAt: ago(151) })).toEqual(['sync_late']);
    expect(codes({ lastSyncedAt: ago(16), channelOpenSince: null, pushUnsupported: true })).toEqual([
      'sync_late',
    ]);
    expect(codes({ channelOpenSince: null, channelError: 'Forbidden' })).toEqual(['push_failing']);
    expect(codes({ channelOpenSince: null, channelError: 'Forbidden', pushUnsupported: true })).toEqual([]);
  });

  it('takes missed notifications for a problem of the channel that missed them', () => {
    expect(how({ missedNotificationCount: 1, lastMissedNotificationAt: ago(60) }).problems).toMatchObject([
      { code: 'notifications_missed', message: expect.stringMatching(/^One change was/), action: 'resync' },
    ]);
    expect(
      codes({ missedNotificationCount: 3, lastMissedNotificationAt: ago(60), channelOpenSince: ago(30) }),
    ).toEqual([]);
    expect(
      codes({
        missedNotificationCount: 3,
        lastMissedNotificationAt: ago(8 * 24 * 60),
        channelOpenSince: ago(9 * 24 * 60),
      }),
    ).toEqual([]);
  });

  it('lets a person reconnect an account that is revoked or lacks a permission', () => {
    const account = {
      email: 'ada@northwind.example',
      connected: true,
      statusReason: null,
      missingScopes: [],
    };
    expect(accountProblems(account)).toEqual([]);
    expect(accountProblems({ ...account, connected: false })).toMatchObject([
      { code: 'revoked', action: 'reconnect' },
    ]);
    expect(accountProblems({ ...account, missingScopes: ['x'] })).toMatchObject([
      { code: 'missing_scopes', message: expect.stringContaining('ada@northwind.example') },
    ]);
  });
});
