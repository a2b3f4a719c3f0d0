import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A notification of Google's: its headers. */
export type Push = Record<string, string>;
/** Notifications that are sent to an address at an even pace. */
export type Storm = { url: string; perSecond: number; pushes: Push[] };
/** When a notification was sent, in epoch ms, and how long its answer took, in ms. */
export type Sent = { at: number; ms: number };

/**
 * A process of its own that sends notifications as Google does, so that neither the app nor the sandbox delays them. It is
 * told a `Storm` and answers with what it has `Sent`, in the same order.
 */
process.on('message', async (storm: Storm) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const begun = performance.now();
  const sent = storm.pushes.map(async (push, index): Promise<Sent> => {
    await delay(Math.max(0, (index * 1000) / storm.perSecond - (performance.now() - begun)));
    const at = Date.now();
    const began = performance.now();
    await send(storm.url, push, agent);
    return { at, ms: performance.now() - began };
  });
  process.send?.(await Promise.all(sent));
  agent.destroy();
});
process.send?.('ready');

function send(url: string, headers: Push, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers, agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`Answered with ${response.statusCode}.`)),
      );
    });
    sending.on('error', (error) => {
      // The app had closed the connection, which was idle, in the same moment.
      if (sending.reusedSocket) send(url, headers, agent).then(resolve, reject);
      else reject(error);
    });
    sending.end();
  });
}
