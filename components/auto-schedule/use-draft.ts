'use client';

import { hashKey } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import { useKeptDraft } from '@/components/kept-drafts';

/** What is wrong with a draft, in words, by the path of the field, such as `only.max_attendees`. */
export type Problems = ReadonlyMap<string, string>;

export type Draft<T> = {
  /** The draft as it is on screen. */
  value: T;
  /** The draft as it would be saved; null while something is wrong with it. */
  valid: T | null;
  problems: Problems;
  isChanged: boolean;
  set: (next: T) => void;
  discard: () => void;
};

/**
 * Returns a draft of what is saved, to be edited. While it is unchanged it is what is saved.
 * @param name under which it is kept while the person signs in again
 */
export function useDraft<T>(name: string, saved: T, schema: z.ZodType<T>): Draft<T> {
  const [edited, setEdited] = useKeptDraft<T>(name);
  const isChanged = edited !== null && hashKey([edited]) !== hashKey([saved]);
  const value = isChanged ? edited : saved;
  const checked = schema.safeParse(value);
  return {
    value,
    valid: checked.success ? value : null,
    problems: problemsOf(checked.error),
    isChanged,
    set: setEdited,
    discard: useCallback(() => setEdited(null), [setEdited]),
  };
}

/** Returns what a schema found wrong, in words, by the path of the field. */
export function problemsOf(error: z.ZodError | undefined): Problems {
  return new Map(error?.issues.map((issue) => [issue.path.join('.'), issue.message]));
}

/** Returns what is wrong with a field, or with one of its items. */
export function problemOf(problems: Problems, path: string): string | undefined {
  for (const [at, message] of problems) if (at === path || at.startsWith(`${path}.`)) return message;
  return undefined;
}

/** Returns what is wrong with a list of words, with the wrong word. */
export function problemOfWords(
  problems: Problems,
  path: string,
  words: readonly string[],
): string | undefined {
  const about = words.findIndex((_, index) => problems.has(`${path}.${index}`));
  if (about === -1) return problems.get(path);
  return `“${words[about]}” ${problems.get(`${path}.${about}`)}`;
}
