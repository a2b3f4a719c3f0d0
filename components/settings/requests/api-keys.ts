'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { apiKeysResponse, CreateApiKey, createdApiKey, revokedApiKey } from '@/lib/contract/api-keys';

const KEY = ['api-keys'] as const;

/** Returns the person's API keys, newest first. */
export function useApiKeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi<typeof apiKeysResponse>('/api_keys', { signal }),
  });
}

/** Creates a key; only its answer contains the key. */
export function useCreateApiKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wanted: CreateApiKey) =>
      callApi<typeof createdApiKey>('/api_keys', { method: 'POST', body: wanted }),
    onError: (error) => toast.error(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

/** Revokes a key at once. */
export function useRevokeApiKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      callApi<typeof revokedApiKey>(`/api_keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => toast('The key is revoked.'),
    onError: (error) => toast.error(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
