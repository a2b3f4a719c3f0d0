'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { activityResponse } from '@/lib/contract/activity';

/**
 * Returns the activity, latest first, a hundred entries at a time. @param filters as in the API's query
 * string
 */
export function useActivity(filters: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: ['activity', filters],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        ...filters,
        limit: '100',
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return callApi<typeof activityResponse>(`/activity?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
