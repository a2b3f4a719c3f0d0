import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LocalRunner, startLocalRunner } from '../inngest/local-runner';

const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/**
 * An Inngest server as the apps see it over HTTP: it takes their events (`POST /e/{event key}`) and calls
 * their functions, each call signed and sent to the next of the apps. Its queue is the local runner's. It may also be away,
 * or take events and never call.
 */
export async function startInngestServer(keys: { event: string; signing: string }) {
  const calls: { app: string; status: number }[] = [];
  const refusedEvents: string[] = [];
  let apps: string[] = [];
  let runner: LocalRunner | undefined;
  let isSilent = false;
  let turn = 0;

  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || request.url !== `/e/${keys.event}`) {
      refusedEvents.push(`${request.method} ${request.url}`);
      answer(401, { error: 'Event key not found', status: 401 });
      return;
    }
    const events = [JSON.parse(Buffer.concat(chunks).toString('utf8'))].flat();
    if (isSilent) answer(200, { ids: events.map((_, index) => `${index}`), status: 200 });
    // Events that come before there is a queue are refused.
    else if (!runner) answer(503, { error: 'Starting', status: 503 });
    else answer(200, { ...(await runner.send(events)), status: 200 });
  });
  const listen = (port: number) =>
    new Promise<number>((resolve) =>
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  const stopQueue = async () => {
    await runner?.stop();
    runner = undefined;
  };
  const port = await listen(0);

  const call = async (request: Request): Promise<Response> => {
    const body = await request.text();
    const headers = new Headers(request.headers);
    headers.delete('host');
    headers.set('x-inngest-signature', signatureOf(body, keys.signing));
    const { search } = new URL(request.url);
    const app = apps[turn++ % apps.length] ?? '';
    const ask = (url: string) =>
      fetch(`${url}/api/inngest${search}`, { method: request.method, headers, body });
    // An app that is down is skipped, as a proxy before several processes does.
    const response = await ask(app).catch(() => ask(apps[turn++ % apps.length] ?? ''));
    calls.push({ app, status: response.status });
    return response;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    refusedEvents,
    /** Sends calls to these apps from now on, in turns. */
    callInTurns(urls: string[]) {
      apps = urls;
    },
    /**
     * Reads the apps' functions and begins to call them, with an empty queue: what was in an earlier one is lost, as when
     * the server is killed and started again.
     */
    async start() {
      isSilent = false;
      if (!server.listening) await listen(port);
      await stopQueue();
      runner = await startLocalRunner({ handler: call, logger: silent, backoff: () => 500 });
    },
    /** Takes events from now on, and calls no function. */
    async fallSilent() {
      isSilent = true;
      await stopQueue();
    },
    /** Refuses connections from now on, and loses its queue. */
    async goAway() {
      await stopQueue();
      await close();
    },
    async stop() {
      await stopQueue();
      if (server.listening) await close();
    },
  };
}

/**
 * Returns the signature of a call's body, as an Inngest server signs it: HMAC-SHA-256 of its canonical JSON
 * (RFC 8785) and the time.
 */
export function signatureOf(body: string, signingKey: string): string {
  const seconds = Math.round(Date.now() / 1000);
  const text = JSON.stringify(sorted(JSON.parse(body))) + seconds;
  const key = signingKey.replace(/^signkey-\w+-/, '');
  return `t=${seconds}&s=${createHmac('sha256', key).update(text).digest('hex')}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
