'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { ConnectionsResponse, connection, connectionsResponse } from '@/lib/contract/connections';

const KEY = ['connections'] as const;

/** Returns the connected accounts and the bot providers. */
export function useConnections() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi<typeof connectionsResponse>('/calendar/connections', { signal }),
  });
}

/**
 * Chooses the provider that sends the bots of an account; null is the installation's. The last choice wins.
 */
export function useSetBotProvider(accountId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    scope: { id: `bot-provider-${accountId}` },
    mutationFn: (bot_provider: string | null) =>
      callApi<typeof connection>(`/calendar/connections/${encodeURIComponent(accountId)}`, {
        method: 'PATCH',
        body: { bot_provider },
      }),
    onSuccess: (changed) => {
      queryClient.setQueryData<ConnectionsResponse>(
        KEY,
        (now) =>
          now && {
            ...now,
            connections: now.connections.map((each) => (each.id === changed.id ? changed : each)),
          },
      );
      toast('Bot provider saved', { description: changed.email });
    },
    onError: (error) => toast.error(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
