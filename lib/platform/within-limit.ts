/**
 * Waits for something, but not for ever. What it waited for goes on by itself.
 * @param limitMs in milliseconds
 * @param otherwise what to give when it takes longer
 */
export async function withinLimit<T, U>(work: Promise<T>, limitMs: number, otherwise: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
