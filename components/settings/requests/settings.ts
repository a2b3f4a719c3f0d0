'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import { PLATFORM_NAMES } from '@/lib/contract/link-words';
import type { Settings, settings, UpdateSettingsBody } from '@/lib/contract/settings';

const KEY = ['settings'] as const;

/**
 * Returns the person's settings, from the first render on.
 * @param initial the settings when the server rendered the page
 */
export function useSettings(initial: Settings): Settings {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => callApi<typeof settings>('/settings', { signal }),
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
    mutationFn: (body: UpdateSettingsBody) =>
      callApi<typeof settings>('/settings', { method: 'PATCH', body }),
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey: KEY });
      const before = queryClient.getQueryData<Settings>(KEY);
      queryClient.setQueryData<Settings>(KEY, (now) => now && shown(now, changes));
      return before;
    },
    onSuccess: (settings, changes) => toast(inWords(settings, changes)),
    onError: (error, _, before) => {
      queryClient.setQueryData(KEY, before);
      toast.error(error.message);
    },
    onSettled: () => {
      // Only the last of several refreshes: an earlier answer would undo what is already shown.
      if (queryClient.isMutating({ mutationKey: KEY }) === 1)
        void refreshChanged(queryClient, ['settings', 'events', 'activity']);
    },
  });
}

/** Returns the settings as they are when changes are stored. */
function shown(now: Settings, changes: UpdateSettingsBody): Settings {
  const { platform_order, ...display } = { ...now, ...changes };
  return { ...display, platform_order: platform_order ?? [] };
}

function inWords({ time_zone, platform_order }: Settings, changes: UpdateSettingsBody): string {
  if (changes.time_format !== undefined) return 'Time format saved';
  if (changes.week_start !== undefined) return 'Week start saved';
  if (changes.platform_order === undefined)
    return time_zone ? `Time zone: ${time_zone}` : 'Time zone: automatic';
  const names = platform_order.map((name) => PLATFORM_NAMES[name]);
  return names.length > 0 ? `Preferred platforms: ${names.join(', ')}` : 'No preferred platform';
}
