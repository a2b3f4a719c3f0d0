'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { onDemand } from './on-demand';
import type { TooltipCardProps } from './tooltip-card';

const TooltipCard = onDemand<TooltipCardProps>(() =>
  import('./tooltip-card').then((module) => module.TooltipCard),
);

/** How long the pointer rests before the explanation shows, and how long it may be elsewhere before that goes. */
const DELAY_MS = 250;

/** A short explanation of its child, on hover and on focus. The child must be one element, and focusable. */
export function Tooltip({ label, children }: { label: ReactNode; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const wrapper = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = (next: boolean, afterMs = 0) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIsOpen(next), afterMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const byPointer = {
    onPointerEnter: () => change(true, DELAY_MS),
    onPointerLeave: () => change(false, DELAY_MS),
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears what its child gets, and is no box of its own. */}
      <span
        ref={wrapper}
        className="contents"
        {...byPointer}
        onFocus={({ target }) => target.matches(':focus-visible') && change(true)}
        onBlur={() => change(false)}
      >
        {children}
      </span>
      {isOpen ? (
        <TooltipCard
          of={wrapper.current?.firstElementChild ?? null}
          onClose={() => change(false)}
          {...byPointer}
        >
          {label}
        </TooltipCard>
      ) : null}
    </>
  );
}
