'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { activityResponse } from '@/lib/contract/activity';

/** Returns the history of a meeting, its bots and its series, the newest entry first. */
export function useEventHistory(eventId: string, isOpen: boolean) {
  return useQuery({
    queryKey: ['activity', 'event', eventId],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ event_id: eventId, limit: '30' });
      return callApi<typeof activityResponse>(`/activity?${query}`, { signal });
    },
    enabled: isOpen,
  });
}
