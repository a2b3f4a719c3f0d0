import { setImmediate as nextTurn } from 'node:timers/promises';

// Limits on work: how much is done at once, how long it is waited for, and how many statements it takes.

/**
 * Does work for each item in their order, for at most `limit` of them at once.
 * @param work must not reject
 * @param hasEnded asked before each item: once true, the items that are left are skipped
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

/** Returns a function that does work as soon as fewer than `limit` of its calls are at work, in the order of the calls. */
export function limited(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let active = 0;
  return async (work) => {
    if (active < limit) active++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Its place goes to the next one.
      if (next) next();
      else active--;
    }
  };
}

/**
 * Waits for work, but not longer than a limit; the work itself goes on.
 * @param limitMs in milliseconds
 * @param otherwise returned when the work takes longer
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

/**
 * Returns a function whose calls share statements: calls that come while batches are running wait for their end,
 * and then run together in the next ones. A call that comes while none is running waits for no other.
 * @param run does the work of a batch, or nothing of it when it throws; returns a result for each, in the
 *   same order. When a batch of several fails, each of its calls runs alone, so that one failure fails no
 *   other
 * @param most how many calls a batch has at most
 * @param turn what calls wait for before they run: those that come meanwhile run with them
 */
export function batched<In, Out>(
  run: (all: In[]) => Promise<Out[]>,
  most = 500,
  turn: () => Promise<unknown> = nextTurn,
): (one: In) => Promise<Out> {
  type Waiting = { one: In; resolve: (out: Out) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let isRunning = false;

  async function runAlone({ one, resolve, reject }: Waiting): Promise<void> {
    try {
      const [result] = await run([one]);
      resolve(result as Out);
    } catch (error) {
      reject(error);
    }
  }

  async function runBatch(batch: Waiting[]): Promise<void> {
    try {
      const results = await run(batch.map(({ one }) => one));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Out);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else await Promise.all(batch.map(runAlone));
    }
  }

  async function runAll(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      await turn();
      const crowd = waiting.splice(0);
      for (let next = 0; next < crowd.length; next += most) await runBatch(crowd.slice(next, next + most));
    }
    isRunning = false;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!isRunning) void runAll();
    });
}
