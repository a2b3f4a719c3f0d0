'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { metricsResponse } from '@/lib/contract/metrics';

/** Returns how punctual bots were in the last seven days. */
export function useMetrics() {
  return useQuery({
    queryKey: ['metrics'],
    queryFn: ({ signal }) => callApi<typeof metricsResponse>('/metrics', { signal }),
  });
}
