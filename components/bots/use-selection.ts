'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { focusRow, type Rows, rowAfter } from '@/components/shell/row-keys';
import { isPressed, isTaken, stepOf } from '@/components/shell/shortcuts';
import { extend, NOTHING, type Selection, toggle, within } from './selection';

/**
 * Returns the selected rows of a list and functions that change them. By keyboard, Shift and the arrows select row after row,
 * `x` selects, Ctrl+A selects all, Escape none, and Delete calls `onDelete`. `isPicking`: a person chose to select, so a press
 * on a row selects it.
 * @param order ids of the rows that can be selected
 */
export function useSelection(order: readonly string[], { onDelete, rows }: Options) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [isPicking, setPicking] = useState(false);
  const chosen = within(selection, order);
  const select = useCallback(
    (id: string, isRange: boolean) =>
      setSelection((now) => (isRange ? extend(now, latest.current.order, id) : toggle(now, id))),
    [],
  );
  const setAll = (all: boolean) =>
    setSelection(all ? { ids: new Set(latest.current.order), anchor: null } : NOTHING);
  const clear = () => {
    setAll(false);
    setPicking(false);
  };
  const actions = { order, chosen, select, setAll, clear, isPicking, onDelete, rows };
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => handleKey(event, latest.current);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { chosen, select, setAll, clear, isPicking, pick: () => setPicking(true) };
}

type Options = {
  onDelete: (ids: string[]) => void;
  /** Which elements are the rows. */
  rows: Rows;
};

type Actions = Options & {
  order: readonly string[];
  chosen: string[];
  select: (id: string, isRange: boolean) => void;
  setAll: (all: boolean) => void;
  clear: () => void;
  isPicking: boolean;
};

function handleKey(event: KeyboardEvent, actions: Actions): void {
  const { order, chosen, select, setAll, clear, isPicking, onDelete, rows } = actions;
  if (isTaken(event)) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const row = target?.closest<HTMLElement>(rows) ?? null;
  const id = row ? idOf(row) : '';
  const isAny = chosen.length > 0;
  if (isPressed('selectAll', event) && (row || isAny)) {
    setAll(true);
  } else if (isPressed('select', event) && order.includes(id)) {
    select(id, false);
  } else if (isPressed('clearSelection', event) && (isAny || isPicking)) {
    clear();
  } else if (isPressed('cancelSelected', event) && isAny) {
    onDelete(chosen);
  } else if (row && event.shiftKey && stepOf(event)) {
    const next = rowAfter(row, stepOf(event), rows);
    if (!next) return;
    focusRow(next);
    const nextId = idOf(next);
    if (order.includes(nextId)) {
      if (!isAny && order.includes(id)) select(id, false);
      select(nextId, true);
    }
  } else {
    return;
  }
  event.preventDefault();
}

function idOf({ dataset }: HTMLElement): string {
  return dataset.botId ?? dataset.eventId ?? '';
}
