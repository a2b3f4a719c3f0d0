/**
 * Returns a shorter sequence that still fails (delta debugging, Zeller and Hildebrandt 2002): it leaves out larger
 * parts first, then smaller ones, until each step is needed or the time has passed.
 * @param fails runs a sequence
 * @param until when to stop, in epoch milliseconds
 */
export async function shrink<T>(
  sequence: T[],
  fails: (sequence: T[]) => Promise<boolean>,
  until: number,
): Promise<T[]> {
  let shortest = sequence;
  for (let size = Math.ceil(sequence.length / 2); size >= 1; ) {
    let spared = false;
    for (let end = shortest.length; end > 0 && Date.now() < until; end -= size) {
      const start = Math.max(0, end - size);
      const rest = [...shortest.slice(0, start), ...shortest.slice(end)];
      if (await fails(rest)) {
        shortest = rest;
        spared = true;
      }
    }
    if (Date.now() >= until || (size === 1 && !spared)) break;
    if (!spared || size > shortest.length / 2) size = Math.max(1, Math.ceil(size / 2));
    if (shortest.length === 0) break;
  }
  return shortest;
}
