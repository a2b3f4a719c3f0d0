'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { counted } from '@/components/counted';
import { refreshChanged } from '@/components/live/shown-changes';
import { fullDate } from '@/components/time/format';
import { toast } from '@/components/ui/toast';
import type { overrideResponse, toggleRecurrenceResponse } from '@/lib/contract/recurrence';
import type { ScheduleResponse, scheduleResponse, unscheduleResponse } from '@/lib/contract/schedule';
import { inPlainWords } from './send-change';

export type Override = 'always' | 'never' | null;

/** What a person may request for a meeting or its series, besides the bot of one meeting. */
type Change =
  | { ask: 'override'; id: string; override: Override }
  | { ask: 'autoReschedule'; seriesId: string; on: boolean }
  | { ask: 'schedule all'; seriesId: string }
  | { ask: 'none from'; seriesId: string; from: string };

/** Sends a change and returns in a sentence what was done. */
async function send(change: Change): Promise<string> {
  switch (change.ask) {
    case 'override': {
      const path = `/calendar/events/${encodeURIComponent(change.id)}/override`;
      const body = { override: change.override };
      return (await callApi<typeof overrideResponse>(path, { method: 'PUT', body })).decision.reason;
    }
    case 'autoReschedule': {
      const body = { event_id: change.seriesId, recurring_enabled: change.on };
      const path = '/calendar/toggle-recurrence';
      return (await callApi<typeof toggleRecurrenceResponse>(path, { method: 'POST', body })).message;
    }
    case 'schedule all': {
      const path = `/calendar/schedule/${encodeURIComponent(change.seriesId)}`;
      const body = { schedule_all_occurrences: true };
      const answer = await callApi<typeof scheduleResponse>(path, { method: 'POST', body });
      return scheduledInWords(answer);
    }
    case 'none from': {
      const path = `/calendar/schedule/${encodeURIComponent(change.seriesId)}`;
      const body = { from_date: change.from };
      const answer = await callApi<typeof unscheduleResponse>(path, { method: 'DELETE', body });
      return `${counted(answer.schedules_cancelled, 'bot')} removed from this meeting on.`;
    }
  }
}

/** Returns how many bots were scheduled, until when, and which meetings were skipped. */
function scheduledInWords({ bots: scheduled = [], skipped = [] }: ScheduleResponse): string {
  const last = scheduled.at(-1);
  const until = last ? `, the last for ${fullDate(last.occurrence_date)}` : '';
  const left = `${counted(skipped.length, 'meeting')} skipped`;
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return `${counted(scheduled.length, 'bot')} scheduled${until}.${skipped.length > 0 ? ` ${left}: ${reasons.join(' ')}` : ''}`;
}

/** Sends a change of a meeting or its series, and shows the answer or the error in words. */
export function useSetSeries() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (message) => toast(message),
    onError: (error) => toast.error(inPlainWords(error), { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['events', 'bots', 'activity']),
  });
}
