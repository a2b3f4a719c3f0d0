'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import { ApiError, callApi } from '@/components/api-client';
import type { CalendarEvent } from '@/lib/contract/events';
import { overrideResponse } from '@/lib/contract/recurrence';
import { restoreBotsResponse, scheduleResponse } from '@/lib/contract/schedule';
import { type BotChange, BotChanges, type Carrying } from '../bot-changes';
import { type BotChoice, OVERRIDES } from '../bot-choice';
import type { BotTarget } from '../bot-target';
import { EVENTS_KEY } from './list-events';

/** `decision`: null where the request does not tell it. */
type Answer = { removed: string[]; decision: CalendarEvent['decision'] | null };

/** Changes a meeting's bot, on screen at once as pending. */
export type SetBot = (target: BotTarget, choice: BotChoice) => void;

/** Refetching waits while the browser is offline; a change does not wait for it longer than this. */
const REFRESH_MS = 5_000;

/** Of all screens together, so that no two of them change the same bot at a time. */
const changes = new BotChanges<Answer>();

/** No answer takes longer, or none comes. */
const ANSWER_MS = 20_000;

/** Sends a change. It may be sent twice: what is stored already is no error. */
export async function sendChange({ target, choice, restore = [] }: BotChange): Promise<Answer> {
  if (!navigator.onLine) throw new ApiError('You’re offline. The bot was not changed.', 0, 'unreachable');
  const signal = AbortSignal.timeout(ANSWER_MS);
  const id = encodeURIComponent(target.eventId);
  if (restore.length > 0) {
    const body = { bot_ids: restore };
    const { skipped } = await callApi(restoreBotsResponse, '/bots/restore', { method: 'POST', body, signal });
    const [refused] = skipped;
    if (refused) throw new ApiError(refused.reason, 200, 'not_restored');
    return { removed: [], decision: null };
  }
  if (choice === 'on' && target.hasEndedBot) {
    await callApi(scheduleResponse, `/calendar/schedule/${id}`, { method: 'POST', signal }).catch((error) => {
      if (!(error instanceof ApiError && error.code === 'already_scheduled')) throw error;
    });
    return { removed: [], decision: null };
  }
  const body = { override: OVERRIDES[choice] };
  const path = `/calendar/events/${id}/override`;
  const answer = await callApi(overrideResponse, path, { method: 'PUT', body, signal });
  return { removed: answer.removed_bots, decision: answer.decision };
}

/** What the API's errors mean for someone who turns a bot on or off. */
const IN_PLAIN_WORDS: Record<string, string> = {
  not_found: 'This meeting is no longer in your calendar.',
  calendar_off: 'Sync is off for this calendar. Turn it on under Calendars.',
  no_meeting_link: 'This meeting has no link a bot can join by.',
  rate_limited: 'Too many changes at once. Try again in a minute.',
};

/** Returns why a bot was not changed, in words for a person. */
export function inPlainWords(error: Error): string {
  if (error.name === 'TimeoutError') return 'Usher hasn’t answered. Check the bot, then try again.';
  return (error instanceof ApiError && IN_PLAIN_WORDS[error.code]) || error.message;
}

/** Returns what was done, in words; of what turned out otherwise than was wanted, that. */
export function doneInWords(choice: BotChoice, { decision }: Pick<Answer, 'decision'>): string {
  if (choice === 'off') return 'Bot turned off';
  if (choice === 'on') return decision?.will_join === false ? 'No bot can join' : 'Bot turned on';
  return decision?.will_join ? 'Your rules send a bot' : 'Your rules send no bot';
}

/**
 * Returns a function that turns a meeting's bot on or off, or leaves it to the rules. The change is pending until its
 * answer is on screen. A notice then says what holds, and offers to undo it; where it failed, why, and to try again.
 */
export function useSetBot(): SetBot {
  const queryClient = useQueryClient();
  return useCallback(
    (target, choice) => {
      const carrying: Carrying<Answer> = {
        send: sendChange,
        refresh: () => withinLimit(queryClient.invalidateQueries({ queryKey: EVENTS_KEY })),
        onDone: (change, answers) => {
          void queryClient.invalidateQueries({ queryKey: ['bots'] });
          void queryClient.invalidateQueries({ queryKey: ['activity'] });
          tell(change, answers, (undo) => void changes.want(undo, carrying));
        },
        onFailed: (change, error) => {
          const { eventId, title } = change.target;
          toast.error(inPlainWords(error), {
            id: `bot-${eventId}`,
            description: title,
            duration: 12_000,
            action: { label: 'Try again', onClick: () => void changes.want(change, carrying) },
          });
        },
      };
      void changes.want({ target, choice }, carrying);
    },
    [queryClient],
  );
}

function withinLimit(refetch: Promise<void>): Promise<void> {
  if (!navigator.onLine) return Promise.resolve();
  return Promise.race([refetch, new Promise<void>((done) => setTimeout(done, REFRESH_MS))]);
}

function tell(change: BotChange, answers: Answer[], undo: (change: BotChange) => void): void {
  const { target, choice, restore } = change;
  const id = `bot-${target.eventId}`;
  if (restore) {
    toast('Undone', { id, description: target.title, action: undefined });
    return;
  }
  const last = answers.at(-1) ?? { removed: [], decision: null };
  const isAsWanted =
    choice === 'off' || last.decision === null || (choice === 'on' && last.decision.will_join);
  const removed = choice === 'on' ? [] : answers.flatMap((answer) => answer.removed);
  const back = { target: { ...target, choice, hasEndedBot: false }, choice: target.choice, restore: removed };
  const action = { label: 'Undo', onClick: () => undo(back) };
  toast(doneInWords(choice, last), {
    id,
    description: isAsWanted ? target.title : `${target.title}: ${last.decision?.reason}`,
    // A bot that was sent again takes the place of one that has ended: there is nothing to go back to.
    action: choice === 'on' && target.hasEndedBot ? undefined : action,
  });
}

/** Returns what is wanted of a meeting's bot and not confirmed yet; null when nothing is. */
export function usePendingChoice(eventId: string): BotChoice | null {
  return useSyncExternalStore(
    changes.subscribe,
    () => changes.pendingOf(eventId),
    () => null,
  );
}
