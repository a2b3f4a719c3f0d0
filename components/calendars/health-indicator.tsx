'use client';

import Link from 'next/link';
import { useConnection } from '@/components/connection';
import { useIsLive } from '@/components/live-updates';
import { useNow } from '@/components/time/clock';
import { ago } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { lookOf, OFFLINE } from './health-look';
import { useHealth } from './requests/get-health';

/** Whether the page and the calendars are up to date, in a word that opens the details. */
export function HealthIndicator() {
  const { data: health } = useHealth();
  const isLive = useIsLive();
  const connection = useConnection();
  const now = useNow('minute');
  if (now === null) return null;
  const calendars = (health?.connections ?? [])
    .flatMap((account) => account.calendars)
    .filter((calendar) => calendar.sync_enabled);
  const look = connection !== 'online' ? OFFLINE[connection] : health && lookOf(health, isLive, now);
  if (!look) return null;
  return (
    <Popover>
      <PopoverTrigger
        className="relative flex h-8 min-w-8 items-center justify-center gap-2 rounded-lg px-2 text-[0.8125rem] text-ink-soft after:absolute after:-inset-x-0.5 after:-inset-y-1.5 transition-colors hover:bg-sunken hover:text-ink"
        aria-label={`Calendar sync: ${look.label}`}
      >
        <span aria-hidden="true" className={cn('size-2 rounded-full', look.dot)} />
        <span className={cn(connection === 'online' && 'max-[26rem]:sr-only')}>{look.label}</span>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Calendar sync">
        <p className="text-pretty text-ink-soft">{look.explanation}</p>
        <ul className="times mt-3 max-h-64 empty:hidden space-y-2 overflow-y-auto border-line border-t pt-3 text-[0.8125rem]">
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
