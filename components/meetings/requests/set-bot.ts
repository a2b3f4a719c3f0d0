'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { ApiError, callApi } from '@/components/api-client';
import { timeOfDay } from '@/components/time/format';
import { overrideResponse } from '@/lib/contract/recurrence';
import { restoreBotsResponse, scheduleResponse, unscheduleResponse } from '@/lib/contract/schedule';
import { type BotTarget, withBotSwitched } from '../bot-target';
import { EVENTS_KEY, type EventList } from './list-events';

/** What an undo brings back: the bots that were removed, or else the override alone. */
type Before = { botIds: string[]; override: BotTarget['override'] };

/** With `back` it is an undo, which restores what was there before instead of what the switch says. */
type SetBot = BotTarget & { on: boolean; back?: Before };

type Done = { joinsAt: string | null; before: Before };

async function sendSetBot(change: SetBot): Promise<Done> {
  const { eventId, on, hasBot, override, back } = change;
  const before: Before = { botIds: [], override };
  if (on && back) {
    await (back.botIds.length > 0 ? restore(back.botIds) : storeOverride(eventId, back.override));
  } else if (on) {
    const answer = await callApi(scheduleResponse, schedulePath(eventId), { method: 'POST' });
    return { joinsAt: answer.scheduled_time, before };
  } else if (!hasBot) {
    // No bot is scheduled yet: the override alone stops auto-schedule.
    await storeOverride(eventId, 'never');
  } else {
    const answer = await callApi(unscheduleResponse, schedulePath(eventId), { method: 'DELETE' });
    if (back && back.override !== 'never') await storeOverride(eventId, back.override);
    return { joinsAt: null, before: { ...before, botIds: answer.cancelled_schedules } };
  }
  return { joinsAt: null, before };
}

const schedulePath = (eventId: string) => `/calendar/schedule/${encodeURIComponent(eventId)}`;

function storeOverride(eventId: string, override: BotTarget['override']) {
  const path = `/calendar/events/${encodeURIComponent(eventId)}/override`;
  return callApi(overrideResponse, path, { method: 'PUT', body: { override } });
}

async function restore(bot_ids: string[]): Promise<void> {
  const answer = await callApi(restoreBotsResponse, '/bots/restore', { method: 'POST', body: { bot_ids } });
  const [refused] = answer.skipped;
  if (refused) throw new ApiError(refused.reason, 200, 'not_restored');
}

/**
 * Returns a function that switches a meeting's bot on or off: first on screen, then on the server. When the
 * server refuses, the switch goes back and its reason is shown. Requests are sent one after the other, so the
 * last one wins. An undo restores the bot as it was, and the override.
 */
export function useSetBot(): (target: BotTarget, on: boolean) => void {
  const queryClient = useQueryClient();
  const { mutate } = useMutation({
    mutationKey: ['set-bot'],
    scope: { id: 'set-bot' },
    mutationFn: sendSetBot,
    onMutate: async ({ eventId, on }) => {
      await queryClient.cancelQueries({ queryKey: EVENTS_KEY });
      const before = queryClient.getQueriesData<EventList>({ queryKey: EVENTS_KEY });
      queryClient.setQueriesData<EventList>(
        { queryKey: EVENTS_KEY },
        (list) =>
          list && {
            ...list,
            events: list.events.map((event) => (event.id === eventId ? withBotSwitched(event, on) : event)),
          },
      );
      return { before };
    },
    onSuccess: ({ joinsAt, before }, { on, back, ...target }) => {
      const id = `bot-${target.eventId}`;
      if (back) {
        toast('Undone', { id, description: target.title, action: undefined });
        return;
      }
      toast(on ? 'Bot scheduled' : 'Bot removed', {
        id,
        description: joinsAt ? `${target.title} · joins at ${timeOfDay(joinsAt)}` : target.title,
        action: { label: 'Undo', onClick: () => mutate({ ...target, hasBot: on, on: !on, back: before }) },
      });
    },
    onError: (error, { eventId, title }, context) => {
      for (const [key, list] of context?.before ?? []) queryClient.setQueryData(key, list);
      toast.error(error.message, { id: `bot-${eventId}`, description: title, duration: 8_000 });
    },
    onSettled: () => {
      // Only the last of several refreshes the lists: an earlier one would hide what a later switch already
      // shows.
      if (queryClient.isMutating({ mutationKey: ['set-bot'] }) === 1) void queryClient.invalidateQueries();
    },
  });
  return useCallback((target, on) => mutate({ ...target, on }), [mutate]);
}
