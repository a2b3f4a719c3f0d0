'use client';

import { Segments } from '@/components/ui/segments';
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
  return (
    <Segments
      label={label}
      value={value}
      choices={[
        { value: 'off', content: 'Off' },
        { value: 'rules', content: rulesLabel },
        { value: 'on', content: 'On' },
      ]}
      className="h-7 min-w-10 px-2.5 max-sm:h-9"
      isBusy={isBusy}
      onChange={onChange}
    />
  );
}
