'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

type SaveBarProps = {
  isLocked: boolean;
  isBusy: boolean;
  onSave: () => void;
  onDiscard: () => void;
  /** Whether it is in a sheet instead of on the page. */
  inSheet?: boolean;
  children: ReactNode;
};

/** The bar at the lower edge that is shown while there are unsaved changes. */
export function SaveBar({ isLocked, isBusy, onSave, onDiscard, inSheet, children }: SaveBarProps) {
  return (
    <section
      aria-label="Unsaved changes"
      data-bottom-bar
      className={cn(
        'sticky z-20 mt-6 flex animate-rise items-center gap-2 rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-float',
        inSheet
          ? 'bottom-[calc(0.75rem+env(safe-area-inset-bottom))]'
          : 'bottom-[calc(4.25rem+env(safe-area-inset-bottom))] md:bottom-4',
      )}
    >
      <p className="min-w-0 flex-1 text-[0.8125rem] leading-4.5">{children}</p>
      <Button size="sm" variant="ghost" disabled={isBusy} onClick={onDiscard}>
        Discard
      </Button>
      <Button size="sm" variant="primary" disabled={isLocked || isBusy} aria-busy={isBusy} onClick={onSave}>
        {isBusy ? 'Saving…' : 'Save'}
      </Button>
    </section>
  );
}
