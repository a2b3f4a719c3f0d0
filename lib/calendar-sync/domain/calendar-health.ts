/** What is known of how a calendar syncs with Google. */
export type CalendarSyncState = {
  summary: string;
  syncEnabled: boolean;
  /** Google lets us read its meetings. */
  readable: boolean;
  /** Its sync was enabled, and is enabled again as soon as it can be read. */
  resumesSync: boolean;
  connected: boolean;
  /** Google can reach this installation at all. */
  reachable: boolean;
  pushUnsupported: boolean;
  /** Since when the channel is open through which Google notifies us now. */
  channelOpenSince: Date | null;
  /** Why the last attempt to open a channel failed, if it did. */
  channelError: string | null;
  lastSyncedAt: Date | null;
  lastSyncError: string | null;
  retryAt: Date | null;
  syncWait: 'asked' | 'refused' | null;
  missedNotificationCount: number;
  lastMissedNotificationAt: Date | null;
  now: Date;
};

export type Problem = {
  code:
    | 'revoked'
    | 'missing_scopes'
    | 'sync_failing'
    | 'sync_late'
    | 'push_failing'
    | 'notifications_missed'
    | 'not_readable';
  message: string;
  action: 'reconnect' | 'resync' | 'wait';
};

export type SyncHealth = { mode: 'push' | 'poll' | 'off'; reason: string | null; problems: Problem[] };

const MINUTE_MS = 60_000;
/**
 * A calendar is late after this time: at least twice the longest interval at which it is polled, without or
 * with a channel.
 */
const LATE_MS = { poll: 15 * MINUTE_MS, push: 150 * MINUTE_MS };
/** Missed notifications are a problem for this long. */
const MISSED_NOTIFICATIONS_SHOWN_MS = 7 * 24 * 60 * MINUTE_MS;

/** Returns how a calendar syncs with Google, why it is not pushed, and its problems, in words. */
export function syncHealthOf(calendar: CalendarSyncState): SyncHealth {
  if (!calendar.syncEnabled) return { mode: 'off', ...whyOff(calendar) };
  if (!calendar.connected) {
    return { mode: 'off', reason: 'Google does not let Usher read this account.', problems: [] };
  }
  const mode = calendar.channelOpenSince ? 'push' : 'poll';
  return {
    mode,
    reason: mode === 'push' ? null : whyPolled(calendar),
    problems: [...syncProblems(calendar, mode), ...pushProblems(calendar)],
  };
}

function whyOff(calendar: CalendarSyncState): Pick<SyncHealth, 'reason' | 'problems'> {
  if (calendar.readable) return { reason: 'Sync is off.', problems: [] };
  const stopped: Problem = {
    code: 'not_readable',
    message: `Google no longer lets Usher see the meetings of “${calendar.summary}”, so its bots are canceled. Ask its owner to share it with “See all event details”: its sync resumes within the hour, or right away with Resync. If you no longer need it, remove it from your list in Google Calendar.`,
    action: 'resync',
  };
  return {
    reason: 'Google shows only when its owner is busy, not the meetings.',
    problems: calendar.resumesSync ? [stopped] : [],
  };
}

function whyPolled(calendar: CalendarSyncState): string {
  const asks = 'so Usher checks every 5 minutes.';
  if (calendar.pushUnsupported) return `Google sends no notifications for this calendar, ${asks}`;
  if (!calendar.reachable)
    return `Google cannot reach this installation (it has no public https address), ${asks}`;
  if (calendar.channelError) return `Google’s notifications could not be turned on, ${asks}`;
  return `Google’s notifications are being turned on; until then Usher checks every 5 minutes.`;
}

function syncProblems(calendar: CalendarSyncState, mode: 'push' | 'poll'): Problem[] {
  const { lastSyncError, lastSyncedAt, now } = calendar;
  if (lastSyncError) {
    return [
      {
        code: 'sync_failing',
        ...afterFailure(calendar, `The last sync failed: ${sentence(lastSyncError)}`),
      },
    ];
  }
  if (lastSyncedAt && +now - +lastSyncedAt > LATE_MS[mode]) {
    return [
      {
        code: 'sync_late',
        message: 'It has not been synced for longer than it should. Resync reads it right away.',
        action: 'resync',
      },
    ];
  }
  return [];
}

function afterFailure({ retryAt, syncWait }: CalendarSyncState, failed: string): Omit<Problem, 'code'> {
  if (!retryAt) return { message: `${failed} Reconnect the account to continue.`, action: 'reconnect' };
  const until = 'until then bots go by what was read before.';
  if (syncWait === 'refused') {
    return {
      message: `${failed} Usher tries again each hour, or right away with Resync; ${until}`,
      action: 'resync',
    };
  }
  return { message: `${failed} Usher tries again automatically; ${until}`, action: 'wait' };
}

function pushProblems(calendar: CalendarSyncState): Problem[] {
  const {
    channelOpenSince,
    channelError,
    pushUnsupported,
    reachable,
    lastMissedNotificationAt,
    missedNotificationCount,
    now,
  } = calendar;
  if (!channelOpenSince && channelError && !pushUnsupported && reachable) {
    return [
      {
        code: 'push_failing',
        message: `Google’s notifications could not be turned on: ${sentence(channelError)} Usher tries again every 15 minutes, and polls the calendar meanwhile.`,
        action: 'resync',
      },
    ];
  }
  // A channel that was opened since replaces the one that missed them.
  const isMissing =
    lastMissedNotificationAt &&
    +now - +lastMissedNotificationAt < MISSED_NOTIFICATIONS_SHOWN_MS &&
    channelOpenSince &&
    lastMissedNotificationAt > channelOpenSince;
  if (!isMissing) return [];
  return [
    {
      code: 'notifications_missed',
      message: `${missedNotificationCount === 1 ? 'One change was' : `${missedNotificationCount} changes were`} found by the hourly poll, without a notification from Google. Resync opens a new channel.`,
      action: 'resync',
    },
  ];
}

/** Returns the problems of an account. */
export function accountProblems(account: {
  email: string;
  connected: boolean;
  statusReason: string | null;
  missingScopes: string[];
}): Problem[] {
  if (account.missingScopes.length > 0) {
    return [
      {
        code: 'missing_scopes',
        message: `${account.email} did not let Usher see its calendars. Reconnect it, and check the box for Google Calendar.`,
        action: 'reconnect',
      },
    ];
  }
  if (account.connected) return [];
  return [
    {
      code: 'revoked',
      message: `${sentence(account.statusReason ?? 'Google has revoked its permission.')} Scheduled bots stay. Reconnect the account to sync its calendars again.`,
      action: 'reconnect',
    },
  ];
}

function sentence(words: string): string {
  return /[.!?]\)?$/.test(words) ? words : `${words}.`;
}
