import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/**
 * Makes one statement of what many ask for at the same time: calls that come while earlier ones are under way wait
 * for their end, and for the pause after it, and then go together. A call that comes while nothing is under way waits
 * for no other.
 * @param run does all that has gathered, or nothing of it when it throws; gives a result for each, in the same order.
 *   When several fail together it is asked for each by itself, so that one fails for itself alone
 * @param most how many go together
 * @param pauseMs for so long after several have gone together the next ones gather: a crowd that trickles in makes few
 *   large statements
 */
export function batched<In, Out>(
  run: (all: In[]) => Promise<Out[]>,
  most = 500,
  pauseMs = 0,
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

  async function runAll(): Promise<void> {
    isRunning = true;
    await turn();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      try {
        const results = await run(batch.map(({ one }) => one));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Out);
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else await Promise.all(batch.map(runAlone));
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
