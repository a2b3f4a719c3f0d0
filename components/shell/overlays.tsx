'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { isPressed, isTaken } from './shortcuts';

// Both are loaded when they are first opened.
const Palette = dynamic(() => import('./palette/palette').then((module) => module.Palette), { ssr: false });
const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet), {
  ssr: false,
});

type Overlay = 'palette' | 'shortcuts';

const Open = createContext<(overlay: Overlay) => void>(() => {});

/** Returns the function that opens the command palette or the list of shortcuts. */
export function useOpenOverlay(): (overlay: Overlay) => void {
  return useContext(Open);
}

type OverlaysProps = { sandboxUrl: string | null; children: ReactNode };

/** What opens above every page, by its shortcut or by `useOpenOverlay`. */
export function Overlays({ sandboxUrl, children }: OverlaysProps) {
  const [opened, setOpened] = useState<Overlay | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const overlay = isPressed('palette', event) ? 'palette' : isPressed('help', event) ? 'shortcuts' : null;
      if (!overlay || isTaken(event)) return;
      event.preventDefault();
      setOpened(overlay);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const close = () => setOpened(null);
  return (
    <Open value={setOpened}>
      {children}
      {opened === 'palette' ? (
        <Palette sandboxUrl={sandboxUrl} onClose={close} onOpenShortcuts={() => setOpened('shortcuts')} />
      ) : null}
      {opened === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null}
    </Open>
  );
}
