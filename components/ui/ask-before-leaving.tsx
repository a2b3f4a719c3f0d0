'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { isSessionOver } from '@/components/auth/leave-to-sign-in';
import { ConfirmDialog } from './dialog';

/** Asks before a page with unsaved changes is left, by a link or by the browser. */
export function AskBeforeLeaving({ isUnsaved }: { isUnsaved: boolean }) {
  const router = useRouter();
  const [wanted, setWanted] = useState<string | null>(null);
  useAskBeforeLeaving(isUnsaved);
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (click: MouseEvent) => {
      const address = addressLeftFor(click);
      if (address === null) return;
      click.preventDefault();
      click.stopPropagation();
      setWanted(address);
    };
    // This runs before the link gets the click.
    document.addEventListener('click', ask, { capture: true });
    return () => document.removeEventListener('click', ask, { capture: true });
  }, [isUnsaved]);
  return (
    <ConfirmDialog
      open={wanted !== null}
      onClose={() => setWanted(null)}
      title="Leave without saving?"
      cancelLabel="Keep editing"
      confirmLabel="Leave without saving"
      onConfirm={() => {
        setWanted(null);
        if (wanted !== null) router.push(wanted);
      }}
    >
      <p>Your changes haven’t been saved.</p>
    </ConfirmDialog>
  );
}

/** Has the browser ask before the page is left, while it has unsaved changes; not at the end of a session, which keeps them. */
export function useAskBeforeLeaving(isUnsaved: boolean) {
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!isSessionOver()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
}

/** Returns where a click on a link leads, if that is another page of ours in this tab. */
function addressLeftFor(click: MouseEvent): string | null {
  const link = click.target instanceof Element ? click.target.closest('a') : null;
  const opensElsewhere =
    click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey;
  if (!link?.href || opensElsewhere || (link.target !== '' && link.target !== '_self')) return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== window.location.origin || pathname === window.location.pathname) return null;
  return `${pathname}${search}${hash}`;
}
