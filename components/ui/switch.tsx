'use client';

import { Switch as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

type SwitchProps = ComponentProps<typeof Primitive.Root> & { onStage?: boolean };

/**
 * A switch. Locked by `aria-disabled` rather than `disabled`, so that the keyboard still reaches it and its
 * explanation can be read.
 */
export function Switch({ className, onStage, onCheckedChange, ...props }: SwitchProps) {
  const locked = props['aria-disabled'] === true;
  return (
    <Primitive.Root
      className={cn(
        'peer relative inline-flex h-5 w-9 shrink-0 items-center rounded-full transition-colors duration-200 ease-out',
        'after:absolute after:-inset-2.5 after:content-[""]',
        onStage ? 'bg-white/20 outline-brass aria-checked:bg-brass' : 'bg-line-strong aria-checked:bg-accent',
        locked && 'opacity-45',
        className,
      )}
      onCheckedChange={locked ? undefined : onCheckedChange}
      {...props}
      {...(locked ? { checked: props.checked ?? false } : {})}
    >
      <Primitive.Thumb
        className={cn(
          'pointer-events-none block size-4 translate-x-0.5 rounded-full bg-white shadow-sm transition-transform duration-200 ease-out data-[state=checked]:translate-x-[1.125rem]',
          onStage && 'data-[state=checked]:bg-stage-2',
        )}
      />
    </Primitive.Root>
  );
}
