'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '@/components/api-client';
import type { CalendarEvent, eventsResponse } from '@/lib/contract/events';
import type { ScheduledBotRow, scheduledBotsResponse } from '@/lib/contract/schedule';

const PAUSE_MS = 150;
const SHORTEST_TEXT = 2;
const UPCOMING_SHOWN = 5;
const PAST_SHOWN = 3;
const BOTS_SHOWN = 4;
/** More than are shown: of a series one meeting is. */
const MEETINGS_READ = 30;
const DAYS_AHEAD = 60;
const DAY_MS = 86_400_000;

type Found = { meetings: CalendarEvent[]; bots: ScheduledBotRow[] };

const NOTHING: Found = { meetings: [], bots: [] };

/**
 * Returns the meetings and bots that the server finds by a text, asked once typing pauses: the next meetings, then the last
 * ones, of a series one of each.
 */
export function useFind(text: string): Found & { isSearching: boolean } {
  const wanted = text.trim();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const pause = setTimeout(() => setAsked(wanted), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [wanted]);
  const isLongEnough = wanted.length >= SHORTEST_TEXT;
  const { data, isFetching } = useQuery({
    queryKey: ['palette', asked],
    enabled: isLongEnough && asked.length >= SHORTEST_TEXT,
    queryFn: ({ signal }) => find(asked, signal),
    placeholderData: keepPreviousData,
    refetchInterval: false,
  });
  return {
    ...((isLongEnough && data) || NOTHING),
    isSearching: isLongEnough && (isFetching || asked !== wanted),
  };
}

async function find(text: string, signal: AbortSignal): Promise<Found> {
  const now = Date.now();
  const at = (instant: number) => new Date(instant).toISOString();
  const [upcoming, past, bots] = await Promise.all([
    findMeetings({ q: text, time_min: at(now), time_max: at(now + DAYS_AHEAD * DAY_MS) }, signal),
    findMeetings({ q: text, time_min: at(0), time_max: at(now), order: 'desc' }, signal),
    callApi<typeof scheduledBotsResponse>(
      `/bots?${new URLSearchParams({ view: 'all', q: text, limit: String(BOTS_SHOWN) })}`,
      { signal },
    ),
  ]);
  const isRunning = new Set(upcoming.map(({ id }) => id));
  const over = past.filter(({ id }) => !isRunning.has(id));
  return {
    meetings: [...upcoming.slice(0, UPCOMING_SHOWN), ...over.slice(0, PAST_SHOWN)],
    bots: bots.scheduled_bots,
  };
}

async function findMeetings(query: Record<string, string>, signal: AbortSignal): Promise<CalendarEvent[]> {
  const params = new URLSearchParams({ ...query, limit: String(MEETINGS_READ), raw: 'false' });
  const { results } = await callApi<typeof eventsResponse>(`/calendar/get_events?${params}`, { signal });
  const first = new Map<string, CalendarEvent>();
  for (const event of results) {
    const series = event.recurring_event_id ?? event.id;
    if (event.copy_of === null && !first.has(series)) first.set(series, event);
  }
  return [...first.values()];
}
