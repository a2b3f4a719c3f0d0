'use client';

import { type RefObject, useEffect } from 'react';
import { isPressed, isTaken, stepOf } from '@/components/shell/shortcuts';

/**
 * Handles the keys of the agenda: `/` searches, `j` `k` and the arrows move between rows, `b` switches the
 * bot of the row in focus. Enter opens a row, as on any button.
 * @param onToggle switches the bot of a row that has no switch of its own
 */
export function useAgendaKeys(
  searchRef: RefObject<HTMLInputElement | null>,
  onToggle?: (eventId: string) => void,
) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      if (isPressed('search', event)) {
        event.preventDefault();
        searchRef.current?.focus();
        return;
      }
      const target = event.target instanceof HTMLElement ? event.target : null;
      const row = target?.closest<HTMLElement>('[data-agenda-row]');
      if (isPressed('toggleBot', event)) {
        const control = row?.querySelector<HTMLElement>('[role="switch"]');
        if (control) control.click();
        else if (row?.dataset.eventId) onToggle?.(row.dataset.eventId);
        return;
      }
      const step = stepOf(event);
      // Outside of a row the arrow keys scroll.
      if (!step || (!row && event.key.startsWith('Arrow'))) return;
      event.preventDefault();
      const rows = [...document.querySelectorAll<HTMLElement>('[data-agenda-row]')];
      const next = rows[row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1];
      next?.querySelector<HTMLElement>('[data-row-button]')?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [searchRef, onToggle]);
}
