'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { disconnectResponse } from '@/lib/contract/calendars';

/** Returns how many bots are canceled or recalled when an account is disconnected. */
export function useDisconnectPreview(accountId: string) {
  return useQuery({
    queryKey: ['disconnect-preview', accountId],
    queryFn: ({ signal }) =>
      callApi<typeof disconnectResponse>('/calendar/disconnect', {
        method: 'POST',
        body: { account_id: accountId, dry_run: true },
        signal,
      }),
  });
}

/**
 * Disconnects a Google account; `keep` leaves its meetings and their overrides, in case it is reconnected.
 */
export function useDisconnect() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ accountId, keep }: { accountId: string; keep: boolean }) =>
      callApi<typeof disconnectResponse>('/calendar/disconnect', {
        method: 'POST',
        body: { account_id: accountId, purge_events: !keep },
      }),
    onSuccess: ({ message }) => toast(message),
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['calendars', 'events', 'bots', 'activity']),
  });
}
