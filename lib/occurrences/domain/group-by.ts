/** Returns rows grouped by their keys, in their order (what `Map.groupBy` does from Node 21 on). */
export function groupBy<K, Row>(rows: Row[], keyOf: (row: Row) => K): Map<K, Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
