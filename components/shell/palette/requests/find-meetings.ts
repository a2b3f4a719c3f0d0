'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '@/components/api-client';
import { type CalendarEvent, eventsResponse } from '@/lib/contract/events';

const PAUSE_MS = 150;
const AT_LEAST = 2;
const SHOWN = 6;
/** More than are shown: of a series only the next meeting is. */
const READ = 40;
const DAYS_AHEAD = 60;
const DAY_MS = 86_400_000;

/** Returns the next meetings that the server finds by a text, once it is not typed at any more; of a series the next one. */
export function useFindMeetings(text: string): { meetings: CalendarEvent[]; isSearching: boolean } {
  const wanted = text.trim();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const pause = setTimeout(() => setAsked(wanted), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [wanted]);
  const isWanted = wanted.length >= AT_LEAST;
  const { data, isFetching } = useQuery({
    queryKey: ['palette', 'meetings', asked],
    enabled: isWanted && asked.length >= AT_LEAST,
    queryFn: ({ signal }) => findMeetings(asked, signal),
    placeholderData: keepPreviousData,
    refetchInterval: false,
  });
  return {
    meetings: (isWanted && data) || [],
    isSearching: isWanted && (isFetching || asked !== wanted),
  };
}

async function findMeetings(text: string, signal: AbortSignal): Promise<CalendarEvent[]> {
  const now = Date.now();
  const query = new URLSearchParams({
    q: text,
    time_min: new Date(now).toISOString(),
    time_max: new Date(now + DAYS_AHEAD * DAY_MS).toISOString(),
    limit: String(READ),
    raw: 'false',
  });
  const { results } = await callApi(eventsResponse, `/calendar/get_events?${query}`, { signal });
  const next = new Map<string, CalendarEvent>();
  for (const event of results) {
    const series = event.recurring_event_id ?? event.id;
    if (event.copy_of === null && !next.has(series)) next.set(series, event);
  }
  return [...next.values()].slice(0, SHOWN);
}
