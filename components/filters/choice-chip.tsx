'use client';

import { ChevronDown } from 'lucide-react';
import { onDemand } from '@/components/ui/on-demand';
import { useFirstOpening } from '@/components/ui/use-first-opening';
import { ChipRemove, ChipTrigger } from './chip';
import type { ChoiceMenuProps } from './choice-menu';

const ChoiceMenu = onDemand<ChoiceMenuProps>(
  () => import('./choice-menu').then((module) => module.ChoiceMenu),
  ({ trigger }) => trigger,
);

/** A filter with one of several values, which a menu holds. */
export function ChoiceChip(props: Omit<ChoiceMenuProps, 'trigger'>) {
  const { label, noneLabel, choices, value, onChange } = props;
  const { hasOpened, button } = useFirstOpening();
  const chosen = choices.find((choice) => choice.value === value);
  const trigger = (
    <ChipTrigger
      {...(hasOpened ? {} : button)}
      isOn={chosen !== undefined}
      aria-label={`${label}: ${chosen?.label ?? noneLabel}`}
    >
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
  );
  return (
    <span className="inline-flex shrink-0">
      {hasOpened ? <ChoiceMenu {...props} value={chosen?.value ?? null} trigger={trigger} /> : trigger}
      {chosen ? (
        <ChipRemove label={`Remove filter: ${chosen.label}`} onRemove={() => onChange(null)} />
      ) : null}
    </span>
  );
}
