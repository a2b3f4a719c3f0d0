'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { setupResponse } from '@/lib/contract/setup';

/** Returns how the installation is set up, as it was seen last. */
export function useSetup() {
  return useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => callApi<typeof setupResponse>('/setup', { signal }),
  });
}
