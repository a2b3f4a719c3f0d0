'use client';

import type { ReactElement } from 'react';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';

export type ChoiceMenuProps = {
  /** What the choices are of, such as `Source`. */
  label: string;
  /** The words of no choice, such as `All sources`. */
  noneLabel: string;
  /** `count`: how many rows the choice would leave. */
  choices: readonly { value: string; label: string; count?: number | undefined }[];
  value: string | null;
  onChange: (value: string | null) => void;
  /** The button that opens it. */
  trigger: ReactElement;
};

/** A button with the menu of its choices, which is open at first. */
export function ChoiceMenu({ label, noneLabel, choices, value, onChange, trigger }: ChoiceMenuProps) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align="start" aria-label={label}>
        <DropdownMenuRadioGroup value={value ?? ''} onValueChange={(next) => onChange(next || null)}>
          <DropdownMenuRadioItem value="">{noneLabel}</DropdownMenuRadioItem>
          {choices.map((choice) => (
            <DropdownMenuRadioItem key={choice.value} value={choice.value}>
              <bdi className="min-w-0 max-w-64 truncate">{choice.label}</bdi>
              {choice.count === undefined ? null : (
                <span className="times ml-auto text-ink-faint text-xs">{choice.count.toLocaleString()}</span>
              )}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
