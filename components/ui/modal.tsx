'use client';

import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cn } from './cn';

type ModalProps = {
  onClose: () => void;
  /** Where it stands and how large it is. */
  className?: string;
  children: ReactNode;
};

/**
 * A dialog above the page, for as long as it is rendered. Label it with a `ModalTitle`. When it closes, the focus goes back to
 * the element that had it, or to the page's content if that is gone.
 */
export function Modal({ onClose, className, children }: ModalProps) {
  const before = useRef<Element | null>(null);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade bg-[#0d0b06]/35 dark:bg-black/55" />
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const element = before.current;
            const isThere =
              element instanceof HTMLElement && element !== document.body && element.isConnected;
            (isThere ? element : document.getElementById('main'))?.focus({ preventScroll: true });
          }}
          className={cn(
            'fixed inset-x-3 z-40 flex animate-rise flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-float focus:outline-none',
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export const ModalTitle = Primitive.Title;
export const ModalClose = Primitive.Close;
