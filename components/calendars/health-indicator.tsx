'use client';

import Link from 'next/link';
import { useIsLive } from '@/components/live-updates';
import { useNow } from '@/components/time/clock';
import { ago } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import type { CalendarHealthResponse } from '@/lib/contract/health';
import { useHealth } from './requests/get-health';
import { jobsRunHere, serverAway } from './server-away';

type Look = { label: string; explanation: string; dot: string };

function lookOf(health: CalendarHealthResponse, isLive: boolean, now: number): Look {
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
      label: 'Jobs run here',
      explanation: `${serverAway(health.inngest_server, now)} ${jobsRunHere(health.inngest_server)}`,
      dot: 'bg-brass',
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
    label: isLive ? 'Live' : 'Reconnecting',
    explanation: isLive
      ? 'Google notifies Usher of every change at once, and this page updates live.'
      : 'This page lost its connection to the server and is reconnecting. Bots are not affected.',
    dot: isLive ? 'bg-accent text-accent' : 'bg-line-strong',
  };
}

/** The state of the sync in a word, which opens the details. */
export function HealthIndicator() {
  const { data: health } = useHealth();
  const isLive = useIsLive();
  const now = useNow('minute');
  if (!health || now === null || health.connections.length === 0) return null;
  const look = lookOf(health, isLive, now);
  const calendars = health.connections
    .flatMap((connection) => connection.calendars)
    .filter((calendar) => calendar.sync_enabled);
  return (
    <Popover>
      <PopoverTrigger
        className="flex h-8 items-center gap-2 rounded-lg px-2.5 text-[0.8125rem] text-ink-soft transition-colors hover:bg-sunken hover:text-ink"
        aria-label={`Calendar sync: ${look.label}`}
      >
        <span aria-hidden="true" className={cn('size-2 rounded-full', look.dot)} />
        <span className="max-[26rem]:sr-only">{look.label}</span>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Calendar sync">
        <p className="text-pretty text-ink-soft">{look.explanation}</p>
        <ul className="times mt-3 max-h-64 space-y-2 overflow-y-auto border-line border-t pt-3 text-[0.8125rem]">
          {calendars.map((calendar) => (
            <li key={calendar.usher_id} className="flex items-baseline gap-2">
              <span
                aria-hidden="true"
                className="size-2 shrink-0 rounded-full"
                style={{ backgroundColor: calendar.backgroundColor ?? 'var(--line-strong)' }}
              />
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {calendar.summary}
              </span>
              <span className="shrink-0 text-ink-faint text-xs" title={calendar.last_sync_error ?? undefined}>
                {calendar.sync_pending
                  ? 'syncing…'
                  : calendar.last_sync_error
                    ? 'failed'
                    : calendar.last_synced_at
                      ? `synced ${ago(calendar.last_synced_at, now)}`
                      : 'not yet'}
              </span>
            </li>
          ))}
        </ul>
        <Link
          href="/calendars"
          className="mt-3 block border-line border-t pt-3 font-medium text-[0.8125rem] text-accent-text hover:underline"
        >
          All calendars and accounts
        </Link>
      </PopoverContent>
    </Popover>
  );
}
