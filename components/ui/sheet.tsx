'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { useMedia } from './use-media';

/** Where a list and a sheet have room side by side; the same as Tailwind's `xl`. */
const SIDE_BY_SIDE = '(min-width: 80rem)';

/**
 * A dialog at the right edge; on a phone it rises from the bottom. Label it with a `SheetTitle`. When it
 * closes, the focus goes back to the element that opened it, or to that of `findFocus` if it is gone or had
 * no focus. With `besidePage` it stands beside the page on wide screens, which stays usable (globals.css makes room for
 * it); there the focus goes back to the element of `findFocus` first.
 */
export function Sheet({
  open,
  onClose,
  findFocus,
  isWide,
  besidePage = false,
  children,
}: {
  open: boolean;
  onClose: () => void;
  findFocus: () => HTMLElement | null;
  /** Whether it is wide enough for a form. */
  isWide?: boolean;
  besidePage?: boolean;
  children: ReactNode;
}) {
  const openerRef = useRef<Element | null>(null);
  const isBeside = useMedia(SIDE_BY_SIDE) && besidePage;
  return (
    <Primitive.Root open={open} modal={!isBeside} onOpenChange={(next) => !next && onClose()}>
      <Primitive.Portal>
        {isBeside ? null : (
          <Primitive.Overlay className="fixed inset-0 z-40 animate-fade bg-[#0d0b06]/35 dark:bg-black/55" />
        )}
        <Primitive.Content
          aria-describedby={undefined}
          data-beside={isBeside ? (isWide ? 'wide' : 'narrow') : undefined}
          onInteractOutside={(event) => isBeside && event.preventDefault()}
          onEscapeKeyDown={(event) => isBeside && isInField(event.target) && event.preventDefault()}
          onOpenAutoFocus={() => {
            openerRef.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const opener = openerRef.current;
            const isThere = opener instanceof HTMLElement && opener !== document.body && opener.isConnected;
            const found = isBeside || !isThere ? findFocus() : null;
            (found ?? (isThere ? opener : null))?.focus();
          }}
          className={cn(
            'fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] animate-sheet-up flex-col overflow-hidden rounded-t-2xl border border-line bg-surface shadow-float focus:outline-none sm:inset-x-auto sm:top-2 sm:right-2 sm:bottom-2 sm:max-h-none sm:animate-sheet sm:rounded-2xl',
            isWide ? 'sm:w-[34rem]' : 'sm:w-[27rem]',
            isBeside && 'shadow-card',
            // The list beside it needs room too.
            isBeside && isWide && 'xl:w-[27rem] 2xl:w-[34rem]',
          )}
        >
          <Primitive.Close asChild>
            <Button
              variant="ghost"
              size="icon"
              aria-label="Close"
              className="absolute top-3 right-3 z-10 bg-surface"
            >
              <X aria-hidden="true" />
            </Button>
          </Primitive.Close>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Whether Escape belongs to a text field, as to the search beside a sheet. */
function isInField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea') !== null;
}

/**
 * A line beside the × that does not scroll, so that nothing lies beneath the ×.
 * @param props.className sets its left edge, to that of the content below
 */
export function SheetTop({ className, children }: { className: string; children: ReactNode }) {
  return (
    <p
      className={cn(
        'flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 pt-6 pr-16 pb-2 text-ink-soft text-xs',
        className,
      )}
    >
      {children}
    </p>
  );
}

export const SheetTitle = Primitive.Title;
