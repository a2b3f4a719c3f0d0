'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { calendarHealthResponse } from '@/lib/contract/health';

export const HEALTH_KEY = ['health'] as const;

/** Returns the state of the sync of each connected account and calendar, and of the bot providers. */
export function useHealth() {
  return useQuery({
    queryKey: HEALTH_KEY,
    queryFn: ({ signal }) => callApi<typeof calendarHealthResponse>('/calendar/health', { signal }),
  });
}
