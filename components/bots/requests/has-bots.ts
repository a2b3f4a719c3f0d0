'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { scheduledBotsResponse } from '@/lib/contract/schedule';

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
