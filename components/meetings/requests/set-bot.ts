'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { ApiError, callApi } from '@/components/api-client';
import { bookedOrActiveBot, PENDING_BOT } from '@/components/bots/bot-state';
import { timeOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { overrideResponse } from '@/lib/contract/recurrence';
import { restoreBotsResponse, scheduleResponse, unscheduleResponse } from '@/lib/contract/schedule';
import { viewOf } from '../event-view';
import { EVENTS_KEY, type EventList } from './list-events';
import type { Override } from './set-series';

/** The meeting whose bot is switched, by name for the messages; `wish` is the one for it so far. */
export type BotTarget = { eventId: string; title: string; hasBot: boolean; override: Override };

/** What is switched when a meeting's bot is. */
export function targetOf(event: CalendarEvent): BotTarget {
  return {
    eventId: event.id,
    title: viewOf(event).title,
    hasBot: bookedOrActiveBot(event) !== null,
    override: event.overrides.occurrence,
  };
}

/** How things were before: bots that were taken off, or else the wish alone. */
type Before = { botIds: string[]; override: Override };

/** `back` is an undo: it leaves behind what was there before, not what the switch says. */
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
    // Nothing is booked yet: the wish alone keeps auto-schedule away.
    await storeOverride(eventId, 'never');
  } else {
    const answer = await callApi(unscheduleResponse, schedulePath(eventId), { method: 'DELETE' });
    if (back && back.override !== 'never') await storeOverride(eventId, back.override);
    return { joinsAt: null, before: { ...before, botIds: answer.cancelled_schedules } };
  }
  return { joinsAt: null, before };
}

const schedulePath = (eventId: string) => `/calendar/schedule/${encodeURIComponent(eventId)}`;

function storeOverride(eventId: string, override: Override) {
  const path = `/calendar/events/${encodeURIComponent(eventId)}/override`;
  return callApi(overrideResponse, path, { method: 'PUT', body: { override } });
}

async function restore(bot_ids: string[]): Promise<void> {
  const answer = await callApi(restoreBotsResponse, '/bots/restore', { method: 'POST', body: { bot_ids } });
  const [refused] = answer.skipped;
  if (refused) throw new ApiError(refused.reason, 200, 'not_restored');
}

/**
 * Switches a meeting's bot on or off: on screen at once, then at the server; set back with the server's words
 * when it refuses. Calls go out one after the other, so the last wish wins. An undo brings back the bot as it was, and
 * the wish there was.
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
    onSuccess: ({ joinsAt, before }, { on, back, ...target }) => {
      const id = `bot-${target.eventId}`;
      if (back) {
        toast('As it was before', { id, description: target.title, action: undefined });
        return;
      }
      toast(on ? 'Bot scheduled' : 'No bot for this meeting', {
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
