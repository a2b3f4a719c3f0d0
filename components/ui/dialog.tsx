'use client';

import { AlertDialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';

type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  /** By default confirming removes something. */
  variant?: 'danger' | 'primary';
  /** Whether confirming is not possible yet. */
  isLocked?: boolean;
  isBusy?: boolean;
};

/** Asks before something that matters. The safe answer has the focus; Escape is the same. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  children,
  confirmLabel,
  cancelLabel = 'Cancel',
  onConfirm,
  variant = 'danger',
  isLocked,
  isBusy,
}: ConfirmDialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade bg-[#0d0b06]/35 dark:bg-black/55" />
        <Primitive.Content className="-translate-x-1/2 fixed bottom-4 left-1/2 z-40 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-[27rem] animate-fade overflow-y-auto rounded-2xl border border-line bg-surface p-5 shadow-float focus:outline-none sm:top-[22dvh] sm:bottom-auto">
          <Primitive.Title className="wrap-anywhere text-balance font-semibold text-base tracking-tight">
            {title}
          </Primitive.Title>
          <Primitive.Description asChild>
            <div className="mt-2 space-y-3 text-pretty text-ink-soft">{children}</div>
          </Primitive.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Primitive.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Primitive.Cancel>
            <Button variant={variant} disabled={isLocked || isBusy} aria-busy={isBusy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
