'use client';

import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { fullDate } from './format';
import { localTimeOfKey } from './local-time';
import { MonthGrid } from './month-grid';

type DayFieldProps = {
  label: string;
  /** As `2026-11-22`; null when none is chosen. */
  value: string | null;
  /** The text without a day, and of the button that removes the day; absent where a day is required. */
  noneLabel?: string;
  /** First and last day that can be chosen. */
  min?: string;
  max?: string;
  className?: string;
  onChange: (day: string | null) => void;
};

/** A day, which is chosen from a month. */
export function DayField({ label, value, noneLabel, min, max, className, onChange }: DayFieldProps) {
  const [isOpen, setIsOpen] = useState(false);
  const localMs = localTimeOfKey(value);
  const words = localMs === null ? (noneLabel ?? 'Choose a day') : fullDate(localMs, 'UTC');
  const choose = (day: string | null) => {
    setIsOpen(false);
    onChange(day);
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        aria-label={`${label}: ${words}`}
        className={cn(
          'times inline-flex items-center gap-1.5 whitespace-nowrap text-left',
          className,
          localMs === null && 'text-ink-soft',
        )}
      >
        <CalendarDays className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
        {words}
      </PopoverTrigger>
      <PopoverContent
        aria-label={label}
        align="start"
        className="w-auto p-3"
        // The focus goes to the day instead of the arrows before it, and the page does not scroll.
        onOpenAutoFocus={(open) => {
          open.preventDefault();
          const month = open.currentTarget as HTMLElement;
          month.querySelector<HTMLElement>('td [tabindex="0"]')?.focus({ preventScroll: true });
        }}
      >
        <MonthGrid value={localMs === null ? null : value} min={min} max={max} onChoose={choose} />
        {noneLabel ? (
          <Button
            size="sm"
            variant="ghost"
            className="mt-1 w-full"
            disabled={localMs === null}
            onClick={() => choose(null)}
          >
            {noneLabel}
          </Button>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}
