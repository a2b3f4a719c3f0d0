'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { switchState } from '@/components/bots/bot-state';
import { dayKey, dayNumber, monthDay, startOfDay } from '@/components/time/format';
import { shownRegion } from '@/components/time/region';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { toast } from '@/components/ui/toast';
import { useMedia } from '@/components/ui/use-media';
import { useUrlState } from '@/components/url-state';
import { findMeeting, withoutCopies } from '../agenda-model';
import { targetOf } from '../bot-target';
import { viewOf } from '../event-view';
import { passesFilters } from '../filters';
import { MeetingsSkeleton, NotRefreshed, startState } from '../meetings-states';
import type { MeetingsViewProps } from '../meetings-view';
import { useEvents } from '../requests/list-events';
import { useAgendaKeys } from '../use-agenda-keys';
import { useWeekKeys } from './use-week-keys';
import { WeekGrid } from './week-grid';
import { WeekLegend } from './week-legend';
import { buildGrid, dayFrom, firstDayOf } from './week-model';

/** A week as a grid; three days where seven do not fit. */
export function WeekView(props: MeetingsViewProps) {
  const { now, filters, isFiltered, colors, health, searchRef, onOpen, onSetBot, onClearFilters } = props;
  const { params, set } = useUrlState();
  const isWide = useMedia(WIDE, true);
  const dayCount = isWide ? 7 : 3;
  const today = startOfDay(now).getTime();
  const first = firstDayOf(dayFrom(params.get('day'), today), dayCount);
  const firstKey = dayKey(first);
  const windows = useMemo(() => {
    const from = dayFrom(firstKey, 0);
    return [{ from: from.toISOString(), to: startOfDay(from, dayCount).toISOString() }];
  }, [firstKey, dayCount]);
  const { events: all, isPending, isLoadingMore, error, retry } = useEvents(windows);
  const events = useMemo(() => withoutCopies(all), [all]);
  const grid = useMemo(() => {
    const passing = events.filter((event) => passesFilters(event, filters));
    return buildGrid(passing, dayFrom(firstKey, 0), dayCount, dayCount === 7 ? 3 : 2);
  }, [events, filters, firstKey, dayCount]);

  const onStep = useCallback(
    (pages: number) => {
      // Not from what is on screen: keys may come faster than that.
      const day = dayFrom(new URLSearchParams(window.location.search).get('day'), Date.now());
      set({ day: dayKey(startOfDay(firstDayOf(day, dayCount), pages * dayCount)) });
    },
    [set, dayCount],
  );
  const onToday = useCallback(() => set({ day: null }), [set]);
  const onDay = useCallback((day: string) => set({ view: null, day }, 'push'), [set]);
  useWeekKeys({ onStep });
  const onToggle = useCallback(
    (eventId: string) => {
      const event = events.find((one) => one.id === eventId);
      if (!event) return;
      const { on, locked } = switchState(event, Date.now());
      if (locked) toast(locked, { id: `bot-${eventId}`, description: viewOf(event).title });
      else onSetBot(targetOf(event), on ? 'off' : 'on');
    },
    [events, onSetBot],
  );
  useAgendaKeys(searchRef, onToggle);

  const isEmpty = grid.bands.length === 0 && grid.days.every((day) => day.layout.placed.length === 0);
  const start = !isPending && events.length === 0 ? startState(health) : null;
  const openId = params.get('event');
  const opened = openId ? findMeeting(events, openId) : null;
  const last = startOfDay(first, dayCount - 1);
  return (
    <>
      <div data-fluid className="mb-3 flex items-center gap-1.5">
        <h2 aria-live="polite" className="times min-w-0 flex-1 truncate font-semibold tracking-tight">
          {spanInWords(first, last, now)}
        </h2>
        <div className="flex items-center gap-1.5 print:hidden">
          <Button
            variant="ghost"
            size="icon"
            aria-label={isWide ? 'Previous week' : 'Previous days'}
            onClick={() => onStep(-1)}
          >
            <ChevronLeft aria-hidden="true" />
          </Button>
          <Button size="sm" onClick={onToday}>
            Today
          </Button>
          <Button
            variant="ghost"
            size="icon"
            aria-label={isWide ? 'Next week' : 'Next days'}
            onClick={() => onStep(1)}
          >
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      </div>
      {isPending ? (
        <MeetingsSkeleton />
      ) : start ? (
        start
      ) : error && events.length === 0 ? (
        <LoadFailed what="meetings" message={error.message} onRetry={retry} />
      ) : (
        <>
          <WeekGrid {...{ grid, now, colors, onOpen, onDay }} isLoading={isLoadingMore} />
          <WeekLegend />
          {isEmpty && isFiltered && !isLoadingMore ? (
            <p role="status" className="mt-4 text-center text-[0.8125rem] text-ink-soft">
              No matches on these days.{' '}
              <button
                type="button"
                onClick={onClearFilters}
                className="font-medium text-accent-text underline underline-offset-2"
              >
                Clear filters
              </button>
            </p>
          ) : null}
          {isEmpty && !isFiltered && !isLoadingMore && last.getTime() < today ? (
            <p role="status" className="mt-4 text-pretty text-center text-[0.8125rem] text-ink-soft">
              Usher has no history this far back. See Google Calendar.
            </p>
          ) : null}
          {error ? <NotRefreshed message={error.message} onRetry={retry} /> : null}
        </>
      )}
      {props.panel(opened, isPending || isLoadingMore)}
    </>
  );
}

/**
 * Returns `23–29 November`, or `November 23–29`, or `30 November – 6 December`; with the year when it is not this one.
 */
function spanInWords(first: Date, last: Date, now: number): string {
  const [firstKey, lastKey] = [dayKey(first), dayKey(last)];
  const { isDayFirst } = shownRegion();
  const year =
    lastKey.slice(0, 4) === dayKey(now).slice(0, 4) ? '' : `${isDayFirst ? '' : ','} ${lastKey.slice(0, 4)}`;
  if (firstKey.slice(0, 7) !== lastKey.slice(0, 7)) return `${monthDay(first)} – ${monthDay(last)}${year}`;
  return isDayFirst
    ? `${dayNumber(first)}–${monthDay(last)}${year}`
    : `${monthDay(first)}–${dayNumber(last)}${year}`;
}

/** Where seven days fit; the same as Tailwind's `lg`. */
const WIDE = '(min-width: 64rem)';
