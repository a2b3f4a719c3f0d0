'use client';

import { useMemo, useState } from 'react';
import { startOfDay } from '@/components/time/format';
import { buildAgenda, isFolded, nextMeeting, passesFilters, withoutCopies } from './agenda-model';
import type { MeetingsViewProps } from './meetings-view';
import { type TimeWindow, useEvents } from './requests/list-events';

const STEP_DAYS = 14;
/** The server stores occurrences this far ahead. */
const LAST_DAY = 60;

/**
 * Returns the meetings of the next days as the agenda shows them, and functions that show earlier or later
 * ones.
 */
export function useAgenda({
  now,
  filters,
  isFiltered,
}: Pick<MeetingsViewProps, 'now' | 'filters' | 'isFiltered'>) {
  const [daysAhead, setDaysAhead] = useState(STEP_DAYS);
  const [earlier, setEarlier] = useState<'none' | 'today' | 'yesterday'>('none');
  const withYesterday = earlier === 'yesterday';
  const today = startOfDay(now).getTime();
  const windows = useMemo(
    () => windowsOf(today, daysAhead, withYesterday),
    [today, daysAhead, withYesterday],
  );
  const { events: all, ...loading } = useEvents(windows);
  const events = useMemo(() => withoutCopies(all), [all]);
  const { text, withLink, withBot, calendarId } = filters;
  const isFolding = earlier === 'none' && !isFiltered;
  const folded = useMemo(
    () => (isFolding ? events.filter((event) => isFolded(event, now)) : []),
    [events, isFolding, now],
  );
  const days = useMemo(() => {
    const passing = events.filter(
      (event) =>
        passesFilters(event, { text, withLink, withBot, calendarId }) && !(isFolding && isFolded(event, now)),
    );
    const first = startOfDay(today, withYesterday ? -1 : 0);
    return buildAgenda(passing, first, daysAhead + (withYesterday ? 1 : 0), today);
  }, [events, text, withLink, withBot, calendarId, isFolding, now, today, daysAhead, withYesterday]);
  return {
    ...loading,
    events,
    days,
    /** Meetings of today that have ended and are left out until someone asks for them. */
    folded,
    next: nextMeeting(events, now),
    withYesterday,
    lastDay: startOfDay(today, daysAhead - 1),
    showEarlier: () => setEarlier(folded.length > 0 ? 'today' : 'yesterday'),
    /** Null when the last day is on screen. */
    showLater: daysAhead < LAST_DAY ? () => setDaysAhead(Math.min(LAST_DAY, daysAhead + STEP_DAYS)) : null,
  };
}

/** Returns windows of 14 days, so that showing later days loads only those. */
function windowsOf(today: number, daysAhead: number, withYesterday: boolean): TimeWindow[] {
  const edges = withYesterday ? [-1, 0] : [0];
  for (let day = STEP_DAYS; day < daysAhead; day += STEP_DAYS) edges.push(day);
  edges.push(daysAhead);
  return edges.slice(1).map((to, index) => ({
    from: startOfDay(today, edges[index]).toISOString(),
    to: startOfDay(today, to).toISOString(),
  }));
}
