'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { isPressed, isTaken, stepOf } from '@/components/shell/shortcuts';
import { extend, NOTHING, type Selection, toggle, within } from './selection';

/**
 * Returns the selected rows of a list and functions that change them. By keyboard, `j` `k` and the arrows
 * move between rows and with Shift select on the way, `x` selects, Ctrl+A selects all, Escape none, and
 * Delete calls `onDelete`.
 * @param order ids of the rows that can be selected
 */
export function useSelection(order: readonly string[], { onDelete, rows, isMoving = true }: Options) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const chosen = within(selection, order);
  const select = useCallback(
    (id: string, isRange: boolean) =>
      setSelection((now) => (isRange ? extend(now, latest.current.order, id) : toggle(now, id))),
    [],
  );
  const setAll = (all: boolean) =>
    setSelection(all ? { ids: new Set(latest.current.order), anchor: null } : NOTHING);
  const actions = { order, chosen, select, setAll, onDelete, rows, isMoving };
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => handleKey(event, latest.current);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { chosen, select, setAll };
}

type Options = {
  onDelete: (ids: string[]) => void;
  /** Which elements are the rows. */
  rows: '[data-bot-id]' | '[data-agenda-row]';
  /** Whether `j`, `k` and the arrows alone move too; where another handler does that, only with Shift. */
  isMoving?: boolean;
};

type Actions = Required<Options> & {
  order: readonly string[];
  chosen: string[];
  select: (id: string, isRange: boolean) => void;
  setAll: (all: boolean) => void;
};

function handleKey(event: KeyboardEvent, actions: Actions): void {
  const { order, chosen, select, setAll, onDelete, rows, isMoving } = actions;
  if (isTaken(event)) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const row = target?.closest<HTMLElement>(rows) ?? null;
  const id = row ? idOf(row) : '';
  const isAny = chosen.length > 0;
  if (isPressed('selectAll', event) && (row || isAny)) {
    setAll(true);
  } else if (isPressed('select', event) && order.includes(id)) {
    select(id, false);
  } else if (isPressed('clearSelection', event) && isAny) {
    setAll(false);
  } else if (isPressed('cancelSelected', event) && isAny) {
    onDelete(chosen);
  } else {
    const step = stepOf(event);
    // Outside of a row the arrow keys scroll.
    if (!step || (!row && event.key.startsWith('Arrow'))) return;
    if (!isMoving && !event.shiftKey) return;
    const next = rowAfter(row, step, rows);
    if (!next) return;
    next.querySelector<HTMLElement>('[data-row-button]')?.focus();
    const nextId = idOf(next);
    if (event.shiftKey && order.includes(nextId)) {
      if (!isAny && order.includes(id)) select(id, false);
      select(nextId, true);
    }
  }
  event.preventDefault();
}

function idOf({ dataset }: HTMLElement): string {
  return dataset.botId ?? dataset.eventId ?? '';
}

function rowAfter(row: HTMLElement | null, step: number, rows: Options['rows']): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(rows)];
  return all[row ? all.indexOf(row) + step : step > 0 ? 0 : all.length - 1];
}
