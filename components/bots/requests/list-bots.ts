'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { scheduledBotsResponse } from '@/lib/contract/schedule';

export type BotsView = 'upcoming' | 'past';

/** Returns bots of every state, a hundred at a time: `upcoming` soonest first, `past` latest first. */
export function useBots(view: BotsView) {
  return useInfiniteQuery({
    queryKey: ['bots', view],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ view, limit: '100', ...(pageParam ? { cursor: pageParam } : {}) });
      return callApi(scheduledBotsResponse, `/bots?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
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
          callApi(scheduledBotsResponse, `/bots?view=${view}&limit=1`, { signal }),
        ),
      );
      return pages.some((page) => page.scheduled_bots.length > 0);
    },
  });
}
