'use client';

import { RadioGroup } from 'radix-ui';
import type { BotChoice } from './bot-choice';

type ChoiceGroupProps = {
  /** Its accessible name. */
  label: string;
  value: BotChoice;
  /** What the choice between on and off is called. */
  rulesLabel?: string;
  /** A change is not confirmed yet. */
  isBusy: boolean;
  onChange: (next: BotChoice) => void;
};

/** Off, by the rules, or on: what holds for the bot of a meeting, or for those of a series. */
export function ChoiceGroup({ label, value, rulesLabel = 'Use rules', isBusy, onChange }: ChoiceGroupProps) {
  const choices: [BotChoice, string][] = [
    ['off', 'Off'],
    ['rules', rulesLabel],
    ['on', 'On'],
  ];
  return (
    <RadioGroup.Root
      aria-label={label}
      aria-busy={isBusy}
      value={value}
      onValueChange={(next) => onChange(next as BotChoice)}
      className="inline-flex shrink-0 gap-0.5 rounded-lg bg-sunken p-0.5"
    >
      {choices.map(([choice, words]) => (
        <RadioGroup.Item
          key={choice}
          value={choice}
          className="h-7 min-w-10 rounded-md px-2.5 text-[0.8125rem] text-ink-soft transition-colors hover:text-ink aria-checked:bg-surface aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-card max-sm:h-9 dark:aria-checked:bg-line-strong/70"
        >
          {words}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
