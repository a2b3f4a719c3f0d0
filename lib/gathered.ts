import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/**
 * Makes one statement of what many ask for at the same time: calls that come while an earlier one is under way wait
 * for its end and then go together. A single call waits for nobody.
 * @param run does all that has gathered; gives a result for each, in the same order. When it throws, all fail
 * @param most how many go together
 * @param pauseMs for so long after several have gone together the next ones gather: a crowd that trickles in makes few
 *   large statements
 */
export function gathered<In, Out>(
  run: (all: In[]) => Promise<Out[]>,
  most = 500,
  pauseMs = 0,
): (one: In) => Promise<Out> {
  type Waiting = { one: In; resolve: (out: Out) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let isRunning = false;

  async function runAll(): Promise<void> {
    isRunning = true;
    await turn();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      try {
        const results = await run(batch.map(({ one }) => one));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Out);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      if (pauseMs > 0 && batch.length > 1 && waiting.length < most) await delay(pauseMs);
    }
    isRunning = false;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!isRunning) void runAll();
    });
}
