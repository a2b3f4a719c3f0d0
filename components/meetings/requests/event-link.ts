'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { linkResponse } from '@/lib/contract/meeting-links';

const pathOf = (eventId: string) => `/calendar/events/${encodeURIComponent(eventId)}/link`;
const keyOf = (eventId: string) => ['event-link', eventId] as const;

/** Returns all links of a meeting, and the one bots join by. */
export function useEventLink(eventId: string) {
  return useQuery({
    queryKey: keyOf(eventId),
    queryFn: ({ signal }) => callApi<typeof linkResponse>(pathOf(eventId), { signal }),
  });
}

/** Chooses the link bots join by; null goes back to the best one. */
export function useChooseLink(eventId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (url: string | null) =>
      callApi<typeof linkResponse>(pathOf(eventId), { method: 'PUT', body: { meeting_url: url } }),
    onSuccess: (answer, url) => {
      queryClient.setQueryData(keyOf(eventId), answer);
      toast(url === null ? 'Bots use the event’s best link again' : 'Bots join by this link now');
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['events', 'bots', 'activity']),
  });
}
