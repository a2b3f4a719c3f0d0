'use client';

import { Check } from 'lucide-react';
import { RadioGroup, ToggleGroup } from 'radix-ui';
import { useHealth } from '@/components/calendars/requests/get-health';

export type Choice<Value extends string> = { value: Value; label: string };

const OPTION =
  'flex min-h-7 items-center gap-1.5 rounded-md px-2.5 text-[0.8125rem] text-ink-soft transition-colors hover:text-ink';

type OneOfProps<Value extends string> = {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (next: Value) => void;
};

/** A choice of one value, with all values in sight. */
export function OneOf<Value extends string>({ label, choices, value, onChange }: OneOfProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="inline-flex max-w-full flex-wrap gap-0.5 rounded-lg bg-sunken p-0.5"
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className={`${OPTION} aria-checked:bg-surface aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-card dark:aria-checked:bg-line-strong/70`}
        >
          {choice.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

type AnyOfProps<Value extends string> = {
  label: string;
  choices: readonly Choice<Value>[];
  values: readonly Value[];
  onChange: (next: Value[]) => void;
};

/** A choice of any values. A chosen value that is unknown here is shown as it is, and stays. */
export function AnyOf<Value extends string>({ label, choices, values, onChange }: AnyOfProps<Value>) {
  const known = choices.map((choice) => choice.value);
  const others = values.filter((value) => !known.includes(value));
  const all = [...choices, ...others.map((value) => ({ value, label: value }))];
  return (
    <ToggleGroup.Root
      type="multiple"
      aria-label={label}
      value={[...values]}
      onValueChange={(next) => onChange(all.flatMap(({ value }) => (next.includes(value) ? [value] : [])))}
      className="flex flex-wrap gap-1.5"
    >
      {all.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className={`${OPTION} border border-line-strong/70 hover:border-line-strong aria-pressed:border-accent/35 aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text`}
        >
          {values.includes(choice.value) ? <Check className="size-3.5" aria-hidden="true" /> : null}
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

type CalendarChoiceProps = { label: string; values: readonly string[]; onChange: (next: string[]) => void };

/** A choice of calendars, by name: those with sync on, and chosen ones until they are unset. */
export function CalendarChoice({ label, values, onChange }: CalendarChoiceProps) {
  const { data: health } = useHealth();
  if (!health) return <p className="text-ink-faint">…</p>;
  const calendars = health.connections.flatMap((connection) => connection.calendars);
  const choices = new Map(
    calendars
      .filter((calendar) => calendar.sync_enabled || values.includes(calendar.id))
      .map(({ id, summary }) => [id, { value: id, label: summary }]),
  );
  if (choices.size === 0 && values.length === 0) {
    return <p className="text-[0.8125rem] text-ink-faint">No calendar is synced.</p>;
  }
  return <AnyOf label={label} choices={[...choices.values()]} values={values} onChange={onChange} />;
}
