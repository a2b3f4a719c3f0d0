'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { callApi } from '@/components/api-client';
import { PENDING_BOT } from '@/components/bots/bot-state';
import { timeOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { overrideResponse } from '@/lib/contract/recurrence';
import { scheduleResponse, unscheduleResponse } from '@/lib/contract/schedule';
import { EVENTS_KEY, type EventList } from './list-events';

/** The meeting whose bot is switched, by name for the messages. */
export type BotTarget = { eventId: string; title: string; hasBot: boolean };

type SetBot = BotTarget & { on: boolean };

async function sendSetBot({ eventId, on, hasBot }: SetBot): Promise<{ joinsAt: string | null }> {
  const path = `/calendar/schedule/${encodeURIComponent(eventId)}`;
  if (!on && !hasBot) {
    // Nothing is booked yet: the wish alone keeps auto-schedule away.
    const override = `/calendar/events/${encodeURIComponent(eventId)}/override`;
    await callApi(overrideResponse, override, { method: 'PUT', body: { override: 'never' } });
    return { joinsAt: null };
  }
  if (!on) {
    await callApi(unscheduleResponse, path, { method: 'DELETE' });
    return { joinsAt: null };
  }
  const answer = await callApi(scheduleResponse, path, { method: 'POST' });
  return { joinsAt: answer.scheduled_time };
}

/**
 * Switches a meeting's bot on or off: on screen at once, then at the server; set back with the server's words
 * when it refuses. Calls go out one after the other, so the last wish wins.
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
      queryClient.setQueriesData<EventList>({ queryKey: EVENTS_KEY }, (list) =>
        list
          ? {
              ...list,
              events: list.events.map((event) => (event.id === eventId ? withBot(event, on) : event)),
            }
          : list,
      );
      return { before };
    },
    onSuccess: ({ joinsAt }, { on, ...target }) => {
      toast(on ? 'Bot scheduled' : 'No bot for this meeting', {
        id: `bot-${target.eventId}`,
        description: joinsAt ? `${target.title} · joins at ${timeOfDay(joinsAt)}` : target.title,
        action: { label: 'Undo', onClick: () => mutate({ ...target, hasBot: on, on: !on }) },
      });
    },
    onError: (error, { eventId, title }, context) => {
      for (const [key, list] of context?.before ?? []) queryClient.setQueryData(key, list);
      toast.error(error.message, { id: `bot-${eventId}`, description: title, duration: 8_000 });
    },
    onSettled: () => {
      // The last of several refreshes: an earlier refetch would undo what a later one shows already.
      if (queryClient.isMutating({ mutationKey: ['set-bot'] }) === 1) void queryClient.invalidateQueries();
    },
  });
  return useCallback((target, on) => mutate({ ...target, on }), [mutate]);
}

function withBot(event: CalendarEvent, on: boolean): CalendarEvent {
  if (!on) {
    const bots = event.bots.map((bot, index) =>
      index === 0 ? { ...bot, status: 'Cancelled' as const, status_reason: null, is_scheduled: false } : bot,
    );
    const decision = { ...event.decision, will_join: false, reason: 'You took the bot off this meeting.' };
    return { ...event, bots, decision };
  }
  const joinsAt = new Date(Date.parse(event.start_time) - 60_000).toISOString();
  const bot: CalendarEvent['bots'][number] = {
    id: `${PENDING_BOT}${event.id}`,
    status: 'Scheduled',
    status_reason: null,
    scheduled_join_time: joinsAt,
    bot_username: event.bots[0]?.bot_username ?? '',
    platform: event.meeting_platform,
    is_scheduled: true,
  };
  const decision = { ...event.decision, will_join: true, reason: 'You asked for a bot.' };
  return { ...event, bots: [bot, ...event.bots], decision };
}
