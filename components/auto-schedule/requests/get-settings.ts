'use client';

import { useQuery } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import type { autoScheduleSettings } from '@/lib/contract/auto-schedule';

export const AUTO_SCHEDULE_KEY = ['auto-schedule'] as const;

export function useAutoSchedule() {
  return useQuery({
    queryKey: AUTO_SCHEDULE_KEY,
    queryFn: ({ signal }) =>
      callApi<typeof autoScheduleSettings>('/calendar/auto-schedule/settings', { signal }),
  });
}
