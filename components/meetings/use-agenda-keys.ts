'use client';

import { type RefObject, useEffect } from 'react';
import { openRow, rowOf, useRowKeys } from '@/components/shell/row-keys';
import { isPressed, isTaken } from '@/components/shell/shortcuts';

const ROWS = '[data-agenda-row]';

/**
 * Handles the keys of the agenda: those that move between its rows, `/` searches, and `b` switches the bot of the row in focus,
 * or of the one whose panel is open beside the list.
 * @param onToggle switches the bot of a row that has no switch of its own
 */
export function useAgendaKeys(
  searchRef: RefObject<HTMLInputElement | null>,
  onToggle?: (eventId: string) => void,
) {
  useRowKeys(ROWS);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      if (isPressed('search', event)) {
        event.preventDefault();
        searchRef.current?.focus();
      } else if (isPressed('toggleBot', event)) {
        const row = rowOf(event, ROWS) ?? openRow(ROWS);
        const control = row?.querySelector<HTMLElement>('[role="switch"]');
        if (control) control.click();
        else if (row?.dataset.eventId) onToggle?.(row.dataset.eventId);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [searchRef, onToggle]);
}
