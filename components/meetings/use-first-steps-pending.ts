'use client';

import { useAutoSchedule } from '@/components/auto-schedule/requests/get-settings';
import { useHasBots } from '@/components/bots/requests/list-bots';
import { useHealth } from '@/components/calendars/requests/get-health';
import type { CalendarEvent } from '@/lib/contract/events';
import { firstWithBot } from './agenda-model';

/**
 * Returns whether it is still unknown if the first steps are shown. They stand above the meetings, which would move if they
 * came later.
 */
export function useFirstStepsPending(events: CalendarEvent[]): boolean {
  const health = useHealth();
  const { data: settings, isPending } = useAutoSchedule();
  const isAsked = settings?.auto_schedule_enabled === false && firstWithBot(events) === null;
  const hasBots = useHasBots(isAsked);
  return health.isPending || isPending || (isAsked && hasBots.isPending);
}
