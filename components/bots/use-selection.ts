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
export function useSelection(order: readonly string[], onDelete: (ids: string[]) => void) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const chosen = within(selection, order);
  const select = useCallback(
    (id: string, isRange: boolean) =>
      setSelection((now) => (isRange ? extend(now, latest.current.order, id) : toggle(now, id))),
    [],
  );
  const setAll = (all: boolean) =>
    setSelection(all ? { ids: new Set(latest.current.order), anchor: null } : NOTHING);
  const actions = { order, chosen, select, setAll, onDelete };
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

type Actions = {
  order: readonly string[];
  chosen: string[];
  select: (id: string, isRange: boolean) => void;
  setAll: (all: boolean) => void;
  onDelete: (ids: string[]) => void;
};

function handleKey(event: KeyboardEvent, { order, chosen, select, setAll, onDelete }: Actions): void {
  if (isTaken(event)) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const row = target?.closest<HTMLElement>('[data-bot-id]') ?? null;
  const id = row?.dataset.botId ?? '';
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
    const next = rowAfter(row, step);
    if (!next) return;
    next.querySelector<HTMLElement>('[data-row-button]')?.focus();
    const nextId = next.dataset.botId ?? '';
    if (event.shiftKey && order.includes(nextId)) {
      if (!isAny && order.includes(id)) select(id, false);
      select(nextId, true);
    }
  }
  event.preventDefault();
}

function rowAfter(row: HTMLElement | null, step: number): HTMLElement | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-bot-id]')];
  return rows[row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1];
}
