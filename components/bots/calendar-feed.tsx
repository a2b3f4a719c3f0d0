'use client';

import { CalendarPlus, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { useCalendarFeed, useChangeCalendarFeed } from './requests/calendar-feed';

/** Opens the address at which calendar programs subscribe to the meetings with a bot. */
export function CalendarFeed() {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" aria-label="Subscribe in a calendar">
          <CalendarPlus aria-hidden="true" />
          <span className="max-sm:hidden">Subscribe</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Subscribe in a calendar" className="text-[0.8125rem]">
        <h2 className="font-semibold text-sm">Subscribe in a calendar</h2>
        <p className="mt-1 text-pretty text-ink-soft">
          See the meetings that have a bot in Google Calendar, Outlook or Apple Calendar. They follow changes.
        </p>
        <Feed />
      </PopoverContent>
    </Popover>
  );
}

function Feed() {
  const { data: feed, error, refetch } = useCalendarFeed();
  const { mutate, isPending } = useChangeCalendarFeed();
  const [isAsking, setIsAsking] = useState(false);
  if (error && !feed) {
    return (
      <p role="alert" className="mt-3 flex flex-wrap items-center gap-2 text-danger">
        {error.message}
        <Button size="sm" onClick={() => refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!feed) return <Skeleton className="mt-3 h-8" />;
  if (!feed.address) {
    return (
      <Button
        size="sm"
        variant="primary"
        className="mt-3"
        disabled={isPending}
        onClick={() => mutate('renew')}
      >
        Create an address
      </Button>
    );
  }
  const { address } = feed;
  return (
    <>
      <div className="mt-3 flex gap-2">
        <input
          readOnly
          aria-label="Address of the feed"
          value={address}
          onFocus={({ target }) => target.select()}
          className="h-8 min-w-0 flex-1 rounded-lg border border-line-strong/70 bg-sunken px-2 font-mono text-xs"
        />
        <Button
          size="sm"
          onClick={() =>
            navigator.clipboard.writeText(address).then(
              () => toast('Address copied'),
              () => toast.error('Your browser blocked copying. Select the address and copy it.'),
            )
          }
        >
          <Copy aria-hidden="true" />
          Copy
        </Button>
      </div>
      <p className="mt-2 text-pretty text-ink-faint text-xs">
        Anyone with this address can read these meetings. If others got hold of it, make a new one.
      </p>
      {isAsking ? (
        <div role="alert" className="mt-3 rounded-lg bg-sunken p-3">
          <p className="text-pretty">Calendars that use the current address will stop updating.</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button
              size="sm"
              disabled={isPending}
              onClick={() => mutate('renew', { onSettled: () => setIsAsking(false) })}
            >
              New address
            </Button>
            <Button
              size="sm"
              disabled={isPending}
              onClick={() => mutate('revoke', { onSettled: () => setIsAsking(false) })}
            >
              Turn off
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setIsAsking(false)}>
              Cancel
            </Button>
          </div>
        </div>
      ) : (
        <Button size="sm" variant="ghost" className="mt-2 -ml-2.5" onClick={() => setIsAsking(true)}>
          Change address or turn off…
        </Button>
      )}
    </>
  );
}
