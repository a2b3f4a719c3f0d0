import { HANDLER_URL } from './read-functions';
import type { ServeHandler, StoredEvent } from './types';

/** How a step ended, as the SDK expects it back in `steps[id]`. */
export type StepState = { type: 'data'; data: unknown } | { type: 'error'; error: JsonError };

/** An error as the SDK serializes it. */
export type JsonError = { name: string; message: string; stack?: string };

/** An op of a 206 answer: the function's next step, or how its step ended. */
export type Op = {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: JsonError;
};

export type FunctionCall = {
  functionId: string;
  runId: string;
  /** 0 for the first call of a step. */
  attempt: number;
  maxAttempts: number;
  event: StoredEvent;
  /** The steps that have ended, in the order in which they ended. */
  steps: ReadonlyMap<string, StepState>;
};

/** Whether a failed call may be repeated, and when at the earliest (epoch milliseconds). */
export type RetryAdvice = { retriable: boolean; notBeforeMs?: number };

export type Outcome =
  | { type: 'done' }
  | { type: 'ops'; ops: Op[]; advice: RetryAdvice }
  | { type: 'threw'; error: JsonError; advice: RetryAdvice };

/**
 * Calls a function once through the serve handler, in the protocol of inngest 4.24 (execution version 2), and returns the
 * outcome. Never throws: a handler that throws or gives an unknown answer has the outcome `threw`, which may be retried.
 */
export async function callFunction(
  handler: ServeHandler,
  call: FunctionCall,
  now: () => Date,
): Promise<Outcome> {
  try {
    const response = await handler(requestOf(call));
    const text = await response.text();
    const body = text === '' ? null : (JSON.parse(text) as unknown);
    const advice = {
      retriable: response.headers.get('x-inngest-no-retry') !== 'true',
      notBeforeMs: retryAfterMs(response.headers.get('retry-after'), now().getTime()),
    };
    if (response.status === 200) return { type: 'done' };
    if (response.status === 206 && Array.isArray(body) && body.length > 0) {
      return { type: 'ops', ops: body as Op[], advice };
    }
    const error = toJsonError(body, `The handler answered with status ${response.status}.`);
    return { type: 'threw', error, advice };
  } catch (error) {
    return { type: 'threw', error: toJsonError(error, 'The handler failed.'), advice: { retriable: true } };
  }
}

function requestOf(call: FunctionCall): Request {
  const query = new URLSearchParams({ fnId: call.functionId, stepId: 'step' });
  const order = [...call.steps.keys()];
  return new Request(`${HANDLER_URL}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', host: 'localhost', 'x-run-id': call.runId },
    body: JSON.stringify({
      version: 2,
      event: call.event,
      events: [call.event],
      steps: Object.fromEntries(call.steps),
      // No fn_id: with it the SDK would checkpoint steps to an Inngest server.
      ctx: {
        run_id: call.runId,
        attempt: call.attempt,
        max_attempts: call.maxAttempts,
        disable_immediate_execution: false,
        use_api: false,
        stack: { stack: order, current: Math.max(0, order.length - 1) },
      },
    }),
  });
}

/**
 * Returns when a `Retry-After` header allows the next try (RFC 9110 section 10.2.3: seconds or a date; Inngest also writes
 * ISO dates), in epoch milliseconds; undefined when the header is absent or cannot be read.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  if (/^\d+$/.test(header.trim())) return nowMs + Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}

/** Returns a thrown or received value as an error with name and message. */
export function toJsonError(value: unknown, otherwise: string): JsonError {
  if (typeof value !== 'object' || value === null) return { name: 'Error', message: otherwise };
  const { name, message, stack } = value as Record<string, unknown>;
  return {
    ...(value as object),
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' && message !== '' ? message : otherwise,
    stack: typeof stack === 'string' ? stack : undefined,
  };
}
