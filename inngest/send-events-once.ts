/** How long the server may take to accept events, in ms: a webhook of Google's waits for it. */
export const SEND_LIMIT_MS = 2_000;
const NOT_SENT = 'not sent: ';

/**
 * Returns a `fetch` for the Inngest client that gives up the sending of events after one try. The client would try five
 * times, for two seconds and more, while a push or a bot waits; what was not sent is run in this process. The client repeats
 * whatever fails, so a failure is answered as a success, which `sentOrThrow` recognizes. Other requests are sent as they are.
 * @param limitMs how long the server may take to accept events, in ms
 */
export function sendEventsOnce(limitMs: number): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!/\/e\/[^/]+$/.test(new URL(request.url).pathname)) return fetch(request);
    try {
      const response = await fetch(request, { signal: AbortSignal.timeout(limitMs) });
      const body = await response.text();
      if (response.ok) return new Response(body, { status: response.status, headers: response.headers });
      return notSent(`the Inngest server answered ${response.status}`);
    } catch (error) {
      const { name, cause } = error as Error & { cause?: { code?: string } };
      return notSent(
        name === 'TimeoutError'
          ? `the Inngest server did not answer within ${limitMs / 1000} s`
          : `the Inngest server cannot be reached (${cause?.code ?? name})`,
      );
    }
  };
}

function notSent(reason: string): Response {
  return Response.json({ ids: [NOT_SENT + reason], status: 200 });
}

/** @throws Error with the reason, when events were not sent */
export function sentOrThrow({ ids }: { ids: string[] }): void {
  const [first] = ids;
  if (first?.startsWith(NOT_SENT)) throw new Error(first.slice(NOT_SENT.length));
}
