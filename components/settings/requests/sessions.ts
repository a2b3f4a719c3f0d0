'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { endedSessions, sessionsResponse } from '@/lib/contract/sessions';

const KEY = ['sessions'] as const;

/** Returns the browsers in which the person is signed in. */
export function useSessions() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi<typeof sessionsResponse>('/sessions', { signal }),
  });
}

/** Signs out in one browser, or with null in all others. */
export function useEndSessions() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string | null) =>
      callApi<typeof endedSessions>(`/sessions${id === null ? '' : `/${encodeURIComponent(id)}`}`, {
        method: 'DELETE',
      }),
    onSuccess: ({ message }) => toast(message),
    onError: (error) => toast.error(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
