'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { UpdateCalendarResponse, updateCalendarResponse } from '@/lib/contract/calendars';
import type { HealthResponse } from '@/lib/contract/health';
import { HEALTH_KEY } from './get-health';

type Change = { usherId: string; on: boolean };

function send({ usherId, on }: Change, dryRun: boolean): Promise<UpdateCalendarResponse> {
  return callApi<typeof updateCalendarResponse>(`/calendar/calendars/${usherId}`, {
    method: 'PATCH',
    body: { sync_enabled: on, dry_run: dryRun },
  });
}

/** Returns what turning off the sync of a calendar would do to its bots. */
export function usePreviewOff() {
  return useMutation({
    mutationFn: (usherId: string) => send({ usherId, on: false }, true),
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
  });
}

/** Turns the sync of a calendar on or off. */
export function useSetCalendarSync() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => send(change, false),
    onMutate: async ({ usherId, on }) => {
      await queryClient.cancelQueries({ queryKey: HEALTH_KEY });
      const before = queryClient.getQueryData<HealthResponse>(HEALTH_KEY);
      queryClient.setQueryData<HealthResponse>(
        HEALTH_KEY,
        (health) => health && switched(health, usherId, on),
      );
      return { before };
    },
    onSuccess: ({ message }) => toast(message),
    onError: (error, _change, context) => {
      queryClient.setQueryData(HEALTH_KEY, context?.before);
      toast.error(error.message, { duration: 8_000 });
    },
    onSettled: () => refreshChanged(queryClient, ['calendars', 'events', 'bots', 'activity']),
  });
}

function switched(health: HealthResponse, usherId: string, on: boolean): HealthResponse {
  return {
    ...health,
    connections: health.connections.map((connection) => ({
      ...connection,
      calendars: connection.calendars.map((calendar) =>
        calendar.usher_id === usherId ? { ...calendar, sync_enabled: on } : calendar,
      ),
    })),
  };
}
