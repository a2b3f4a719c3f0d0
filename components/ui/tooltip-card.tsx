'use client';

import { Popover as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';

export type TooltipCardProps = {
  of: Element | null;
  onClose: () => void;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  children: ReactNode;
};

const stay = (event: Event) => event.preventDefault();

/** An explanation beside an element, for as long as it is rendered. The focus stays where it is. */
export function TooltipCard({ of: element, onClose, children, ...byPointer }: TooltipCardProps) {
  const anchor = useRef(element);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Anchor virtualRef={anchor} />
      <Primitive.Portal>
        <Primitive.Content
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={stay}
          onCloseAutoFocus={stay}
          className="z-50 max-w-64 animate-fade rounded-lg bg-ink px-2.5 py-1.5 text-[0.8125rem] text-paper leading-snug shadow-float"
          {...byPointer}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
