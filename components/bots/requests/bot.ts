'use client';

import { type InfiniteData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import type {
  BotWithTimeline,
  botWithTimeline,
  ScheduledBotsResponse,
  UpdateBotBody,
  updateBotResponse,
} from '@/lib/contract/schedule';

const keyOf = (botId: string | null) => ['bots', 'one', botId] as const;
const pathOf = (botId: string) => `/calendar/scheduled_bots/${encodeURIComponent(botId)}`;

/**
 * Returns one bot with its timeline; until that is loaded, the bot as a list on screen has it, without a
 * timeline.
 */
export function useBot(botId: string | null) {
  const queryClient = useQueryClient();
  return useQuery<BotWithTimeline>({
    queryKey: keyOf(botId),
    queryFn: ({ signal }) => callApi<typeof botWithTimeline>(pathOf(botId ?? ''), { signal }),
    enabled: botId !== null,
    placeholderData: () => {
      const lists = queryClient.getQueriesData<InfiniteData<ScheduledBotsResponse>>({ queryKey: ['bots'] });
      const shown = lists.flatMap(([, list]) => list?.pages?.flatMap((page) => page.scheduled_bots) ?? []);
      const bot = shown.find((row) => row.bot_id === botId);
      return bot && { ...bot, timeline: [] };
    },
  });
}

/** Changes a bot. It is done, or has failed, only when what is then stored is on screen. */
export function useUpdateBot(botId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateBotBody) =>
      callApi<typeof updateBotResponse>(pathOf(botId), { method: 'PATCH', body }).finally(() =>
        queryClient.invalidateQueries({ queryKey: keyOf(botId) }),
      ),
    onSettled: () => refreshChanged(queryClient, ['bots', 'activity']),
  });
}
