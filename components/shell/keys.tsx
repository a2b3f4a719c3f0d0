'use client';

import { Fragment, useSyncExternalStore } from 'react';
import { cn } from '@/components/ui/cn';
import { printed, SHORTCUTS, type ShortcutId } from './shortcuts';

/** Shows the keys of a shortcut as the keyboard has them. */
export function Keys({ of: id, className }: { of: ShortcutId; className?: string }) {
  const isMac = useIsMac();
  return (
    <span className={cn('inline-flex items-center gap-1 whitespace-nowrap', className)}>
      {SHORTCUTS[id].keys.map((keys, index) => (
        <Fragment key={keys}>
          {index > 0 ? <span className="text-ink-faint text-xs">or</span> : null}
          {printed(keys, isMac).map((key) => (
            <kbd
              key={key}
              className="grid h-5 min-w-5 place-items-center rounded-[5px] border border-line bg-paper px-1 font-sans text-[0.6875rem] text-ink-soft"
            >
              {key}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** Whether the keyboard is a Mac's; false on the server. */
function useIsMac(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
}
