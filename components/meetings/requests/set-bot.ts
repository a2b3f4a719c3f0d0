'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import { type BotChange, BotChanges, type Carrying } from '../bot-changes';
import type { BotChoice } from '../bot-choice';
import type { BotTarget } from '../bot-target';
import { type Answer, inPlainWords, sendChange } from './send-change';

/** Changes a meeting's bot, on screen at once as pending. */
export type SetBot = (target: BotTarget, choice: BotChoice) => void;

/** Refetching waits while the browser is offline; a change does not wait for it longer than this. */
const REFRESH_MS = 5_000;

/** Of all screens together, so that no two of them change the same bot at a time. */
export const changes = new BotChanges<Answer>();

/** Returns what was done, in words; of what turned out otherwise than was wanted, that. */
export function doneInWords(choice: BotChoice, { decision }: Pick<Answer, 'decision'>): string {
  if (choice === 'off') return 'Bot turned off';
  if (choice === 'on') return cannotJoin(decision) ? 'No bot can join' : 'Bot turned on';
  return decision?.will_join ? 'Your rules send a bot' : 'Your rules send no bot';
}

/** Returns whether a bot that was turned on cannot join. One that waits for a place can. */
export function cannotJoin(decision: Answer['decision'] | undefined): boolean {
  return decision?.will_join === false && decision.code !== 'bot_limit';
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
        refresh: () => withinLimit(refreshChanged(queryClient, ['events', 'bots', 'activity'])),
        onDone: (change, answers) => {
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

/** Waits for a refetch as long as it can come. */
export function withinLimit(refetch: Promise<void>): Promise<void> {
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
  const action = { label: 'Undo', onClick: () => undo(undoOf(change, answers)) };
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

/** Returns the change that goes back to how things stood before one. */
export function undoOf({ target, choice }: BotChange, answers: Answer[]): BotChange {
  const restore = choice === 'on' ? [] : answers.flatMap((answer) => answer.removed);
  return { target: { ...target, choice, hasEndedBot: false }, choice: target.choice, restore };
}
