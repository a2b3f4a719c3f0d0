'use client';

import { hashKey } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { z } from 'zod';

/** The words of what is wrong with a draft, by the path of the field, such as `only.max_attendees`. */
export type Problems = ReadonlyMap<string, string>;

export type Draft<T> = {
  /** As it is on screen. */
  value: T;
  /** As it would be saved; null while something is wrong with it. */
  valid: T | null;
  problems: Problems;
  isChanged: boolean;
  set: (next: T) => void;
  discard: () => void;
};

/** What is edited before it is saved. As long as nothing is changed it follows what is saved. */
export function useDraft<T>(saved: T, schema: z.ZodType<T>): Draft<T> {
  const [edited, setEdited] = useState<T | null>(null);
  const isChanged = edited !== null && hashKey([edited]) !== hashKey([saved]);
  const value = isChanged ? edited : saved;
  const checked = schema.safeParse(value);
  return {
    value,
    valid: checked.success ? value : null,
    problems: problemsOf(checked.error),
    isChanged,
    set: setEdited,
    discard: useCallback(() => setEdited(null), []),
  };
}

/** The words of what a schema found wrong, by the path of the field. */
export function problemsOf(error: z.ZodError | undefined): Problems {
  return new Map(error?.issues.map((issue) => [issue.path.join('.'), issue.message]));
}

/** What is wrong with a field, or with one of its items. */
export function problemOf(problems: Problems, path: string): string | undefined {
  for (const [at, message] of problems) if (at === path || at.startsWith(`${path}.`)) return message;
  return undefined;
}

/** What is wrong with a list of words, naming the word it is about. */
export function problemOfWords(
  problems: Problems,
  path: string,
  words: readonly string[],
): string | undefined {
  const about = words.findIndex((_, index) => problems.has(`${path}.${index}`));
  if (about === -1) return problems.get(path);
  return `“${words[about]}” ${problems.get(`${path}.${about}`)}`;
}
