'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { counted } from '@/components/counted';
import { refreshChanged } from '@/components/live/shown-changes';
import { toast } from '@/components/ui/toast';
import type { BotChange } from '../bot-changes';
import type { BotChoice } from '../bot-choice';
import type { BotTarget } from '../bot-target';
import { type Answer, inPlainWords, sendChange } from './send-change';
import { cannotJoin, changes, undoOf, withinLimit } from './set-bot';

/** Of so many meetings at once, and no more. */
export const MOST_MEETINGS = 100;

/** So many changes are sent at a time: the server carries out one of a person at a time. */
const AT_A_TIME = 2;
/** Long enough to see what was done and undo it. */
const UNDO_MS = 12_000;

/** What became of a change: the answers, or why not. */
export type Outcome = { change: BotChange; answers: Answer[]; failure: string | null };

/**
 * Returns a function that turns the bots of several meetings on or off, or leaves them to the rules. All are pending at
 * once; one notice says what was done, which meetings it was not done for and why, and offers to undo it.
 */
export function useSetBots(): (targets: BotTarget[], choice: BotChoice) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (targets, choice) => {
      const refresh = () => withinLimit(refreshChanged(queryClient, ['events', 'bots', 'activity']));
      const carryOut = async (all: BotChange[]): Promise<void> => {
        const outcomes = await changeAll(all, refresh);
        const undone = outcomes.filter(({ failure }) => failure === null);
        const { title, description } = outcomesInWords(outcomes, choice);
        const isUndo = all.some((change) => change.restore);
        toast(isUndo ? `Undone for ${counted(undone.length, 'meeting')}` : title, {
          description,
          duration: UNDO_MS,
          action:
            isUndo || undone.length === 0
              ? undefined
              : {
                  label: 'Undo',
                  onClick: () => void carryOut(undone.map((each) => undoOf(each.change, each.answers))),
                },
        });
      };
      // One that is being changed already has its own notice.
      const free = targets.filter(({ eventId }) => changes.pendingOf(eventId) === null);
      void carryOut(free.map((target) => ({ target, choice })));
    },
    [queryClient],
  );
}

/** Carries changes out, a few at a time, and returns what became of them when all of it is on screen. */
async function changeAll(all: BotChange[], refresh: () => Promise<unknown>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const takeTurn = inTurns(AT_A_TIME);
  let unsent = all.length;
  let onAllSent = () => {};
  const areSent = new Promise<void>((done) => {
    onAllSent = done;
  });
  let refreshed: Promise<unknown> | null = null;
  await Promise.all(
    all.map((change) =>
      changes.want(change, {
        send: (next) =>
          takeTurn(() => sendChange(next)).finally(() => {
            unsent -= 1;
            if (unsent <= 0) onAllSent();
          }),
        refresh: async () => {
          await areSent;
          refreshed ??= refresh();
          await refreshed;
        },
        onDone: (done, answers) => outcomes.push({ change: done, answers, failure: null }),
        onFailed: (failed, error) =>
          outcomes.push({ change: failed, answers: [], failure: inPlainWords(error) }),
      }),
    ),
  );
  return outcomes;
}

/** Returns a function that runs tasks in the order in which they come, so many at a time. */
function inTurns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const turns = Array.from({ length: most }, () => Promise.resolve());
  let next = 0;
  return async (task) => {
    const turn = next++ % most;
    const done = (turns[turn] ?? Promise.resolve()).then(task);
    turns[turn] = done.then(
      () => {},
      () => {},
    );
    return done;
  };
}

const DONE: Record<BotChoice, string> = {
  on: 'Bots turned on for',
  rules: 'Your rules decide about',
  off: 'Bots turned off for',
};
/** Meetings that are named in a notice; the others are counted. */
const NAMED = 3;

/** Returns what was done for how many meetings, and for which it was not, and why. */
export function outcomesInWords(
  outcomes: Outcome[],
  choice: BotChoice,
): { title: string; description: string | undefined } {
  const without = outcomes.flatMap(({ change, answers, failure }) => {
    const decision = answers.at(-1)?.decision;
    const reason =
      failure ?? (change.choice === 'on' && decision && cannotJoin(decision) ? decision.reason : null);
    return reason === null ? [] : [`${change.target.title}: ${reason}`];
  });
  const count = outcomes.length - without.length;
  const more = without.length > NAMED ? ` And ${without.length - NAMED} more.` : '';
  return {
    title: count === 0 ? 'No bot was changed' : `${DONE[choice]} ${counted(count, 'meeting')}`,
    description:
      without.length === 0
        ? undefined
        : `Not for ${counted(without.length, 'meeting')}: ${without.slice(0, NAMED).join(' ')}${more}`,
  };
}
