'use client';

import { keepDraftsOf } from './kept-drafts';

/** Keeps unsaved edits for this person, before anything below it is rendered; see kept-drafts.ts. */
export function DraftsOwner({ person }: { person: string }) {
  // The server renders for many people at once, and keeps nothing.
  if (typeof window !== 'undefined') keepDraftsOf(person);
  return null;
}
