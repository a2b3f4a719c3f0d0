'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { botCountsResponse, scheduledBotsResponse } from '@/lib/contract/schedule';

export type BotsView = 'upcoming' | 'past';

/** What narrows the list down, as in the API's query string. */
export type BotFilters = { [Name in 'status_group' | 'source' | 'q' | 'time_min' | 'time_max']?: string };

/**
 * Returns the bots that the filters leave, a hundred at a time: `upcoming` soonest first, `past` latest first. Until
 * other filters are answered, the earlier bots stay.
 */
export function useBots(view: BotsView, filters: BotFilters) {
  return useInfiniteQuery({
    queryKey: ['bots', view, filters],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        ...{ view, ...filters, limit: '100' },
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return callApi<typeof scheduledBotsResponse>(`/bots?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** Returns how many bots the filters leave, and would leave with another choice of one of them. */
export function useBotCounts(view: BotsView, filters: BotFilters) {
  return useQuery({
    queryKey: ['bots', 'counts', view, filters],
    queryFn: ({ signal }) =>
      callApi<typeof botCountsResponse>(`/bots/counts?${new URLSearchParams({ view, ...filters })}`, {
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/**
 * Whether there has ever been a bot. It is requested only while `enabled`: where a bot is on screen, the
 * answer is known.
 */
export function useHasBots(enabled: boolean) {
  return useQuery({
    queryKey: ['bots', 'any'],
    enabled,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        ['upcoming', 'past'].map((view) =>
          callApi<typeof scheduledBotsResponse>(`/bots?view=${view}&limit=1`, { signal }),
        ),
      );
      return pages.some((page) => page.scheduled_bots.length > 0);
    },
  });
}
