'use client';

import { type RefObject, useEffect } from 'react';
import { isPressed, isTaken, stepOf } from '@/components/shell/shortcuts';
import { useUrlState } from '@/components/url-state';

/**
 * Handles the keys of the agenda: `/` searches, `j` `k` and the arrows move between rows, `b` switches the
 * bot of the row in focus. Enter opens a row, as on any button. While a panel is open beside the list it follows, and
 * its keys are those of its row.
 * @param onToggle switches the bot of a row that has no switch of its own
 */
export function useAgendaKeys(
  searchRef: RefObject<HTMLInputElement | null>,
  onToggle?: (eventId: string) => void,
) {
  const { set } = useUrlState();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // With Shift the arrows select (use-selection.ts).
      if (isTaken(event) || (event.shiftKey && event.key.startsWith('Arrow'))) return;
      if (isPressed('search', event)) {
        event.preventDefault();
        searchRef.current?.focus();
        return;
      }
      const target = event.target instanceof HTMLElement ? event.target : null;
      const panel = document.querySelector('[data-beside]');
      const isInPanel = target !== null && panel?.contains(target) === true;
      const focused = target?.closest<HTMLElement>('[data-agenda-row]') ?? null;
      const row = focused ?? (panel ? openRow() : null);
      if (isPressed('toggleBot', event)) {
        const control = row?.querySelector<HTMLElement>('[role="switch"]');
        if (control) control.click();
        else if (row?.dataset.eventId) onToggle?.(row.dataset.eventId);
        return;
      }
      const step = stepOf(event);
      // Outside of a row the arrow keys scroll.
      if (!step || (!focused && event.key.startsWith('Arrow'))) return;
      event.preventDefault();
      const rows = [...document.querySelectorAll<HTMLElement>('[data-agenda-row]')];
      const next = rows[row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1];
      if (!next) return;
      if (isInPanel) next.scrollIntoView({ block: 'nearest' });
      else next.querySelector<HTMLElement>('[data-row-button]')?.focus();
      if (panel && next.dataset.eventId) set({ event: next.dataset.eventId });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [searchRef, onToggle, set]);
}

/** Returns the row of the meeting that the address names. */
function openRow(): HTMLElement | null {
  const id = new URLSearchParams(window.location.search).get('event');
  if (!id) return null;
  return document.querySelector<HTMLElement>(`[data-agenda-row][data-event-id="${CSS.escape(id)}"]`);
}
