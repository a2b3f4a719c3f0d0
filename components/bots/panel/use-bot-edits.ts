'use client';

import { useCallback } from 'react';
import { useKeptDraft } from '@/components/kept-drafts';
import { useNow } from '@/components/time/clock';
import { useAskBeforeLeaving } from '@/components/ui/ask-before-leaving';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import {
  type BotFields,
  type Conflict,
  type Edit,
  fieldsOf,
  isSame,
  mergeEdits,
  problemsOf,
  settle,
  updateOf,
} from './bot-edits';

/** Returns the unsaved edits of a bot, merged with what is stored now. They are kept while the person signs in again. */
export function useBotEdits(bot: ScheduledBotRow) {
  const now = useNow('minute') ?? 0;
  const [edit, setEdit] = useKeptDraft<Edit>(`bot ${bot.bot_id}`);
  const [broken, setBroken] = useKeptDraft<string>(`json of bot ${bot.bot_id}`);
  const saved = fieldsOf(bot);
  const merged = mergeEdits({ ...(edit ?? { base: saved, mine: saved }), saved });
  const isChanged = broken !== null || !isSame(merged.value, saved);
  const problems = problemsOf(merged.value, bot, now);
  useAskBeforeLeaving(isChanged);
  return {
    fields: merged.value,
    conflicts: merged.conflicts,
    problems,
    /** The typed JSON, while it cannot be parsed. */
    broken,
    isChanged,
    canSave: problems.size === 0 && merged.conflicts.length === 0 && broken === null,
    /** The body of the request. */
    update: { version: bot.version, ...updateOf(saved, merged.value) },
    set: (part: Partial<BotFields>) => setEdit({ base: merged.base, mine: { ...merged.value, ...part } }),
    setBroken,
    settle: (conflict: Conflict, keep: 'mine' | 'theirs') => setEdit(settle(merged, conflict, keep)),
    /** Marks what is on screen now as stored. What was typed since then is still unsaved. */
    markSaved: () =>
      setEdit((since) =>
        since === edit || since === null ? null : { base: merged.value, mine: since.mine },
      ),
    discard: useCallback(() => {
      setEdit(null);
      setBroken(null);
    }, [setEdit, setBroken]),
  };
}

export type BotEdits = ReturnType<typeof useBotEdits>;
