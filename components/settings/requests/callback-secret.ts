'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { callbackSecretResponse } from '@/lib/contract/connections';

const KEY = ['callback-secret'] as const;

/** Returns the secret that signs the person's callbacks. */
export function useCallbackSecret() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi<typeof callbackSecretResponse>('/callback_secret', { signal }),
  });
}

/** Replaces the secret (`replace`), or ends the one that was replaced before its time (`end-previous`). */
export function useChangeCallbackSecret() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: 'replace' | 'end-previous') =>
      change === 'replace'
        ? callApi<typeof callbackSecretResponse>('/callback_secret', { method: 'POST' })
        : callApi<typeof callbackSecretResponse>('/callback_secret/previous', { method: 'DELETE' }),
    onSuccess: (secret, change) => {
      queryClient.setQueryData(KEY, secret);
      toast(change === 'replace' ? 'Signing secret replaced' : 'Previous secret ended');
    },
    onError: (error) => toast.error(error.message),
  });
}
