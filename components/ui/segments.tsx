'use client';

import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type SegmentsProps<Value extends string> = {
  /** Its accessible name. */
  label: string;
  value: Value;
  /** `name` is read out where it is not what `content` shows. */
  choices: readonly { value: Value; content: ReactNode; name?: string }[];
  /** The look of a choice: its size. */
  className: string;
  isBusy?: boolean;
  onChange: (value: Value) => void;
};

/** Radio buttons that look like one bar. */
export function Segments<Value extends string>({
  label,
  value,
  choices,
  className,
  isBusy,
  onChange,
}: SegmentsProps<Value>) {
  const group = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-busy={isBusy}
      className="inline-flex shrink-0 gap-0.5 rounded-lg bg-sunken p-0.5"
    >
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={cn(
            'relative flex cursor-pointer items-center justify-center gap-1.5 rounded-md text-[0.8125rem] text-ink-soft transition-colors hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 dark:has-checked:bg-line-strong/70',
            className,
          )}
        >
          <input
            type="radio"
            name={group}
            value={choice.value}
            checked={choice.value === value}
            aria-label={choice.name}
            onChange={() => onChange(choice.value)}
            // It lies above its words, and takes the press.
            className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none"
          />
          {choice.content}
        </label>
      ))}
    </div>
  );
}
