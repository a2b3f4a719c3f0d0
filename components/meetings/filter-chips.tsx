'use client';

import { X } from 'lucide-react';
import { useRef } from 'react';
import { ClearAll } from '@/components/filters/chip';
import { focusMain } from '@/components/shell/focus-main';

export type Chip = { id: string; label: string; value: string; onRemove: () => void };

type FilterChipsProps = { chips: Chip[]; onClear: () => void };

/** What narrows the list: each can be removed. */
export function FilterChips({ chips, onClear }: FilterChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  if (chips.length === 0) return null;
  // The pressed button goes away: the focus goes to the chip beside it.
  const remove = (chip: Chip, index: number) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])].slice(0, chips.length);
    const beside = buttons[index + 1] ?? buttons[index - 1];
    chip.onRemove();
    if (beside) beside.focus({ preventScroll: true });
    else focusMain();
  };
  return (
    <ul ref={list} aria-label="Filters that are set" className="flex flex-wrap items-center gap-1.5 pb-3">
      {chips.map((chip, index) => (
        <li key={chip.id} className="min-w-0 max-w-full">
          <button
            type="button"
            onClick={() => remove(chip, index)}
            aria-label={`Remove ${chip.label}: ${chip.value}`}
            className="flex h-7 max-w-full items-center gap-1.5 rounded-full border border-accent/30 bg-accent-soft pr-1.5 pl-2.5 text-[0.8125rem] text-accent-text transition-colors hover:border-accent max-sm:h-9"
          >
            <span className="opacity-80">{chip.label}:</span>
            <bdi className="min-w-0 truncate font-medium">{chip.value}</bdi>
            <X className="size-3.5 shrink-0" aria-hidden="true" />
          </button>
        </li>
      ))}
      <li>
        <ClearAll onClear={onClear} />
      </li>
    </ul>
  );
}
