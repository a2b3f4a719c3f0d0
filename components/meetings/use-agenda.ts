'use client';

import { useMemo, useState } from 'react';
import { startOfDay, startOfKey } from '@/components/time/format';
import { buildAgenda, isFolded, nextMeeting, withoutCopies } from './agenda-model';
import { passesFilters } from './filters';
import type { MeetingsViewProps } from './meetings-view';
import { type TimeWindow, useEvents } from './requests/list-events';

const STEP_DAYS = 14;
/** Of series the server stores occurrences so far ahead. */
const LAST_DAY = 365;

type Shown = {
  /** The day from which the agenda was asked for; null: from today. */
  day: string | null;
  /** How many days are shown before that day, and from it on. */
  before: number;
  ahead: number;
  /** Whether meetings of today that have ended are left out. */
  isFolding: boolean;
};

/**
 * Returns the meetings from today or another day on as the agenda shows them, and functions that show earlier or later ones.
 * @param day such as `2026-11-22`; null: today
 */
export function useAgenda({
  now,
  day,
  filters,
  isFiltered,
}: Pick<MeetingsViewProps, 'now' | 'filters' | 'isFiltered'> & { day: string | null }) {
  const start = { day, before: 0, ahead: STEP_DAYS, isFolding: day === null };
  const [asked, setAsked] = useState<Shown>(start);
  const shown = asked.day === day ? asked : start;
  const { before, ahead } = shown;
  const today = startOfDay(now).getTime();
  const origin = (startOfKey(day) ?? new Date(today)).getTime();
  const windows = useMemo(() => windowsOf(origin, before, ahead), [origin, before, ahead]);
  const { events: all, ...loading } = useEvents(windows);
  const events = useMemo(() => withoutCopies(all), [all]);
  const isFolding = shown.isFolding && !isFiltered;
  const folded = useMemo(
    () => (isFolding ? events.filter((event) => isFolded(event, now)) : []),
    [events, isFolding, now],
  );
  const days = useMemo(() => {
    const passing = events.filter(
      (event) => passesFilters(event, filters) && !(isFolding && isFolded(event, now)),
    );
    return buildAgenda(passing, startOfDay(origin, -before), ahead + before, today);
  }, [events, filters, isFolding, now, today, origin, before, ahead]);
  const lastDay = startOfDay(origin, ahead - 1);
  const isYesterdayNext = before === 0 && day === null;
  const showEarlier = () => {
    if (folded.length > 0) setAsked({ ...shown, isFolding: false });
    else setAsked({ ...shown, isFolding: false, before: isYesterdayNext ? 1 : before + STEP_DAYS });
  };
  return {
    ...loading,
    events,
    days,
    /** Meetings of today that have ended and are left out until someone asks for them. */
    folded,
    next: nextMeeting(events, now),
    firstDay: startOfDay(origin, -before),
    lastDay,
    showEarlier,
    /** What `showEarlier` shows, as a command. */
    earlierLabel:
      folded.length > 0
        ? `Show ${folded.length} earlier today`
        : isYesterdayNext
          ? 'Show yesterday'
          : 'Show 2 earlier weeks',
    /** Null when the last day is on screen. */
    showLater:
      lastDay < startOfDay(today, LAST_DAY) ? () => setAsked({ ...shown, ahead: ahead + STEP_DAYS }) : null,
  };
}

/** Returns windows of 14 days, so that showing more days loads only those. */
function windowsOf(origin: number, before: number, ahead: number): TimeWindow[] {
  const edges = [0];
  for (let day = STEP_DAYS; day <= ahead; day += STEP_DAYS) edges.push(day);
  // Before today the first step is yesterday alone.
  const first = before % STEP_DAYS;
  if (first > 0) edges.unshift(-first);
  for (let day = first + STEP_DAYS; day <= before; day += STEP_DAYS) edges.unshift(-day);
  return edges.slice(1).map((to, index) => ({
    from: startOfDay(origin, edges[index]).toISOString(),
    to: startOfDay(origin, to).toISOString(),
  }));
}
