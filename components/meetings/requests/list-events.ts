'use client';

import { keepPreviousData, type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { type CalendarEvent, eventsResponse } from '@/lib/contract/events';

/** A period: two ISO 8601 instants, the end exclusive. */
export type TimeWindow = { from: string; to: string };

export type EventList = { events: CalendarEvent[] };

/** Every cached list of events has a key that begins with this. */
export const EVENTS_KEY = ['events'] as const;

async function fetchEvents({ from, to }: TimeWindow, signal: AbortSignal): Promise<EventList> {
  const events: CalendarEvent[] = [];
  let cursor: string | null = null;
  do {
    const query: URLSearchParams = new URLSearchParams({
      time_min: from,
      time_max: to,
      limit: '100',
      show_deleted: 'true',
      raw: 'false',
      ...(cursor ? { cursor } : {}),
    });
    const page = await callApi(eventsResponse, `/calendar/get_events?${query}`, { signal });
    events.push(...page.results);
    cursor = page.next;
  } while (cursor);
  return { events };
}

function eventsQueryOptions(window: TimeWindow) {
  return {
    queryKey: [...EVENTS_KEY, window.from, window.to] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchEvents(window, signal),
    placeholderData: keepPreviousData,
  };
}

/** Returns the events of several adjoining windows as one list, each event once. */
export function useEvents(windows: TimeWindow[]) {
  return useQueries({ queries: windows.map(eventsQueryOptions), combine: combineWindows });
}

function combineWindows(results: UseQueryResult<EventList>[]) {
  const byId = new Map<string, CalendarEvent>();
  for (const result of results) {
    for (const event of result.data?.events ?? []) byId.set(event.id, event);
  }
  return {
    events: [...byId.values()],
    /** There is nothing to show yet. */
    isPending: results.every((result) => result.isPending),
    isLoadingMore: results.some((result) => result.isPending || result.isPlaceholderData),
    error: results.find((result) => result.error)?.error ?? null,
    retry: () => {
      for (const result of results) void result.refetch();
    },
  };
}

/** Returns one event, found by its id among the events at its time. */
export function useEventAt(id: string | null, at: string | null) {
  const instant = Date.parse(at ?? '');
  const window = Number.isNaN(instant)
    ? null
    : { from: new Date(instant - 60_000).toISOString(), to: new Date(instant + 60_000).toISOString() };
  return useQuery({
    ...eventsQueryOptions(window ?? { from: '', to: '' }),
    placeholderData: undefined,
    enabled: id !== null && window !== null,
    select: (list) => list.events.find((event) => event.id === id) ?? null,
  });
}
