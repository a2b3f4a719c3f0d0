'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { dayKey, dayNumber, fullDate, monthName, weekdayName } from './format';
import { localTimeOfKey } from './local-time';
import { addMonths, dayByKey, weeksOf } from './month';
import { shownRegion } from './region';

type MonthGridProps = {
  /** As `2026-11-22`. */
  value: string | null;
  min?: string;
  max?: string;
  onChoose: (day: string) => void;
};

/** A month in which a day is chosen, also with the arrow keys. */
export function MonthGrid({ value, min, max, onChoose }: MonthGridProps) {
  const { firstDay } = shownRegion();
  const today = dayKey(Date.now());
  const [day, setDay] = useState(value ?? today);
  const focus = useRef<HTMLButtonElement>(null);
  // Changing the month leaves the focus on the button that was pressed.
  const isWalking = useRef(false);
  const headingId = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves to each new day.
  useEffect(() => {
    if (isWalking.current) focus.current?.focus({ preventScroll: true });
  }, [day]);
  const turn = (months: number) => {
    isWalking.current = false;
    setDay(addMonths(day, months));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayByKey(day, event.key, firstDay);
    if (next === null) return;
    event.preventDefault();
    isWalking.current = true;
    setDay(next);
  };
  const localMs = (each: string) => localTimeOfKey(each) ?? 0;
  const weeks = weeksOf(day, firstDay);
  return (
    <>
      <div className="mb-1 flex items-center">
        <h3 id={headingId} aria-live="polite" className="flex-1 pl-2 font-semibold text-[0.8125rem]">
          {monthName(localMs(day), 'UTC')}
        </h3>
        <Button variant="ghost" size="icon" aria-label="Previous month" onClick={() => turn(-1)}>
          <ChevronLeft aria-hidden="true" />
        </Button>
        <Button variant="ghost" size="icon" aria-label="Next month" onClick={() => turn(1)}>
          <ChevronRight aria-hidden="true" />
        </Button>
      </div>
      <table aria-labelledby={headingId} className="times text-[0.8125rem]">
        <thead>
          <tr>
            {weeks[0]?.map((each) => (
              <th
                key={each}
                scope="col"
                abbr={weekdayName(localMs(each), 'long', 'UTC')}
                className="h-7 font-normal text-ink-faint text-xs"
              >
                {weekdayName(localMs(each), 'short', 'UTC').slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((each) => (
                <td key={each} className="p-0">
                  <button
                    ref={each === day ? focus : undefined}
                    type="button"
                    tabIndex={each === day ? 0 : -1}
                    aria-label={fullDate(localMs(each), 'UTC')}
                    aria-pressed={each === value}
                    aria-current={each === today ? 'date' : undefined}
                    aria-disabled={isOutside(each, min, max) || undefined}
                    onKeyDown={onKeyDown}
                    onClick={() => {
                      if (!isOutside(each, min, max)) onChoose(each);
                    }}
                    className={cn(
                      'grid size-9 place-items-center rounded-lg hover:bg-sunken aria-disabled:pointer-events-none aria-disabled:opacity-40 max-sm:size-10',
                      each.slice(0, 7) !== day.slice(0, 7) && 'text-ink-faint',
                      each === today && 'font-semibold text-accent-text',
                      each === value && 'bg-accent text-on-accent hover:bg-accent-hover',
                    )}
                  >
                    {dayNumber(localMs(each), 'UTC')}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function isOutside(day: string, min: string | undefined, max: string | undefined): boolean {
  return (min !== undefined && day < min) || (max !== undefined && day > max);
}
