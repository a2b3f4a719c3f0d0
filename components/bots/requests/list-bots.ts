'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
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
