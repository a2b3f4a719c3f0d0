'use client';

import { CalendarHeart, CalendarPlus, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { LogoMark } from '@/components/brand/logo';
import { connectAccount } from '@/components/calendars/connect-account';
import type { useHealth } from '@/components/calendars/requests/get-health';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';
import { Skeleton } from '@/components/ui/skeleton';

export function MeetingsSkeleton({ withToolbar = false }: { withToolbar?: boolean }) {
  return (
    <div role="status" aria-label="Loading the meetings">
      {withToolbar ? <Skeleton className="mb-3 h-8 w-full rounded-lg sm:w-72" /> : null}
      <Skeleton className="mb-6 h-52 rounded-2xl" />
      {[4, 5].map((rows) => (
        <div key={rows} className="mb-5">
          <Skeleton className="mb-2.5 ml-2 h-4 w-40" />
          <div className="overflow-hidden rounded-xl border border-line bg-surface">
            {['first', 'second', 'third', 'fourth', 'fifth'].slice(0, rows).map((row) => (
              <div
                key={row}
                className="flex h-14 items-center gap-4 border-line border-b px-4 last:border-b-0"
              >
                <Skeleton className="h-4 w-14" />
                <span className="flex-1 space-y-1.5">
                  <Skeleton className="h-3.5 w-1/2" />
                  <Skeleton className="h-3 w-1/3" />
                </span>
                <Skeleton className="h-5 w-9 rounded-full" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Returns what is shown before there can be any meetings; null when there can. */
export function startState(health: ReturnType<typeof useHealth>['data']): ReactNode {
  if (health?.connections.length === 0) return <NoCalendar />;
  const isFirstSync = health?.connections.some((connection) =>
    connection.calendars.some((row) => row.sync_pending && row.last_synced_at === null),
  );
  return isFirstSync ? <FirstSync /> : null;
}

/** Shown in the first minute after the first sign-in. */
function FirstSync() {
  return (
    <div role="status" className="mx-auto flex max-w-sm flex-col items-center px-6 py-20 text-center">
      <span className="relative mb-6 grid size-24 place-items-center overflow-hidden rounded-3xl border border-line bg-surface shadow-card">
        <span
          aria-hidden="true"
          className="absolute -top-8 h-40 w-16 origin-top animate-sweep bg-linear-to-b from-brass/55 to-transparent [clip-path:polygon(42%_0,58%_0,100%_100%,0_100%)]"
        />
        <LogoMark className="relative size-11" />
      </span>
      <h2 className="font-semibold text-base tracking-tight">Reading your calendar…</h2>
      <p className="mt-1.5 text-pretty text-ink-soft">
        This takes a few seconds the first time. Your meetings appear here automatically.
      </p>
    </div>
  );
}

function NoCalendar() {
  return (
    <MessageState
      icon={CalendarPlus}
      title="No calendar is connected"
      action={
        <Button variant="primary" onClick={() => connectAccount()}>
          Connect Google Calendar
        </Button>
      }
    >
      Usher needs to see your meetings to send bots to them. It never changes your calendar.
    </MessageState>
  );
}

export function NoMeetings() {
  return (
    <MessageState icon={CalendarHeart} title="Nothing scheduled for the next 2 weeks">
      New meetings appear here automatically.
    </MessageState>
  );
}

export function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <MessageState
      icon={SearchX}
      title="No matching meetings"
      action={<Button onClick={onClear}>Clear search and filters</Button>}
    >
      Try another search, or show later days.
    </MessageState>
  );
}

/** Says that what is on screen is older than it should be. */
export function NotRefreshed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <p role="alert" className="mt-5 text-center text-[0.8125rem] text-danger">
      Some days could not be refreshed. {message}{' '}
      <button type="button" onClick={onRetry} className="font-medium underline underline-offset-2">
        Try again
      </button>
    </p>
  );
}
