'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { callApi } from '@/components/api-client';
import { type Settings, settings, type UpdateSettingsBody } from '@/lib/contract/settings';

const KEY = ['settings'] as const;

/**
 * Returns the person's settings, from the first render on.
 * @param initial the settings when the server rendered the page
 */
export function useSettings(initial: Settings): Settings {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi(settings, '/settings', { signal }),
    initialData: initial,
  }).data;
}

/**
 * Changes the settings, first on screen. Requests are sent one after the other, so that the last choice wins.
 */
export function useUpdateSettings() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: KEY,
    scope: { id: 'settings' },
    mutationFn: (body: UpdateSettingsBody) => callApi(settings, '/settings', { method: 'PATCH', body }),
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey: KEY });
      const before = queryClient.getQueryData<Settings>(KEY);
      queryClient.setQueryData<Settings>(KEY, (now) => now && { ...now, ...changes });
      return before;
    },
    onSuccess: ({ time_zone }) =>
      toast(time_zone ? `Times are shown in ${time_zone}` : 'Times are shown in the device’s time zone'),
    onError: (error, _, before) => {
      queryClient.setQueryData(KEY, before);
      toast.error(error.message);
    },
    onSettled: () => {
      // Only the last of several refreshes: an earlier answer would undo what is already shown.
      if (queryClient.isMutating({ mutationKey: KEY }) === 1)
        void queryClient.invalidateQueries({ queryKey: KEY });
    },
  });
}
