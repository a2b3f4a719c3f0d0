'use client';

import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type {
  cancelBotsResponse,
  restoreBotsResponse,
  ScheduledBotRow,
  ScheduledBotsResponse,
} from '@/lib/contract/schedule';
import { askInParts } from './ask-in-parts';

type BotName = Pick<ScheduledBotRow, 'bot_id' | 'title'>;

/** The lists, whatever their filters. */
const LISTS = ['bots', 'upcoming'] as const;
/** Long enough to see what was done and undo it. */
const UNDO_MS = 12_000;

/**
 * Returns a function that cancels bots and offers to undo it. They leave the list at once, and come back with
 * the server's reason when it refuses.
 */
export function useCancelBots(): (bots: BotName[]) => void {
  const queryClient = useQueryClient();
  const restore = useRestoreBots();
  const { mutate } = useMutation({
    mutationFn: (bots: BotName[]) =>
      askInParts(idsOf(bots), (bot_ids) =>
        callApi<typeof cancelBotsResponse>('/bots/cancel', { method: 'POST', body: { bot_ids } }),
      ),
    onMutate: async (bots) => {
      await queryClient.cancelQueries({ queryKey: LISTS });
      const before = queryClient.getQueriesData({ queryKey: LISTS });
      const gone = new Set(idsOf(bots));
      queryClient.setQueriesData<InfiniteData<ScheduledBotsResponse>>(
        { queryKey: LISTS },
        (list) => list && without(list, gone),
      );
      return { before };
    },
    onSuccess: ({ answers, skipped }, bots) => {
      const cancelled = answers.flatMap((answer) => answer.cancelled);
      const [refused, ...others] = skipped;
      const done = bots.filter((bot) => cancelled.includes(bot.bot_id));
      const note = refused && `${notDone(others.length + 1)} ${refused.reason}`;
      if (done.length === 0) {
        toast.error('No bot was canceled', { description: refused?.reason });
        return;
      }
      toast(done.length === 1 ? 'Bot canceled' : `${done.length} bots canceled`, {
        description:
          note ?? (done.length === 1 ? done[0]?.title : 'They won’t be rescheduled automatically.'),
        duration: UNDO_MS,
        action: { label: 'Undo', onClick: () => restore(done) },
      });
    },
    onError: (error, _bots, context) => {
      for (const [key, list] of context?.before ?? []) queryClient.setQueryData(key, list);
      toast.error(error.message, { duration: 8_000 });
    },
    onSettled: () => refreshChanged(queryClient, ['bots', 'events', 'activity']),
  });
  return mutate;
}

function useRestoreBots(): (bots: BotName[]) => void {
  const queryClient = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (bots: BotName[]) =>
      askInParts(idsOf(bots), (bot_ids) =>
        callApi<typeof restoreBotsResponse>('/bots/restore', { method: 'POST', body: { bot_ids } }),
      ),
    onSuccess: ({ answers, skipped }, bots) => {
      const count = answers.flatMap((answer) => answer.restored).length;
      const [refused, ...others] = skipped;
      if (refused) {
        toast.error(count === 0 ? 'No bot could be restored' : `${count} of ${bots.length} bots restored`, {
          description: count === 0 ? refused.reason : `${notDone(others.length + 1)} ${refused.reason}`,
          duration: UNDO_MS,
        });
      } else {
        toast(count === 1 ? 'Bot restored' : `${count} bots restored`, {
          description: count === 1 ? bots[0]?.title : undefined,
        });
      }
    },
    onError: (error) => toast.error(error.message, { duration: 8_000 }),
    onSettled: () => refreshChanged(queryClient, ['bots', 'events', 'activity']),
  });
  return mutate;
}

function without(list: InfiniteData<ScheduledBotsResponse>, gone: ReadonlySet<string>) {
  const pages = list.pages.map((page) => ({
    ...page,
    scheduled_bots: page.scheduled_bots.filter((bot) => !gone.has(bot.bot_id)),
  }));
  return { ...list, pages };
}

const idsOf = (bots: BotName[]) => bots.map((bot) => bot.bot_id);
const notDone = (count: number) => `${count} failed:`;
