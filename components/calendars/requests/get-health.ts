'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { healthResponse } from '@/lib/contract/health';

export const HEALTH_KEY = ['health'] as const;

/** How each connected account and calendar follows Google. */
export function useHealth() {
  return useQuery({
    queryKey: HEALTH_KEY,
    queryFn: ({ signal }) => callApi(healthResponse, '/calendar/health', { signal }),
  });
}
