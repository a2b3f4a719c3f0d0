'use client';

import { longDate, relativeDay } from '@/components/time/format';
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
  colors: ReadonlyMap<string, string>;
};

const ROW_PX = 58;
/** Days that are laid out at once; of later ones, only those in sight. */
const FIRST_DAYS = 14;

/** Meetings by day. Hundreds of them scroll freely. */
export function Agenda({ days, isFiltered, folded, isLoading, now, colors, onOpen, onSetBot }: AgendaProps) {
  return (
    <div className="space-y-5">
      {days.map((day, index) => (
        <section key={day.key} aria-labelledby={`day-${day.key}`}>
          <DayHeader day={day} now={now} folded={folded} />
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
              className={cn(
                'rounded-xl border border-line bg-surface shadow-card',
                index >= FIRST_DAYS && '[content-visibility:auto]',
              )}
              style={{ containIntrinsicSize: `auto ${day.timed.length * ROW_PX}px` }}
            >
              {day.timed.map((event) => (
                <Boundary key={event.id} of={event} fallback={<BrokenRow title={event.title} />}>
                  <AgendaRow
                    event={event}
                    now={now}
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

function EmptyNote({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <p className="rounded-xl border border-line border-dashed px-4 py-3 text-ink-faint text-[0.8125rem]">
      {text}
    </p>
  );
}

type DayHeaderProps = Pick<AgendaProps, 'now' | 'folded'> & { day: AgendaDay };

function DayHeader({ day, now, folded }: DayHeaderProps) {
  const relative = relativeDay(day.date, now);
  return (
    <h2
      id={`day-${day.key}`}
      className="sticky top-(--bar) z-10 -mx-1 flex items-baseline gap-1.5 bg-paper px-2 py-1.5 text-[0.8125rem]"
    >
      {relative ? <span className="font-semibold text-ink">{relative},</span> : null}
      <span className={relative ? 'text-ink-soft' : 'font-semibold text-ink'}>{longDate(day.date)}</span>
      <span title={WHAT_COUNTS} className="times ml-auto font-normal text-ink-faint text-xs">
        {countInWords(day, folded)}
      </span>
    </h2>
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
