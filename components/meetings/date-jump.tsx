'use client';

import { CalendarDays } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isPressed, isTaken } from '@/components/shell/shortcuts';
import { dayKey, shortDate, startOfKey } from '@/components/time/format';
import { addDays } from '@/components/time/month';
import { MonthGrid } from '@/components/time/month-grid';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';

/** Of series, occurrences are known this far ahead. */
const DAYS_AHEAD = 365;

type DateJumpProps = {
  /** The day that is shown first, as `2026-11-22`; null: today. */
  day: string | null;
  now: number;
  className: string;
  onDay: (day: string | null) => void;
};

/** Goes to a day of the past or the future; `g` opens its month. */
export function DateJump({ day, now, className, onDay }: DateJumpProps) {
  const [isOpen, setIsOpen] = useState(false);
  const today = dayKey(now);
  const start = startOfKey(day);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      if (isPressed('goToDate', event)) setIsOpen(true);
      else if (isPressed('today', event)) onDay(null);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onDay]);
  const choose = (chosen: string) => {
    setIsOpen(false);
    onDay(chosen === today ? null : chosen);
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        className={className}
        aria-label={start ? `Go to date, now ${shortDate(start)}` : 'Go to date'}
      >
        <CalendarDays aria-hidden="true" />
        <span className="@max-2xl:hidden">{start ? shortDate(start) : 'Go to date'}</span>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Go to date"
        align="end"
        className="w-auto p-3"
        // The focus goes to the day instead of the arrows before it, and the page does not scroll.
        onOpenAutoFocus={(open) => {
          open.preventDefault();
          const month = open.currentTarget as HTMLElement;
          month.querySelector<HTMLElement>('td [tabindex="0"]')?.focus({ preventScroll: true });
        }}
      >
        <MonthGrid value={day ?? today} max={addDays(today, DAYS_AHEAD)} onChoose={choose} />
        <Button size="sm" variant="ghost" className="mt-1 w-full" onClick={() => choose(today)}>
          Today
        </Button>
      </PopoverContent>
    </Popover>
  );
}
