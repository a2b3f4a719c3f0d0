'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { onDemand } from '@/components/ui/on-demand';
import { isPressed, isTaken } from './shortcuts';

const Palette = onDemand(() => import('./palette/palette').then((module) => module.Palette));
const ShortcutSheet = onDemand(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet));

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
