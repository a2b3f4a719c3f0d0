'use client';

import { Popover as Primitive } from 'radix-ui';
import { type ComponentProps, type RefObject, useRef } from 'react';
import { cn } from './cn';

export type PopoverCardProps = ComponentProps<typeof Primitive.Content> & {
  'aria-label': string;
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** What a button opens, for as long as it is rendered. */
export function PopoverCard({ trigger, onClose, className, ...props }: PopoverCardProps) {
  const isLeft = useRef(false);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Anchor virtualRef={trigger} />
      <Primitive.Portal>
        <Primitive.Content
          sideOffset={8}
          collisionPadding={12}
          // The trigger closes it itself.
          onInteractOutside={(event) => {
            if (trigger.current?.contains(event.target as Node)) event.preventDefault();
            else isLeft.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isLeft.current) trigger.current?.focus({ preventScroll: true });
          }}
          className={cn(
            'z-50 w-80 max-w-[calc(100vw-1.5rem)] animate-rise rounded-xl border border-line bg-surface p-4 shadow-float focus:outline-none',
            className,
          )}
          {...props}
        />
      </Primitive.Portal>
    </Primitive.Root>
  );
}
