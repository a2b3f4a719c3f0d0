'use client';

import { ChevronDown, History } from 'lucide-react';
import { useState } from 'react';
import { Timeline } from '@/components/activity/timeline';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { useEventHistory } from './requests/event-history';

/** The history of a meeting and its bots, loaded when it is opened. */
export function EventHistory({ eventId, now }: { eventId: string; now: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useEventHistory(eventId, isOpen);
  return (
    <div className="border-line border-t px-6 py-3">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="-mx-2 flex w-[calc(100%+1rem)] items-center gap-3 rounded-lg px-2 py-1.5 text-left hover:bg-sunken/60"
      >
        <History className="size-4 text-ink-faint" strokeWidth={1.75} aria-hidden="true" />
        <span className="flex-1">History</span>
        <ChevronDown
          aria-hidden="true"
          className={cn('size-4 text-ink-faint transition-transform', isOpen && 'rotate-180')}
        />
      </button>
      {!isOpen ? null : data ? (
        <Timeline entries={data.results} now={now} />
      ) : error ? (
        <p role="alert" className="mt-1 pl-7 text-[0.8125rem] text-danger">
          {error.message}
        </p>
      ) : (
        <div role="status" aria-label="Loading the history" className="mt-2 space-y-2 pl-7">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      )}
    </div>
  );
}
