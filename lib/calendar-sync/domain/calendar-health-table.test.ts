import { describe, expect, it } from 'vitest';
import { accountProblems, type CalendarSyncState, syncHealthOf } from './calendar-health';

const NOW = new Date('2027-03-01T08:00:00Z');
const ago = (minutes: number) => new Date(+NOW - minutes * 60_000);
const DAY = 24 * 60;
const how = (fields: Partial<CalendarSyncState>) =>
  syncHealthOf({
    summary: 'Team',
    syncEnabled: true,
    readable: true,
    resumesSync: false,
    connected: true,
    reachable: true,
    pushUnsupported: false,
    channelOpenSince: ago(10 * DAY),
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
const polled = { channelOpenSince: null };
const failed = { lastSyncError: 'Backend error' };

describe('how a calendar is synced', () => {
  it.each<[string, Partial<CalendarSyncState>, string | null]>([
    ['push', {}, null],
    ['off', { syncEnabled: false }, 'Sync is off.'],
    [
      'off',
      { syncEnabled: false, readable: false },
      'Google shows only when its owner is busy, not the meetings.',
    ],
    ['off', { connected: false }, 'Google does not let Usher read this account.'],
    [
      'poll',
      { ...polled, pushUnsupported: true },
      'Google sends no notifications for this calendar, so Usher checks every 5 minutes.',
    ],
    [
      'poll',
      { ...polled, reachable: false },
      'Google cannot reach this installation (it has no public https address), so Usher checks every 5 minutes.',
    ],
    [
      'poll',
      { ...polled, channelError: 'Forbidden' },
      'Google’s notifications could not be turned on, so Usher checks every 5 minutes.',
    ],
    ['poll', polled, 'Google’s notifications are being turned on; until then Usher checks every 5 minutes.'],
  ])('%s, of %j: “%s”', (mode, fields, reason) => {
    expect(how(fields)).toMatchObject({ mode, reason });
  });
});

/** Every problem: what it is made from, its code, what a person can do, and its sentences. */
const PROBLEMS: [Partial<CalendarSyncState>, string, string, string][] = [
  [
    { syncEnabled: false, readable: false, resumesSync: true },
    'not_readable',
    'resync',
    'Google no longer lets Usher see the meetings of “Team”, so its bots are canceled. Ask its owner to share it with “See all event details”: its sync resumes within the hour, or right away with Resync. If you no longer need it, remove it from your list in Google Calendar.',
  ],
  [
    failed,
    'sync_failing',
    'reconnect',
    'The last sync failed: Backend error. Reconnect the account to continue.',
  ],
  [
    { ...failed, retryAt: NOW, syncWait: 'refused' },
    'sync_failing',
    'resync',
    'The last sync failed: Backend error. Usher tries again each hour, or right away with Resync; until then bots go by what was read before.',
  ],
  [
    { ...failed, retryAt: NOW, syncWait: 'asked' },
    'sync_failing',
    'wait',
    'The last sync failed: Backend error. Usher tries again automatically; until then bots go by what was read before.',
  ],
  [
    { lastSyncedAt: ago(151) },
    'sync_late',
    'resync',
    'It has not been synced for longer than it should. Resync reads it right away.',
  ],
  [
    { ...polled, channelError: 'See 3.2 for it' },
    'push_failing',
    'resync',
    'Google’s notifications could not be turned on: See 3.2 for it. Usher tries again every 15 minutes, and polls the calendar meanwhile.',
  ],
  [
    { missedNotificationCount: 1, lastMissedNotificationAt: ago(60) },
    'notifications_missed',
    'resync',
    'One change was found by the hourly poll, without a notification from Google. Resync opens a new channel.',
  ],
  [
    { missedNotificationCount: 3, lastMissedNotificationAt: ago(60) },
    'notifications_missed',
    'resync',
    '3 changes were found by the hourly poll, without a notification from Google. Resync opens a new channel.',
  ],
];

describe('a problem', () => {
  it.each(PROBLEMS)('of %j is %s, to %s: “%s”', (fields, code, action, message) => {
    expect(how(fields).problems).toEqual([{ code, action, message }]);
  });

  it.each<[string, Partial<CalendarSyncState>]>([
    ['a calendar that a person switched off', { syncEnabled: false, readable: true, resumesSync: true }],
    ['a calendar that no one wants back', { syncEnabled: false, readable: false }],
    ['an account that is not connected', { ...failed, connected: false }],
    ['a calendar that was never read', { lastSyncedAt: null }],
    ['a calendar read two and a half hours ago', { lastSyncedAt: ago(150) }],
    ['a polled calendar read a quarter of an hour ago', { ...polled, lastSyncedAt: ago(15) }],
    ['an error from before the channel was open', { channelError: 'Forbidden' }],
    ['an error where Google has no notifications', { ...polled, channelError: 'x', pushUnsupported: true }],
    ['an error where Google cannot reach us', { ...polled, channelError: 'x', reachable: false }],
    ['a change missed a week ago', { missedNotificationCount: 1, lastMissedNotificationAt: ago(7 * DAY) }],
    [
      'a change missed as the channel was opened',
      { missedNotificationCount: 1, lastMissedNotificationAt: ago(60), channelOpenSince: ago(60) },
    ],
    [
      'a change missed without a channel',
      { ...polled, missedNotificationCount: 1, lastMissedNotificationAt: ago(60) },
    ],
  ])('is not %s', (_what, fields) => {
    expect(how(fields).problems).toEqual([]);
  });

  it.each([
    [
      { connected: false },
      'revoked',
      'Google has revoked its permission. Scheduled bots stay. Reconnect the account to sync its calendars again.',
    ],
    [
      { connected: false, statusReason: 'It was disabled!' },
      'revoked',
      'It was disabled! Scheduled bots stay. Reconnect the account to sync its calendars again.',
    ],
    [
      { missingScopes: ['x'] },
      'missing_scopes',
      'ada@northwind.example did not let Usher see its calendars. Reconnect it, and check the box for Google Calendar.',
    ],
  ])('of an account with %j is %s: “%s”', (fields, code, message) => {
    const account = {
      email: 'ada@northwind.example',
      connected: true,
      statusReason: null,
      missingScopes: [],
    };
    expect(accountProblems({ ...account, ...fields })).toEqual([{ code, message, action: 'reconnect' }]);
    expect(accountProblems(account)).toEqual([]);
  });
});
