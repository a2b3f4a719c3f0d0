/**
 * Does something for each item, for at most `limit` of them at once, in their order.
 * @param work must not reject
 * @param isOver asked before each item: when true, those that are left are left out
 */
export async function forEachLimit<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
  hasEnded: () => boolean = () => false,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) {
      if (hasEnded()) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
