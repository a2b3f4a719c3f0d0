'use client';

import { Search } from 'lucide-react';
import { Keys } from './keys';
import { useOpenOverlay } from './overlays';

/** Opens the command palette, and shows its shortcut. */
export function SearchButton() {
  const openOverlay = useOpenOverlay();
  return (
    <button
      type="button"
      aria-label="Jump to… Search meetings and commands"
      onClick={() => openOverlay('palette')}
      className="mb-2 hidden h-9 items-center gap-2.5 rounded-lg border border-line-strong/70 bg-surface px-2.5 text-[0.8125rem] text-ink-faint transition-colors hover:border-line-strong hover:text-ink md:flex"
    >
      <Search className="size-4 shrink-0" aria-hidden="true" />
      <span className="flex-1 text-left">Jump to…</span>
      <Keys of="palette" />
    </button>
  );
}
