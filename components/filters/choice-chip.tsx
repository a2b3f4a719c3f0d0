'use client';

import { ChevronDown } from 'lucide-react';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { ChipRemove, ChipTrigger } from './chip';

type ChoiceChipProps = {
  /** What the choices are of, such as `Source`. */
  label: string;
  /** The words of no choice, such as `All sources`. */
  noneLabel: string;
  /** `count`: how many rows the choice would leave. */
  choices: readonly { value: string; label: string; count?: number | undefined }[];
  value: string | null;
  onChange: (value: string | null) => void;
};

/** A filter with one of several values, which a menu holds. */
export function ChoiceChip({ label, noneLabel, choices, value, onChange }: ChoiceChipProps) {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <span className="inline-flex shrink-0">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <ChipTrigger isOn={chosen !== undefined} aria-label={`${label}: ${chosen?.label ?? noneLabel}`}>
            {chosen ? (
              <span className="max-w-64 truncate">
                <span className="font-normal">{label}: </span>
                <bdi>{chosen.label}</bdi>
              </span>
            ) : (
              label
            )}
            <ChevronDown aria-hidden="true" />
          </ChipTrigger>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" aria-label={label}>
          <DropdownMenuRadioGroup
            value={chosen?.value ?? ''}
            onValueChange={(next) => onChange(next || null)}
          >
            <DropdownMenuRadioItem value="">{noneLabel}</DropdownMenuRadioItem>
            {choices.map((choice) => (
              <DropdownMenuRadioItem key={choice.value} value={choice.value}>
                <bdi className="min-w-0 max-w-64 truncate">{choice.label}</bdi>
                {choice.count === undefined ? null : (
                  <span className="times ml-auto text-ink-faint text-xs">
                    {choice.count.toLocaleString()}
                  </span>
                )}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
        </DropdownMenuContent>
      </DropdownMenu>
      {chosen ? (
        <ChipRemove label={`Remove filter: ${chosen.label}`} onRemove={() => onChange(null)} />
      ) : null}
    </span>
  );
}
