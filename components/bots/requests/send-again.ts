'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { ScheduledBotRow, scheduleResponse } from '@/lib/contract/schedule';

/** Returns a mutation that sends another bot to the meeting of one that did not get in. */
export function useSendAgain() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ event_id }: ScheduledBotRow) =>
      callApi<typeof scheduleResponse>(`/calendar/schedule/${encodeURIComponent(event_id ?? '')}`, {
        method: 'POST',
      }),
    onSuccess: (_answer, { title }) => toast('Bot sent again', { description: title || 'No title' }),
    onError: (error, { title }) => toast.error(error.message, { description: title, duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['bots', 'events', 'activity']),
  });
}
