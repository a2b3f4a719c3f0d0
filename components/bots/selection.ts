/** Which of a list are chosen, and from which on a range is chosen. */
export type Selection = { ids: ReadonlySet<string>; anchor: string | null };

export const NOTHING: Selection = { ids: new Set(), anchor: null };

/** Chooses one, or no longer. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/**
 * Chooses all from the last one that was clicked to this one; if that one had been let go of, lets go of all between.
 * @param order of the list; what is not in it is not chosen
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

/** What is still there of a selection. */
export function within({ ids }: Selection, order: readonly string[]): string[] {
  return order.filter((id) => ids.has(id));
}
