'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

type SaveBarProps = {
  isLocked: boolean;
  isBusy: boolean;
  onSave: () => void;
  onDiscard: () => void;
  children: ReactNode;
};

/** Stands at the lower edge as long as something is changed and not saved. */
export function SaveBar({ isLocked, isBusy, onSave, onDiscard, children }: SaveBarProps) {
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 mt-6 flex animate-rise items-center gap-2 rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-float md:bottom-4"
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
