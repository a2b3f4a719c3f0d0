'use client';

import { CalendarPlus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';
import { Skeleton } from '@/components/ui/skeleton';
import { connectAccount } from './connect-account';

export function CalendarsSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the calendars"
      className="rounded-xl border border-line bg-surface"
    >
      <div className="flex h-16 items-center gap-3 border-line border-b px-4">
        <Skeleton className="size-9 rounded-full" />
        <span className="flex-1 space-y-1.5">
          <Skeleton className="h-4 w-56 max-w-full" />
          <Skeleton className="h-3 w-28" />
        </span>
      </div>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex h-15 items-center gap-3 border-line border-b px-4 last:border-b-0">
          <Skeleton className="size-3" />
          <span className="flex-1 space-y-1.5">
            <Skeleton className="h-3.5 w-40 max-w-full" />
            <Skeleton className="h-3 w-32" />
          </span>
          <Skeleton className="h-5 w-9 rounded-full" />
        </div>
      ))}
    </div>
  );
}

export function NoAccount({ autoScheduleOn }: { autoScheduleOn: boolean }) {
  return (
    <MessageState
      icon={CalendarPlus}
      title="No Google account is connected"
      action={
        <Button variant="primary" onClick={() => connectAccount()}>
          Connect Google Calendar
        </Button>
      }
    >
      Usher needs to see your meetings to send bots to them. It never changes your calendar.
      {autoScheduleOn ? ' Auto-schedule is on, and works as soon as a calendar is connected.' : null}
    </MessageState>
  );
}
