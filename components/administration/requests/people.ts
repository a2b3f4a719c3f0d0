'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { counted } from '@/components/counted';
import { toast } from '@/components/ui/toast';
import type { peopleResponse, person, removedPerson, UpdatePerson } from '@/lib/contract/people';

/** Returns the people of the installation whose address or name has a text, by address, a page at a time. */
export function usePeople(text: string) {
  return useInfiniteQuery({
    queryKey: ['people', text],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: '100', ...(text ? { q: text } : {}) });
      if (pageParam) query.set('cursor', pageParam);
      return callApi<typeof peopleResponse>(`/people?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // The list being replaced stays until the new one is here.
    placeholderData: (before) => before,
  });
}

/** Disables or enables a person, makes them an administrator or not, or limits their bots. */
export function useUpdatePerson() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...changes }: UpdatePerson & { id: string }) =>
      callApi<typeof person>(`/people/${encodeURIComponent(id)}`, { method: 'PATCH', body: changes }),
    onSuccess: (
      { email, status, is_administrator: isStillOne },
      { disabled, is_administrator, max_bots },
    ) => {
      if (max_bots !== undefined) {
        toast(
          max_bots === null
            ? `${email} has the limit of everyone.`
            : `At most ${counted(max_bots, 'bot')} of ${email} at a time.`,
        );
      } else if (disabled !== undefined)
        toast(`${email} is ${status === 'active' ? 'enabled' : 'disabled'}.`);
      else if (is_administrator) toast(`${email} is an administrator.`);
      else if (isStillOne) toast.error(`${email} stays an administrator: ADMIN_EMAILS names them.`);
      else toast(`${email} is no longer an administrator.`);
    },
    onError: (error) => toast.error(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['people'] }),
  });
}

/** Removes a person with everything that is stored of them. */
export function useRemovePerson() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      callApi<typeof removedPerson>(`/people/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: ({ message }) => toast(message),
    onError: (error) => toast.error(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['people'] }),
  });
}
