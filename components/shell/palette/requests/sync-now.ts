'use client';

import { useMutation } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { eventsResponse } from '@/lib/contract/events';

/** Syncs all calendars with Google now, and says how it went. What has changed reaches the pages as always. */
export function useSyncNow() {
  return useMutation({
    mutationFn: () => callApi<typeof eventsResponse>('/calendar/events?limit=1&raw=false'),
    onSuccess: ({ sync }) => {
      if (sync?.ok === false)
        toast.error(sync.error ?? 'Google didn’t answer. Usher keeps trying.', { duration: 8_000 });
      else toast('Synced with Google');
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
  });
}
