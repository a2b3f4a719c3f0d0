'use client';

import { useEffect } from 'react';
import { useUrlState } from '@/components/url-state';
import { isTaken, stepOf } from './shortcuts';

/** Which elements are the rows of a list. Each holds a `[data-row-button]`, which opens it. */
export type Rows = '[data-bot-id]' | '[data-agenda-row]';

/** By its rows, the parameter of the address that names the row whose panel is open, and the attribute with the row's id. */
const OPEN = {
  '[data-agenda-row]': { param: 'event', attribute: 'data-event-id' },
  '[data-bot-id]': { param: 'bot_id', attribute: 'data-bot-id' },
} as const;

/**
 * Moves between the rows of a list by `j`, `k` and the arrows. Enter opens a row, as on any button. While a panel is open beside
 * the list it follows, also when the focus is in it.
 */
export function useRowKeys(rows: Rows): void {
  const { set } = useUrlState();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // With Shift the arrows select (use-selection.ts).
      if (isTaken(event) || (event.shiftKey && event.key.startsWith('Arrow'))) return;
      const step = stepOf(event);
      const focused = rowOf(event, rows);
      // Outside of a row the arrow keys scroll.
      if (!step || (!focused && event.key.startsWith('Arrow'))) return;
      event.preventDefault();
      const next = rowAfter(focused ?? openRow(rows), step, rows);
      if (!next) return;
      const panel = document.querySelector('[data-beside]');
      if (event.target instanceof Node && panel?.contains(event.target)) {
        next.scrollIntoView({ block: 'nearest' });
      } else {
        focusRow(next);
      }
      const { param, attribute } = OPEN[rows];
      if (panel) set({ [param]: next.getAttribute(attribute) });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [rows, set]);
}

/** Returns the row that a key was pressed in. */
export function rowOf({ target }: KeyboardEvent, rows: Rows): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(rows) : null;
}

/** Returns the row whose panel is open beside the list. */
export function openRow(rows: Rows): HTMLElement | null {
  const { param, attribute } = OPEN[rows];
  const id = new URLSearchParams(window.location.search).get(param);
  if (!id || !document.querySelector('[data-beside]')) return null;
  return document.querySelector<HTMLElement>(`${rows}[${attribute}="${CSS.escape(id)}"]`);
}

/** Returns the row that stands `step` rows after another one; after none, the first, or the last one. */
export function rowAfter(row: HTMLElement | null, step: number, rows: Rows): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(rows)];
  return all[row ? all.indexOf(row) + step : step > 0 ? 0 : all.length - 1];
}

export function focusRow(row: HTMLElement): void {
  row.querySelector<HTMLElement>('[data-row-button]')?.focus();
}
