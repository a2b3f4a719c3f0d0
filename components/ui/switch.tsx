'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';

type SwitchProps = ComponentProps<'button'> & {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  onStage?: boolean;
};

/**
 * A switch. Locked by `aria-disabled` rather than `disabled`, so that the keyboard still reaches it and its
 * explanation can be read.
 */
export function Switch({ className, onStage, checked, onCheckedChange, ...props }: SwitchProps) {
  const locked = props['aria-disabled'] === true;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      className={cn(
        'group/switch peer relative inline-flex h-5 w-9 shrink-0 items-center rounded-full transition-colors duration-200 ease-out',
        'after:absolute after:-inset-2.5 after:content-[""]',
        onStage ? 'bg-white/20 outline-brass aria-checked:bg-brass' : 'bg-line-strong aria-checked:bg-accent',
        locked && 'opacity-45',
        className,
      )}
      onClick={locked ? undefined : () => onCheckedChange(!checked)}
      {...props}
    >
      <span
        aria-hidden="true"
        className={cn(
          'pointer-events-none block size-4 translate-x-0.5 rounded-full bg-white shadow-sm transition-transform duration-200 ease-out group-aria-checked/switch:translate-x-[1.125rem]',
          onStage && 'group-aria-checked/switch:bg-stage-2',
        )}
      />
    </button>
  );
}
