'use client';

import { Popover as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverClose = Primitive.Close;

type PopoverContentProps = ComponentProps<typeof Primitive.Content> & { 'aria-label': string };

export function PopoverContent({ className, ...props }: PopoverContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={8}
        collisionPadding={12}
        className={cn(
          'z-50 w-80 max-w-[calc(100vw-1.5rem)] animate-rise rounded-xl border border-line bg-surface p-4 shadow-float focus:outline-none',
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}
