'use client';

import { ChevronDown, Wrench } from 'lucide-react';
import { ago, shortDate, timeOfDay } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import type { CalendarHealth } from '@/lib/contract/health';
import { roleOf, stateOf } from './calendar-state';
import { useResync } from './requests/resync';

/** The state of a calendar in a few words, which open its details and the button that resyncs it. */
export function CalendarDetails({ calendar, now }: { calendar: CalendarHealth; now: number }) {
  const resync = useResync();
  const state = stateOf(calendar, now);
  const at = (instant: string | null, none: string) =>
    instant ? `${ago(instant, now)} (${timeOfDay(instant)})` : none;
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`${calendar.summary}: ${state.label}. Details`}
        className="group -mx-1.5 flex max-w-full items-center gap-1.5 rounded-md px-1.5 py-0.5 text-ink-soft text-xs leading-4 transition-colors hover:bg-sunken hover:text-ink"
      >
        <span aria-hidden="true" className={cn('size-1.5 shrink-0 rounded-full', state.dot)} />
        <span className="truncate">
          {state.label}
          {state.detail ? <span className="times"> · {state.detail}</span> : null}
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-3 shrink-0 text-ink-faint transition-transform group-aria-expanded:rotate-180"
        />
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={calendar.summary}>
        <p dir="auto" className="wrap-anywhere font-medium">
          {calendar.summary}
        </p>
        <p className="mt-1 text-pretty text-[0.8125rem] text-ink-soft">
          {calendar.mode_reason ?? 'Google notifies Usher of every change right away.'}
        </p>
        <dl className="times mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 border-line border-t pt-3 text-[0.8125rem] [&_dd]:text-right [&_dt]:text-ink-faint">
          <dt>Last sync</dt>
          <dd>{at(calendar.last_synced_at, 'not yet')}</dd>
          {calendar.mode === 'push' ? (
            <>
              <dt>Last notification</dt>
              <dd>{at(calendar.last_push_at, 'none yet')}</dd>
              <dt>Notifications renew</dt>
              <dd>{calendar.channel_expires_at ? shortDate(calendar.channel_expires_at) : '–'}</dd>
            </>
          ) : null}
          <dt>Missed notifications</dt>
          <dd>
            {calendar.missed_notifications === 0
              ? 'none'
              : `${calendar.missed_notifications}, last ${at(calendar.last_missed_notification_at, '')}`}
          </dd>
          <dt>Access</dt>
          <dd>{roleOf(calendar.accessRole)}</dd>
          <dt>Time zone</dt>
          <dd className="wrap-anywhere">{calendar.timeZone}</dd>
        </dl>
        {calendar.sync_enabled ? (
          <Button
            size="sm"
            className="mt-4 w-full"
            disabled={resync.isPending}
            aria-busy={resync.isPending}
            onClick={() => resync.mutate({ calendar_id: calendar.usher_id })}
          >
            <Wrench aria-hidden="true" className={resync.isPending ? 'animate-pulse' : undefined} />
            {resync.isPending ? 'Resyncing…' : 'Resync this calendar'}
          </Button>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}
