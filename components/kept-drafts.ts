'use client';

import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';

const KEY = 'usher.drafts';

type Kept = { person: string; drafts: Record<string, unknown> };

let person: string | null = null;

/** Keeps unsaved edits for this person from now on, and forgets those of anyone else. */
export function keepDraftsOf(id: string): void {
  if (id === person) return;
  person = id;
  if (readAll().person !== id) forgetDrafts();
}

/** Forgets all unsaved edits that this tab keeps. */
export function forgetDrafts(): void {
  storeAll(null);
}

/**
 * Returns state that this tab keeps while it is away: at the sign-in page, or reloading. It is forgotten when its component
 * leaves the page, since that is asked about before, when the person signs out, and when another one signs in.
 * @param name which edits: one for each form
 */
export function useKeptDraft<T>(name: string): [T | null, Dispatch<SetStateAction<T | null>>] {
  const [draft, setDraft] = useState<T | null>(() => read(name) as T | null);
  useEffect(() => store(name, draft), [name, draft]);
  useEffect(() => () => store(name, null), [name]);
  return [draft, setDraft];
}

function read(name: string): unknown {
  // The server renders for many people at once.
  if (typeof window === 'undefined' || person === null) return null;
  const kept = readAll();
  return kept.person === person ? (kept.drafts[name] ?? null) : null;
}

function store(name: string, draft: unknown): void {
  if (person === null) return;
  const { [name]: _, ...others } = readAll().drafts;
  const drafts = draft === null ? others : { ...others, [name]: draft };
  storeAll(Object.keys(drafts).length > 0 ? { person, drafts } : null);
}

function storeAll(kept: Kept | null): void {
  try {
    if (kept) window.sessionStorage.setItem(KEY, JSON.stringify(kept));
    else window.sessionStorage.removeItem(KEY);
  } catch {
    // The browser's storage is full or off: the edits are on the page alone.
  }
}

function readAll(): Kept {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? '') as Kept;
  } catch {
    return { person: '', drafts: {} };
  }
}
