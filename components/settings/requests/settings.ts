'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { callApi } from '@/components/api-client';
import { type Settings, settings, type UpdateSettingsBody } from '@/lib/contract/settings';

const KEY = ['settings'] as const;

/**
 * The person's settings; they are known from the first render on.
 * @param initial as the server knew them when it wrote the page
 */
export function useSettings(initial: Settings): Settings {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi(settings, '/settings', { signal }),
    initialData: initial,
  }).data;
}

/** Changes them; what is chosen shows at once. Calls go out one after the other, so that the last choice wins. */
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
      toast(time_zone ? `Times are shown in ${time_zone}` : 'Times are shown as the device shows them'),
    onError: (error, _, before) => {
      queryClient.setQueryData(KEY, before);
      toast.error(error.message);
    },
    onSettled: () => {
      // The last of several asks again: an earlier answer would undo what is shown already.
      if (queryClient.isMutating({ mutationKey: KEY }) === 1)
        void queryClient.invalidateQueries({ queryKey: KEY });
    },
  });
}
