import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inngest } from 'inngest';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobEvent } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { sendOrRunHere } from './job-sender';
import { sendEventsOnce, sentOrThrow } from './send-events-once';

logger.level = 'silent';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An Inngest server that answers events like this, and how many requests it got. */
async function server(answer: RequestListener) {
  let requests = 0;
  const listening = createServer((request, response) => {
    requests++;
    answer(request, response);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  };
  closing.push(close);
  const { port } = listening.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests, close };
}

/** A sender to the server at this address, and the jobs that it runs here. */
function senderTo(url: string, isAway = () => false) {
  const client = new Inngest({ id: 'a', baseUrl: url, eventKey: 'key', fetch: sendEventsOnce(200) });
  const here: JobEvent[] = [];
  const send = sendOrRunHere({
    toServer: async (events) => sentOrThrow(await client.send(events)),
    runHere: async (events) => void here.push(...events),
    isAway,
  });
  return { send, here };
}

const recall = (botId: string): JobEvent => ({ name: 'bot/recall', data: { botId } });
const accepts: RequestListener = (_, response) => response.end(JSON.stringify({ ids: ['1'], status: 200 }));

describe('Job events', () => {
  it('go to the server that takes them, and are not run here', async () => {
    const { url, requests } = await server(accepts);
    const { send, here } = senderTo(url);
    await send([recall('a')]);
    expect([requests(), here]).toEqual([1, []]);
  });

  it.each<[string, RequestListener]>([
    [
      'refuses them',
      (_, response) => response.writeHead(401).end(JSON.stringify({ error: 'no', status: 401 })),
    ],
    ['breaks', (_, response) => response.writeHead(502).end('<html>')],
    ['hangs up', (request) => request.socket.destroy()],
    ['does not answer', () => {}],
  ])('are run here, after one request, when the server %s', async (_, answer) => {
    const { url, requests } = await server(answer);
    const { send, here } = senderTo(url);
    await send([recall('a')]);
    expect([requests(), here]).toEqual([1, [recall('a')]]);
    // Not every job waits for the server's answer.
    await send([recall('b')]);
    expect([requests(), here]).toEqual([1, [recall('a'), recall('b')]]);
  });

  it('are run here at once when no server listens', async () => {
    const { url, close } = await server(accepts);
    await close();
    const { send, here } = senderTo(url);
    const startedAt = performance.now();
    await send([recall('a')]);
    expect(here).toEqual([recall('a')]);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it('are not sent to a server that has been away for long', async () => {
    const { url, requests } = await server(accepts);
    let isAway = true;
    const { send, here } = senderTo(url, () => isAway);
    await send([recall('a')]);
    isAway = false;
    await send([recall('b')]);
    expect([requests(), here]).toEqual([1, [recall('a')]]);
  });
});
