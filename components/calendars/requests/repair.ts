'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { callApi } from '@/components/api-client';
import { type RepairBody, repairResponse } from '@/lib/contract/health';
import { HEALTH_KEY } from './get-health';

/** Reads calendars anew and opens what is closed. */
export function useRepair() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RepairBody) =>
      callApi(repairResponse, '/calendar/health/repair', { method: 'POST', body }),
    onSuccess: ({ message, failed, health }) => {
      queryClient.setQueryData(HEALTH_KEY, health);
      if (failed.length > 0) toast.error(message, { duration: 8_000 });
      else toast(message);
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => queryClient.invalidateQueries(),
  });
}
