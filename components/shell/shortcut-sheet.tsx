'use client';

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Button } from '@/components/ui/button';
import { Keys } from './keys';
import { PLACES, SHORTCUTS, type ShortcutId } from './shortcuts';

const IDS = Object.keys(SHORTCUTS) as ShortcutId[];

/** The list of all keyboard shortcuts. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-[#0d0b06]/35 dark:bg-black/55" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 bottom-3 z-50 m-auto flex h-fit max-h-[calc(100dvh-1.5rem)] max-w-[46rem] animate-rise flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-float focus:outline-none"
        >
          <header className="flex shrink-0 items-center justify-between gap-3 border-line border-b py-3 pr-3 pl-5">
            <Dialog.Title className="font-semibold text-base tracking-tight">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <X aria-hidden="true" />
              </Button>
            </Dialog.Close>
          </header>
          <div
            // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it can be scrolled only with the focus.
            tabIndex={0}
            className="min-h-0 flex-1 columns-2xs gap-8 overflow-y-auto px-5 py-4 focus-visible:-outline-offset-2"
          >
            {PLACES.map((place) => (
              <section key={place} aria-label={place} className="mb-5 break-inside-avoid">
                <h3 className="mb-1 font-semibold text-ink-soft text-xs">{place}</h3>
                <dl>
                  {IDS.filter((id) => SHORTCUTS[id].where === place).map((id) => (
                    <div key={id} className="flex items-center justify-between gap-4 py-1">
                      <dt className="text-pretty text-[0.8125rem]">{SHORTCUTS[id].does}</dt>
                      <dd className="shrink-0">
                        <Keys of={id} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
