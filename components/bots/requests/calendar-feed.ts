'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { calendarFeed } from '@/lib/contract/settings';

const KEY = ['settings', 'calendar-feed'] as const;

/** Returns the address of the person's calendar feed, if there is one. */
export function useCalendarFeed() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi<typeof calendarFeed>('/calendar_feed', { signal }),
  });
}

/** Gives the feed a new address (`renew`), or turns it off (`revoke`). */
export function useChangeCalendarFeed() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: 'renew' | 'revoke') =>
      callApi<typeof calendarFeed>('/calendar_feed', { method: change === 'renew' ? 'POST' : 'DELETE' }),
    onSuccess: (feed) => queryClient.setQueryData(KEY, feed),
    onError: (error) => toast.error(error.message),
  });
}
