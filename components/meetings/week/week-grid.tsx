'use client';

import { type CSSProperties, useCallback, useEffect, useRef, useState } from 'react';
import {
  dayKey,
  dayNumber,
  hourOfDay,
  longDate,
  minuteOfDay,
  timeOfDay,
  weekdayName,
} from '@/components/time/format';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { cn } from '@/components/ui/cn';
import type { CalendarEvent } from '@/lib/contract/events';
import { WeekBands } from './week-bands';
import { HOUR_PX, WeekBlock } from './week-block';
import { type Pointed, WeekHint } from './week-hint';
import { firstInSight, type Grid, type GridDay } from './week-model';
import { WeekMore } from './week-more';

type WeekGridProps = {
  grid: Grid;
  now: number;
  colors: ReadonlyMap<string, string>;
  isLoading: boolean;
  onOpen: (event: CalendarEvent) => void;
  /** Opens a day in the agenda. */
  onDay: (key: string) => void;
};

const COLUMNS = 'grid-cols-[2.75rem_repeat(var(--days),minmax(0,1fr))]';

/** Days side by side, with each meeting at its time. */
export function WeekGrid({ grid, now, colors, isLoading, onOpen, onDay }: WeekGridProps) {
  const { days, bands, hours } = grid;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const onPoint = useCallback((event: CalendarEvent | null, element: HTMLElement | null) => {
    setPointed(event && element ? { event, element } : null);
    if (event && element && element === document.activeElement) setFocused(event.id);
  }, []);
  const isShown = (id: string | null) =>
    days.some((day) => day.layout.placed.some((piece) => piece.item.id === id));
  const entry = isShown(focused) ? focused : firstInSight(grid, now);
  const hourCount = hours.last - hours.first;
  const ticks = Array.from({ length: hourCount }, (_, index) => hours.first + index);
  return (
    <div
      aria-busy={isLoading}
      className="rounded-xl border border-line bg-surface shadow-card"
      style={{ '--days': days.length, '--hour': `${HOUR_PX}px` } as CSSProperties}
    >
      <div
        className={cn('sticky top-(--bar) z-10 grid rounded-t-xl border-line border-b bg-surface', COLUMNS)}
      >
        <span />
        {days.map((day) => (
          <DayName key={day.key} day={day} now={now} onDay={onDay} />
        ))}
      </div>
      {bands.length > 0 ? (
        <WeekBands bands={bands} colors={colors} columns={COLUMNS} onOpen={onOpen} />
      ) : null}
      <div className={cn('grid transition-opacity', COLUMNS, isLoading && 'opacity-60')}>
        <div aria-hidden="true" className="times relative text-[0.6875rem] text-ink-faint">
          {ticks.slice(1).map((hour) => (
            <span
              key={hour}
              className="-translate-y-1/2 absolute right-2 whitespace-nowrap"
              style={{ top: (hour - hours.first) * HOUR_PX }}
            >
              {hourOfDay(hour)}
            </span>
          ))}
        </div>
        {days.map((day) => (
          <ol
            key={day.key}
            aria-label={longDate(day.date)}
            data-week-day
            className={cn(
              'relative border-line border-l bg-[linear-gradient(to_bottom,var(--line)_1px,transparent_1px)] bg-[length:100%_var(--hour)] bg-[position:0_-1px] last:rounded-br-xl',
              day.key < dayKey(now) && 'bg-sunken/25',
            )}
            style={{ height: hourCount * HOUR_PX }}
          >
            {day.key === dayKey(now) ? <NowLine now={now} hours={hours} /> : null}
            {day.layout.placed.map((piece) => (
              <Boundary
                key={piece.item.id}
                of={piece.item}
                fallback={
                  <li className="sr-only">
                    <BrokenNote title={piece.item.title} />
                  </li>
                }
              >
                <WeekBlock
                  piece={piece}
                  firstHour={hours.first}
                  now={now}
                  color={colors.get(piece.item.calendar_id)}
                  isEntry={piece.item.id === entry}
                  onOpen={onOpen}
                  onPoint={onPoint}
                />
              </Boundary>
            ))}
            {day.layout.more.map((more) => (
              <Boundary key={more.items[0]?.id} of={more} fallback={null}>
                <WeekMore more={more} firstHour={hours.first} now={now} onOpen={onOpen} />
              </Boundary>
            ))}
          </ol>
        ))}
      </div>
      {pointed ? (
        <Boundary of={pointed.event} fallback={null}>
          <WeekHint key={pointed.event.id} pointed={pointed} now={now} />
        </Boundary>
      ) : null}
    </div>
  );
}

type DayNameProps = Pick<WeekGridProps, 'now' | 'onDay'> & { day: GridDay };

function DayName({ day, now, onDay }: DayNameProps) {
  const isToday = day.key === dayKey(now);
  const weekday = weekdayName(day.date, 'short');
  return (
    <h2
      aria-current={isToday ? 'date' : undefined}
      className={cn(
        'border-line border-l text-[0.8125rem]',
        day.key < dayKey(now) ? 'text-ink-faint' : 'text-ink-soft',
      )}
    >
      <button
        type="button"
        aria-label={`${longDate(day.date)}${isToday ? ', today' : ''}`}
        title="Open this day in the agenda"
        onClick={() => onDay(day.key)}
        className="times flex h-11 w-full items-center justify-center gap-1.5 hover:bg-sunken/60 hover:text-ink focus-visible:-outline-offset-2"
      >
        {weekday}
        <span
          className={cn(
            'font-semibold',
            isToday ? 'grid size-6 place-items-center rounded-full bg-accent text-on-accent' : 'text-ink',
            day.key < dayKey(now) && 'font-medium text-ink-soft',
          )}
        >
          {dayNumber(day.date)}
        </span>
      </button>
    </h2>
  );
}

/**
 * The line of the current time, which is scrolled into view. It lies beneath the meetings, so as not to
 * strike through titles; its dot lies above.
 */
function NowLine({ now, hours }: { now: number; hours: Grid['hours'] }) {
  const line = useRef<HTMLLIElement>(null);
  const hour = minuteOfDay(now) / 60;
  const isShown = hour >= hours.first && hour <= hours.last;
  useEffect(() => {
    if (isShown && line.current) bringIntoSight(line.current);
  }, [isShown]);
  if (!isShown) return null;
  return (
    <li
      ref={line}
      aria-label={`Now, ${timeOfDay(now)}`}
      className="pointer-events-none absolute inset-x-0 h-0.5 bg-record before:absolute before:-top-[3px] before:-left-1 before:z-[1] before:size-2 before:rounded-full before:bg-record before:content-['']"
      style={{ top: (hour - hours.first) * HOUR_PX - 1 }}
    />
  );
}

/** Scrolls to an element only if it is out of view, and then so that what comes next is visible too. */
function bringIntoSight(element: HTMLElement): void {
  if (element.getBoundingClientRect().bottom + HOUR_PX > window.innerHeight) {
    element.scrollIntoView({ block: 'center' });
  }
}
