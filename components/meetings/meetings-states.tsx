'use client';

import { CalendarClock, CalendarHeart, CalendarPlus, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { LogoMark } from '@/components/brand/logo';
import { connectAccount } from '@/components/calendars/connect-account';
import { type FirstSync, firstSyncOf, readingInWords } from '@/components/calendars/first-sync';
import type { useHealth } from '@/components/calendars/requests/get-health';
import { shortDate } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';
import { Skeleton } from '@/components/ui/skeleton';

/** Stands where the agenda will be, and is as high as its first parts. */
export function MeetingsSkeleton({ withToolbar = false }: { withToolbar?: boolean }) {
  return (
    <div role="status" aria-label="Loading the meetings">
      {withToolbar ? <Skeleton className="mb-3 h-11 w-full rounded-lg sm:h-9 lg:w-96" /> : null}
      <Skeleton className="mb-6 h-52 rounded-2xl" />
      {[4, 5].map((rows) => (
        <div key={rows} className="mb-5">
          <Skeleton className="mb-2.5 ml-2 h-4 w-40" />
          <SkeletonRows rows={rows} />
        </div>
      ))}
    </div>
  );
}

/** Stands where a list of matches will be. */
export function RowsSkeleton({ rows }: { rows: number }) {
  return (
    <div role="status" aria-label="Searching">
      <SkeletonRows rows={rows} />
    </div>
  );
}

function SkeletonRows({ rows }: { rows: number }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same.
        <div key={row} className="flex h-14 items-center gap-4 border-line border-b px-4 last:border-b-0">
          <Skeleton className="h-4 w-14" />
          <span className="flex-1 space-y-1.5">
            <Skeleton className="h-3.5 w-1/2" />
            <Skeleton className="h-3 w-1/3" />
          </span>
          <Skeleton className="h-5 w-9 rounded-full" />
        </div>
      ))}
    </div>
  );
}

/** Returns what is shown before there can be any meetings; null when there can. */
export function startState(health: ReturnType<typeof useHealth>['data']): ReactNode {
  if (health?.connections.length === 0) return <NoCalendar />;
  const progress = health && firstSyncOf(health);
  return progress?.isReading ? <FirstRead progress={progress} /> : null;
}

/** Shown in the first minute after the first sign-in. */
function FirstRead({ progress }: { progress: FirstSync }) {
  return (
    <div role="status" className="mx-auto flex max-w-sm flex-col items-center px-6 py-20 text-center">
      <span className="relative mb-6 grid size-24 place-items-center overflow-hidden rounded-3xl border border-line bg-surface shadow-card">
        <span
          aria-hidden="true"
          className="absolute -top-8 h-40 w-16 origin-top animate-sweep bg-linear-to-b from-brass/55 to-transparent [clip-path:polygon(42%_0,58%_0,100%_100%,0_100%)]"
        />
        <LogoMark className="relative size-11" />
      </span>
      <h2 className="times font-semibold text-base tracking-tight">{readingInWords(progress)}</h2>
      <p className="mt-1.5 text-pretty text-ink-soft">
        Your meetings appear here automatically, as soon as a calendar is read.
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

/** Shown where no meeting is in the days on screen. */
export function NoMeetings({ until, onShowLater }: { until: Date; onShowLater: (() => void) | null }) {
  return (
    <MessageState
      icon={CalendarHeart}
      title={`Nothing scheduled through ${shortDate(until)}`}
      action={onShowLater ? <Button onClick={onShowLater}>Load 2 more weeks</Button> : null}
    >
      New meetings appear here automatically.
    </MessageState>
  );
}

/** Shown for days of the past of which nothing is stored. */
export function NoHistory({ onToday }: { onToday: () => void }) {
  return (
    <MessageState
      icon={CalendarClock}
      title="No meetings on these days"
      action={<Button onClick={onToday}>Go to today</Button>}
    >
      Usher keeps meetings since your calendars were connected. Google Calendar has the ones before.
    </MessageState>
  );
}

type NothingFoundProps = { until: Date; onClear: () => void; onShowLater: (() => void) | null };

/** Shown where filters leave nothing. */
export function NothingFound({ until, onClear, onShowLater }: NothingFoundProps) {
  return (
    <MessageState
      icon={SearchX}
      title="No meetings with these filters"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button variant="primary" onClick={onClear}>
            Clear filters
          </Button>
          {onShowLater ? <Button onClick={onShowLater}>Load 2 more weeks</Button> : null}
        </div>
      }
    >
      None through {shortDate(until)}.
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
