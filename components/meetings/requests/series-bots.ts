'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { seriesBotsResponse } from '@/lib/contract/recurrence';
import { EVENTS_KEY } from './list-events';

/** Returns how many bots a series has and could have, counted from one of its meetings; read while `enabled`. */
export function useSeriesBots(eventId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...EVENTS_KEY, 'series-bots', eventId],
    queryFn: ({ signal }) =>
      callApi<typeof seriesBotsResponse>(`/calendar/events/${encodeURIComponent(eventId)}/series`, {
        signal,
      }),
    enabled,
  });
}
