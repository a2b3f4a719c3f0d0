'use client';

import { useId } from 'react';
import { Switch } from '@/components/ui/switch';
import { Tooltip } from '@/components/ui/tooltip';
import type { CalendarHealth } from '@/lib/contract/health';
import { CalendarDetails } from './calendar-details';
import { isBlind, roleOf } from './calendar-state';

type CalendarRowProps = {
  calendar: CalendarHealth;
  now: number;
  onSwitch: (calendar: CalendarHealth, on: boolean) => void;
};

/** One calendar of an account: its color and name, the state of its sync, and the switch for it. */
export function CalendarRow({ calendar, now, onSwitch }: CalendarRowProps) {
  const reasonId = useId();
  const locked = isBlind(calendar) ? 'Google shows only when this calendar is busy, not its meetings.' : null;
  const control = (
    <Switch
      aria-label={`Sync ${calendar.summary}`}
      aria-disabled={locked !== null}
      aria-describedby={locked ? reasonId : undefined}
      checked={calendar.sync_enabled}
      onCheckedChange={(on) => onSwitch(calendar, on)}
    />
  );
  return (
    <li
      data-calendar-id={calendar.id}
      className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 border-line border-b px-4 py-2.5 last:border-b-0"
    >
      <span
        aria-hidden="true"
        className="size-3 rounded-[4px]"
        style={{ backgroundColor: calendar.backgroundColor ?? 'var(--line-strong)' }}
      />
      <div className="min-w-0">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 leading-5">
          <span dir="auto" className="max-w-full truncate font-medium" title={calendar.summary}>
            {calendar.summary}
          </span>
          <span className="text-ink-faint text-xs">
            {calendar.isPrimary ? 'Primary' : roleOf(calendar.accessRole)}
            {calendar.hidden ? ' · hidden in Google Calendar' : null}
          </span>
        </p>
        <CalendarDetails calendar={calendar} now={now} />
        {calendar.problems.map((problem) => (
          <p key={problem.code} className="mt-0.5 text-pretty text-warn text-xs leading-4">
            {problem.message}
          </p>
        ))}
      </div>
      {locked ? (
        <>
          <Tooltip label={locked}>{control}</Tooltip>
          <span id={reasonId} className="sr-only">
            {locked}
          </span>
        </>
      ) : (
        control
      )}
    </li>
  );
}
