'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { showMessagesBy } from './toast';

/** Shows short messages, in the middle of the page's column: switches and buttons are at its sides. They rise above a bar of unsaved changes. */
export function ToasterCard() {
  const { resolvedTheme } = useTheme();
  useEffect(() => showMessagesBy(toast), []);
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-center"
      className="toaster"
      // Above dialogs, below what opens from a button.
      style={{ fontFamily: 'inherit', zIndex: 45 }}
      offset={{ bottom: 'var(--toast-bottom)' }}
      mobileOffset={{ bottom: 'var(--toast-bottom)' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-[0.8125rem] text-ink shadow-float sm:w-(--width)',
          content: 'min-w-0 flex-1',
          title: 'font-medium text-ink',
          description: 'mt-0.5 text-ink-soft',
          icon: 'text-danger [&_svg]:size-4',
          actionButton:
            'shrink-0 rounded-md px-2 py-1 font-semibold text-accent-text hover:bg-accent-soft transition-colors',
        },
      }}
    />
  );
}
