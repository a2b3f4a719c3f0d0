'use client';

import {
  keepPreviousData,
  experimental_streamedQuery as streamedQuery,
  type UseQueryResult,
  useIsFetching,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { CalendarEvent, EventsResponse, EventsTotal, eventsResponse } from '@/lib/contract/events';

/** A period: two ISO 8601 instants, the end exclusive. */
export type TimeWindow = { from: string; to: string };

/** `isWhole`: no page of it is still to come. `total`: how many there are, where the API counts them. */
export type EventList = { events: CalendarEvent[]; isWhole: boolean; total?: EventsTotal | undefined };

/** Every cached list of events has a key that begins with this. */
export const EVENTS_KEY = ['events'] as const;

type EventsKey = readonly [...typeof EVENTS_KEY, from: string, to: string];

/** Meetings of the first page: enough for a screen, so that it is there before the others. */
const FIRST_PAGE = 40;
const PAGE = 100;

const NOTHING: EventList = { events: [], isWhole: false };

/** Yields the pages of a list, one after the other. */
export async function* eventPages(
  filters: Record<string, string>,
  signal: AbortSignal,
  firstPage = PAGE,
): AsyncGenerator<EventList> {
  let cursor: string | null = null;
  do {
    const limit: string = String(cursor ? PAGE : firstPage);
    const query: URLSearchParams = new URLSearchParams({
      ...filters,
      limit,
      raw: 'false',
      ...(cursor && { cursor }),
    });
    const page: EventsResponse = await callApi<typeof eventsResponse>(`/calendar/get_events?${query}`, {
      signal,
    });
    cursor = page.next;
    yield { events: page.results, isWhole: cursor === null, total: page.total };
  } while (cursor);
}

/** Returns two parts of one list as one. */
export function joined(list: EventList, more: EventList): EventList {
  return {
    events: [...list.events, ...more.events],
    isWhole: more.isWhole,
    total: list.total ?? more.total,
  };
}

function eventsQueryOptions({ from, to }: TimeWindow) {
  const filters = { time_min: from, time_max: to, show_deleted: 'true' };
  return {
    queryKey: [...EVENTS_KEY, from, to] as const,
    // The first page is shown before the others are there. A refresh is shown when all of it is there.
    queryFn: streamedQuery<EventList, EventList, EventsKey>({
      streamFn: ({ signal }) => eventPages(filters, signal, FIRST_PAGE),
      refetchMode: 'replace',
      reducer: joined,
      initialValue: NOTHING,
    }),
    placeholderData: keepPreviousData<EventList>,
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
    isLoadingMore: results.some(
      (result) =>
        result.isPending || result.isPlaceholderData || (!result.data?.isWhole && result.isFetching),
    ),
    error: results.find((result) => result.error)?.error ?? null,
    retry: () => {
      for (const result of results) void result.refetch();
    },
  };
}

/** Returns the events of all lists that are on screen, each once, as they are when it is called. */
export function useLoadedEvents(): CalendarEvent[] {
  // They change while lists are read.
  useIsFetching({ queryKey: EVENTS_KEY });
  const lists = useQueryClient().getQueryCache().findAll({ queryKey: EVENTS_KEY, type: 'active' });
  const events = lists.flatMap((list) => (list.state.data as EventList | undefined)?.events ?? []);
  return [...new Map(events.map((event) => [event.id, event])).values()];
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
