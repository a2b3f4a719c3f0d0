import { acceptEvent } from './events';
import { currentLocalRunner, storeForLater } from './registry';
import type { InngestEvent } from './types';

/**
 * A `fetch` for `new Inngest({ fetch })` that never touches the network: `POST {base}/e/{key}` (Inngest's event API) hands
 * the events to the process's local runner; before it runs they are kept, at most 10,000, until it does. A request of any
 * other kind throws, naming it.
 */
export function createLocalFetch(): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (request.method !== 'POST' || !/\/e\/[^/]+$/.test(pathname)) {
      throw new Error(
        `The local runner does not answer ${request.method} ${pathname}; this needs an Inngest server.`,
      );
    }
    const body = (await request.json()) as InngestEvent | InngestEvent[];
    const events = Array.isArray(body) ? body : [body];
    try {
      const runner = currentLocalRunner();
      if (runner) return Response.json({ ...(await runner.send(events)), status: 200 });
      const accepted = events.map((event) => acceptEvent(event, Date.now()));
      storeForLater(accepted);
      return Response.json({ ids: accepted.map((event) => event.id), status: 200 });
    } catch (error) {
      const status = error instanceof TypeError ? 400 : 503;
      return Response.json({ ids: [], status, error: (error as Error).message }, { status });
    }
  };
}
