import { describe, expect, it } from 'vitest';
import { accountProblems, type FollowedCalendar, howFollowed } from './calendar-health';

const NOW = new Date('2027-03-01T08:00:00Z');
const ago = (minutes: number) => new Date(+NOW - minutes * 60_000);
const DAY = 24 * 60;
const how = (fields: Partial<FollowedCalendar>) =>
  howFollowed({
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
    driftCount: 0,
    lastDriftAt: null,
    now: NOW,
    ...fields,
  });
const polled = { channelOpenSince: null };
const failed = { lastSyncError: 'Backend error' };

describe('how a calendar is synced', () => {
  it.each<[string, Partial<FollowedCalendar>, string | null]>([
    ['push', {}, null],
    ['off', { syncEnabled: false }, 'Switched off.'],
    [
      'off',
      { syncEnabled: false, readable: false },
      'Google shows only when its owner is busy, not the meetings.',
    ],
    ['off', { connected: false }, 'Google does not let Usher read this account.'],
    [
      'poll',
      { ...polled, pushUnsupported: true },
      'Google sends no notifications for this calendar, so Usher asks every 5 minutes.',
    ],
    [
      'poll',
      { ...polled, reachable: false },
      'Google cannot reach this installation (it has no public https address), so Usher asks every 5 minutes.',
    ],
    [
      'poll',
      { ...polled, channelError: 'Forbidden' },
      'Google’s notifications could not be turned on, so Usher asks every 5 minutes.',
    ],
    ['poll', polled, 'Google’s notifications are being turned on; until then Usher asks every 5 minutes.'],
  ])('%s, of %j: “%s”', (mode, fields, reason) => {
    expect(how(fields)).toMatchObject({ mode, reason });
  });
});

/** Every problem: what it is made from, its code, what a person can do, and its sentences. */
const PROBLEMS: [Partial<FollowedCalendar>, string, string, string][] = [
  [
    { syncEnabled: false, readable: false, resumesSync: true },
    'not_readable',
    'repair',
    'Google no longer lets Usher see the meetings of “Team”, and its bots are called off. Ask its owner to share it with “See all event details”: it is followed again within the hour, or at once by Repair. If you need it no more, remove it from your list in Google Calendar.',
  ],
  [
    failed,
    'sync_failing',
    'reconnect',
    'The last sync failed: Backend error. Reconnect the account to go on.',
  ],
  [
    { ...failed, retryAt: NOW, syncWait: 'refused' },
    'sync_failing',
    'repair',
    'The last sync failed: Backend error. Repair asks again at once; by itself it is tried again each hour, and bots keep to what was read before.',
  ],
  [
    { ...failed, retryAt: NOW, syncWait: 'asked' },
    'sync_failing',
    'wait',
    'The last sync failed: Backend error. It is tried again by itself; bots keep to what was read before.',
  ],
  [
    { lastSyncedAt: ago(151) },
    'sync_late',
    'repair',
    'It has not been read for longer than it should. Repair reads it at once.',
  ],
  [
    { ...polled, channelError: 'See 3.2 for it' },
    'push_failing',
    'repair',
    'Google’s notifications could not be turned on: See 3.2 for it. It is tried again every 15 minutes, and the calendar is polled meanwhile.',
  ],
  [
    { driftCount: 1, lastDriftAt: ago(60) },
    'pushes_lost',
    'repair',
    'One change was found by the hourly check and not told by Google. Repair opens a new channel.',
  ],
  [
    { driftCount: 3, lastDriftAt: ago(60) },
    'pushes_lost',
    'repair',
    '3 changes were found by the hourly check and not told by Google. Repair opens a new channel.',
  ],
];

describe('a problem', () => {
  it.each(PROBLEMS)('of %j is %s, to %s: “%s”', (fields, code, action, message) => {
    expect(how(fields).problems).toEqual([{ code, action, message }]);
  });

  it.each<[string, Partial<FollowedCalendar>]>([
    ['a calendar that a person switched off', { syncEnabled: false, readable: true, resumesSync: true }],
    ['a calendar that no one wants back', { syncEnabled: false, readable: false }],
    ['an account that is not connected', { ...failed, connected: false }],
    ['a calendar that was never read', { lastSyncedAt: null }],
    ['a calendar read two and a half hours ago', { lastSyncedAt: ago(150) }],
    ['a polled calendar read a quarter of an hour ago', { ...polled, lastSyncedAt: ago(15) }],
    ['an error from before the channel was open', { channelError: 'Forbidden' }],
    ['an error where Google has no notifications', { ...polled, channelError: 'x', pushUnsupported: true }],
    ['an error where Google cannot reach us', { ...polled, channelError: 'x', reachable: false }],
    ['a change missed a week ago', { driftCount: 1, lastDriftAt: ago(7 * DAY) }],
    [
      'a change missed as the channel was opened',
      { driftCount: 1, lastDriftAt: ago(60), channelOpenSince: ago(60) },
    ],
    ['a change missed without a channel', { ...polled, driftCount: 1, lastDriftAt: ago(60) }],
  ])('is not %s', (_what, fields) => {
    expect(how(fields).problems).toEqual([]);
  });

  it.each([
    [
      { connected: false },
      'revoked',
      'Google has taken its permission back. Bots that are booked stay. Reconnect the account to follow changes again.',
    ],
    [
      { connected: false, statusReason: 'It was disabled!' },
      'revoked',
      'It was disabled! Bots that are booked stay. Reconnect the account to follow changes again.',
    ],
    [
      { missingScopes: ['x'] },
      'missing_scopes',
      'ada@northwind.example did not let Usher see its calendars. Reconnect it, and leave the box for Google Calendar ticked.',
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
