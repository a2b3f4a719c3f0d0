import type { Connection } from '@/components/connection';
import type { CalendarHealthResponse } from '@/lib/contract/health';
import { jobsRunHere, serverAway } from './server-away';

export type Look = { label: string; explanation: string; dot: string };

/** How the state is shown while this page cannot ask for it. */
export const OFFLINE: Record<Exclude<Connection, 'online'>, Look> = {
  no_network: {
    label: 'Offline',
    explanation: 'Your device has no network. This page shows what it last loaded. Bots join without it.',
    dot: 'bg-line-strong',
  },
  no_answer: {
    label: 'Offline',
    explanation: 'Usher doesn’t answer. This page shows what it last loaded, and keeps trying.',
    dot: 'bg-line-strong',
  },
};

/**
 * Returns how the state of the sync is shown: what matters most of it; null before an account is connected.
 * @param isLive whether the server notifies this page of changes
 * @param now milliseconds since 1970
 */
export function lookOf(health: CalendarHealthResponse, isLive: boolean, now: number): Look | null {
  if (health.connections.length === 0) return null;
  const calendars = health.connections.flatMap((connection) => connection.calendars);
  if (health.connections.some((connection) => connection.status === 'revoked')) {
    return {
      label: 'Disconnected',
      explanation: 'Google no longer lets Usher read a calendar. Reconnect its account.',
      dot: 'bg-danger',
    };
  }
  const [stopped] = health.stopped_providers;
  if (stopped) return { label: 'Bots wait', explanation: stopped.message, dot: 'bg-danger' };
  if (calendars.some((calendar) => calendar.last_sync_error)) {
    return {
      label: 'Sync failed',
      explanation: 'The last sync of a calendar failed. Usher keeps trying.',
      dot: 'bg-brass',
    };
  }
  const [problem] = health.connections.flatMap((row) => [
    ...row.problems,
    ...row.calendars.flatMap((calendar) => calendar.problems),
  ]);
  if (problem) return { label: 'Needs attention', explanation: problem.message, dot: 'bg-brass' };
  if (health.inngest_server?.is_away) {
    return {
      label: 'Job server away',
      explanation: `${serverAway(health.inngest_server, now)} ${jobsRunHere(health.inngest_server)}`,
      dot: 'bg-brass',
    };
  }
  if (!isLive) {
    return {
      label: 'Connecting',
      explanation:
        'This page isn’t notified of changes right now. It refreshes every 30 seconds until it is.',
      dot: 'bg-line-strong',
    };
  }
  if (health.mode === 'polling') {
    return {
      label: 'Polling every 5 min',
      explanation: 'Google can’t reach this server, so Usher checks every 5 minutes.',
      dot: 'bg-brass',
    };
  }
  return {
    label: 'Live',
    explanation: 'Google notifies Usher of every change right away, and this page updates live.',
    dot: 'bg-accent text-accent',
  };
}
