'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type {
  AutoScheduleSettings,
  disableAutoScheduleResponse,
  enableAutoScheduleResponse,
} from '@/lib/contract/auto-schedule';
import { AUTO_SCHEDULE_KEY } from './get-settings';

async function sendEnabled(on: boolean): Promise<string> {
  const path = `/calendar/auto-schedule/${on ? 'enable' : 'disable'}`;
  type Answer = typeof enableAutoScheduleResponse | typeof disableAutoScheduleResponse;
  return (await callApi<Answer>(path, { method: 'POST' })).message;
}

/** Turns auto-schedule on or off. */
export function useSetAutoSchedule() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: ['set-auto-schedule'],
    scope: { id: 'set-auto-schedule' },
    mutationFn: sendEnabled,
    onMutate: async (on) => {
      await queryClient.cancelQueries({ queryKey: AUTO_SCHEDULE_KEY });
      const before = queryClient.getQueryData<AutoScheduleSettings>(AUTO_SCHEDULE_KEY);
      queryClient.setQueryData<AutoScheduleSettings>(
        AUTO_SCHEDULE_KEY,
        (settings) => settings && { ...settings, auto_schedule_enabled: on },
      );
      return { before };
    },
    onSuccess: (message) => toast(message),
    onError: (error, _on, context) => {
      queryClient.setQueryData(AUTO_SCHEDULE_KEY, context?.before);
      toast.error(error.message, { duration: 8_000 });
    },
    onSettled: () => refreshChanged(queryClient, ['settings', 'bots', 'events', 'activity']),
  });
}
