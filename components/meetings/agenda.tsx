'use client';

import { startTransition, useEffect, useState } from 'react';
import { longDate, relativeDay, shortDate, startOfDay } from '@/components/time/format';
import { Boundary, BrokenNote, BrokenRow } from '@/components/ui/boundary';
import { cn } from '@/components/ui/cn';
import type { CalendarEvent } from '@/lib/contract/events';
import { type AgendaDay, countInWords, emptyDayNote, WHAT_COUNTS } from './agenda-model';
import { AgendaRow, type AgendaRowProps } from './agenda-row';
import { viewOf } from './event-view';

type AgendaProps = Pick<AgendaRowProps, 'now' | 'onOpen' | 'onSetBot'> & {
  days: AgendaDay[];
  /** Whether a search or a filter leaves some meetings out. */
  isFiltered: boolean;
  /** Earlier meetings of today that are left out. */
  folded: CalendarEvent[];
  isLoading: boolean;
  /** Shows the week of a day, given as `2026-11-22`. */
  onWeekOf: (day: string) => void;
  colors: ReadonlyMap<string, string>;
};

const ROW_PX = 58;
/** Rows of the first render. The others follow in parts, so that a key or a click never waits for all of them. */
const FIRST_ROWS = 60;
const MORE_ROWS = 60;
const DAY_MS = 86_400_000;

/** Meetings by day. Thousands of them scroll freely: the browser lays out those in sight. */
export function Agenda(props: AgendaProps) {
  const { days, isFiltered, folded, isLoading, now, colors, onOpen, onSetBot, onWeekOf } = props;
  const shown = useInParts(days);
  const today = startOfDay(now).getTime();
  // What is more than a day ahead looks the same all day long: its rows are not rendered again each minute.
  const nowFor = (event: CalendarEvent) => (Date.parse(event.start_time) - today > 2 * DAY_MS ? today : now);
  return (
    <div className="@container space-y-5">
      {shown.map((day) => (
        <section key={day.key} aria-labelledby={`day-${day.key}`}>
          <DayHeader day={day} now={now} folded={folded} onWeekOf={onWeekOf} />
          {day.allDay.length > 0 ? (
            <ul className="mb-2 flex flex-wrap gap-1.5 px-1">
              {day.allDay.map((event) => (
                <Boundary
                  key={event.id}
                  of={event}
                  fallback={
                    <li className="text-ink-soft text-xs">
                      <BrokenNote title={event.title} />
                    </li>
                  }
                >
                  <AllDayChip event={event} color={colors.get(event.calendar_id)} onOpen={onOpen} />
                </Boundary>
              ))}
            </ul>
          ) : null}
          {day.timed.length > 0 ? (
            <ul
              className="rounded-xl border border-line bg-surface shadow-card [content-visibility:auto] print:[content-visibility:visible]"
              style={{ containIntrinsicSize: `auto ${day.timed.length * ROW_PX}px` }}
            >
              {day.timed.map((event) => (
                <Boundary key={event.id} of={event} fallback={<BrokenRow title={event.title} />}>
                  <AgendaRow
                    event={event}
                    now={nowFor(event)}
                    color={colors.get(event.calendar_id)}
                    onOpen={onOpen}
                    onSetBot={onSetBot}
                  />
                </Boundary>
              ))}
            </ul>
          ) : (
            <EmptyNote
              text={emptyDayNote(day, { now, isFiltered, isFolded: folded.length > 0, isLoading })}
            />
          )}
        </section>
      ))}
    </div>
  );
}

/** Returns the first days, and then, part by part, all of them. */
function useInParts(days: AgendaDay[]): AgendaDay[] {
  const [most, setMost] = useState(FIRST_ROWS);
  const upTo = countOfDays(days, most);
  const isWhole = upTo === days.length;
  useEffect(() => {
    if (isWhole) return;
    const part = setTimeout(() => startTransition(() => setMost(most + MORE_ROWS)), 30);
    return () => clearTimeout(part);
  }, [isWhole, most]);
  return isWhole ? days : days.slice(0, upTo);
}

/** Returns how many days have so many rows together. */
function countOfDays(days: AgendaDay[], most: number): number {
  let rows = 0;
  const last = days.findIndex((day) => {
    rows += day.timed.length;
    return rows >= most;
  });
  return last < 0 ? days.length : last + 1;
}

function EmptyNote({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <p className="rounded-xl border border-line border-dashed px-4 py-3 text-ink-faint text-[0.8125rem]">
      {text}
    </p>
  );
}

type DayHeaderProps = Pick<AgendaProps, 'now' | 'folded' | 'onWeekOf'> & { day: AgendaDay };

function DayHeader({ day, now, folded, onWeekOf }: DayHeaderProps) {
  const relative = relativeDay(day.date, now);
  return (
    <div className="sticky top-(--bar) z-10 -mx-1 flex items-baseline gap-3 print:static bg-paper px-2 py-1 text-[0.8125rem]">
      <h2 id={`day-${day.key}`} className="min-w-0">
        <button
          type="button"
          title="Show its week"
          onClick={() => onWeekOf(day.key)}
          className="rounded-md py-0.5 text-left decoration-ink-faint/60 underline-offset-4 hover:underline"
        >
          {relative ? <span className="font-semibold text-ink">{relative}, </span> : null}
          <span className={cn('max-sm:hidden', relative ? 'text-ink-soft' : 'font-semibold text-ink')}>
            {longDate(day.date)}
          </span>
          <span className={cn('sm:hidden', relative ? 'text-ink-soft' : 'font-semibold text-ink')}>
            {shortDate(day.date)}
          </span>
        </button>
      </h2>
      <span title={WHAT_COUNTS} className="times ml-auto text-right text-ink-faint text-xs">
        {countInWords(day, folded)}
      </span>
    </div>
  );
}

type AllDayChipProps = Pick<AgendaRowProps, 'event' | 'color' | 'onOpen'>;

function AllDayChip({ event, color, onOpen }: AllDayChipProps) {
  const view = viewOf(event);
  return (
    <li data-event-id={event.id} className="min-w-0 max-w-full">
      <button
        type="button"
        data-row-button
        dir="auto"
        onClick={() => onOpen(event)}
        className="flex h-6 max-w-full items-center gap-1.5 rounded-md border border-line bg-surface px-2 text-ink-soft text-xs transition-colors hover:border-line-strong hover:text-ink"
      >
        <span
          aria-hidden="true"
          className="size-1.5 shrink-0 rounded-full"
          style={{ backgroundColor: color ?? 'var(--line-strong)' }}
        />
        <span
          className={view.isCancelled || view.myAnswer === 'declined' ? 'truncate line-through' : 'truncate'}
        >
          {view.title}
        </span>
        <span className="sr-only">, all day</span>
      </button>
    </li>
  );
}
