/** The selected items of a list, and the item from which a range begins. */
export type Selection = { ids: ReadonlySet<string>; anchor: string | null };

export const NOTHING: Selection = { ids: new Set(), anchor: null };

/** Selects an item, or deselects it. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/**
 * Selects all items from the last one that was clicked to this one; if that click deselected its item,
 * deselects them.
 * @param order ids of the list; other items are not selected
 */
export function extend(selection: Selection, order: readonly string[], id: string): Selection {
  const { ids, anchor } = selection;
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (anchor === null || from < 0 || to < 0) return toggle(selection, id);
  const next = new Set(ids);
  for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (ids.has(anchor)) next.add(between);
    else next.delete(between);
  }
  return { ids: next, anchor };
}

/** Returns the selected items that are still in the list, in its order. */
export function within({ ids }: Selection, order: readonly string[]): string[] {
  return order.filter((id) => ids.has(id));
}
