'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { CalendarHealthResponse, ResyncBody, resyncResponse } from '@/lib/contract/health';
import { HEALTH_KEY } from './get-health';

/** Resyncs calendars, and opens their watch channels again. */
export function useResync() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ResyncBody) =>
      callApi<typeof resyncResponse>('/calendar/health/resync', { method: 'POST', body }),
    onSuccess: ({ message, failed, health }) => {
      // The answer tells of calendars only: what is known of the providers stays.
      queryClient.setQueryData(
        HEALTH_KEY,
        (known: CalendarHealthResponse | undefined) => known && { ...known, ...health },
      );
      if (failed.length > 0) toast.error(message, { duration: 8_000 });
      else toast(message);
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['sync', 'events', 'bots', 'activity']),
  });
}
