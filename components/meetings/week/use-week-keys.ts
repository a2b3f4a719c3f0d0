'use client';

import { useEffect } from 'react';
import { isPressed, isTaken } from '@/components/shell/shortcuts';

type WeekKeys = { onStep: (pages: number) => void };

/**
 * Handles the keys of the grid: left and right go to the days beside, `n` and `p` to the next and the
 * previous page. The keys of the agenda work here too and move through the blocks in the order
 * of their time.
 */
export function useWeekKeys({ onStep }: WeekKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const block = target?.closest<HTMLElement>('[data-week-day] [data-agenda-row]');
      if (isPressed('nextPage', event)) onStep(1);
      else if (isPressed('previousPage', event)) onStep(-1);
      else if (block && isPressed('dayAfter', event)) focusBeside(block, 1);
      else if (block && isPressed('dayBefore', event)) focusBeside(block, -1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onStep]);
}

/** Focuses the block that is nearest in time, on the next day that has a block. */
function focusBeside(block: HTMLElement, step: number): void {
  const days = [...document.querySelectorAll<HTMLElement>('[data-week-day]')];
  const from = days.findIndex((day) => day.contains(block));
  const start = startOf(block);
  for (let at = from + step; days[at]; at += step) {
    const blocks = [...(days[at]?.querySelectorAll<HTMLElement>('[data-agenda-row]') ?? [])];
    const [nearest] = blocks.sort((a, b) => Math.abs(startOf(a) - start) - Math.abs(startOf(b) - start));
    if (!nearest) continue;
    nearest.querySelector<HTMLElement>('[data-row-button]')?.focus();
    return;
  }
}

function startOf(block: HTMLElement): number {
  return Number(block.dataset.start);
}
