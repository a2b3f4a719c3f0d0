'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Modal, ModalClose, ModalTitle } from '@/components/ui/modal';
import { Keys } from './keys';
import { PLACES, SHORTCUTS, type ShortcutId } from './shortcuts';

const IDS = Object.keys(SHORTCUTS) as ShortcutId[];

/** The list of all keyboard shortcuts. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Modal onClose={onClose} className="inset-y-3 m-auto h-fit max-h-[calc(100dvh-1.5rem)] max-w-[46rem]">
      <header className="flex shrink-0 items-center justify-between gap-3 border-line border-b py-3 pr-3 pl-5">
        <ModalTitle className="font-semibold text-base tracking-tight">Keyboard shortcuts</ModalTitle>
        <ModalClose asChild>
          <Button variant="ghost" size="icon" aria-label="Close">
            <X aria-hidden="true" />
          </Button>
        </ModalClose>
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
    </Modal>
  );
}
