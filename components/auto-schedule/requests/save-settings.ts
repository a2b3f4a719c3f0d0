'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { counted } from '@/components/counted';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { AutoScheduleSettings, autoScheduleSettings } from '@/lib/contract/auto-schedule';
import type { BotConfig } from '@/lib/contract/bot-config';
import type { setRulesResponse } from '@/lib/contract/rules';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { AUTO_SCHEDULE_KEY } from './get-settings';

/** Saves the rules, and shows what they changed at once. @param isTold a notice says what the rules changed */
export function useSaveRules({ isTold }: { isTold: boolean } = { isTold: true }) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (rules: Rules) =>
      callApi<typeof setRulesResponse>('/calendar/auto-schedule/rules', { method: 'PUT', body: rules }),
    onSuccess: ({ rules, scheduled_now: scheduled, cancelled_now: cancelled }) => {
      queryClient.setQueryData<AutoScheduleSettings>(
        AUTO_SCHEDULE_KEY,
        (settings) => settings && { ...settings, rules },
      );
      if (!isTold) return;
      const done = [
        scheduled && `${counted(scheduled, 'bot')} scheduled`,
        cancelled && `${counted(cancelled, 'bot')} canceled`,
      ];
      toast('Rules saved', {
        description: `${done.filter(Boolean).join(', ') || 'No bot changes'} in the next 24 hours.`,
      });
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['settings', 'bots', 'events', 'activity']),
  });
}

/** Saves the default configuration of bots. Whether auto-schedule is on does not change. */
export function useSaveBotConfig() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (config: BotConfig) =>
      callApi<typeof autoScheduleSettings>('/calendar/auto-schedule/settings', {
        method: 'PATCH',
        body: { default_bot_config: config },
      }),
    onSuccess: (settings) => {
      queryClient.setQueryData<AutoScheduleSettings>(AUTO_SCHEDULE_KEY, settings);
      toast('Bot settings saved', { description: 'Applies to bots scheduled from now on.' });
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['settings', 'activity']),
  });
}
