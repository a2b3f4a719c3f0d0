import { HANDLER_URL } from './read-functions';
import { retryAfterMs } from './time';
import type { ServeHandler, StoredEvent } from './types';

/** How a step ended, as the SDK expects it back in `steps[id]`. */
export type StepState = { type: 'data'; data: unknown } | { type: 'error'; error: JsonError };

/** An error as the SDK serialises it. */
export type JsonError = { name: string; message: string; stack?: string };

/** An op of a 206 answer: what the function wants next, or how one of its steps ended. */
export type Op = {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: JsonError;
  opts?: { parallelMode?: string };
};

export type FunctionCall = {
  functionId: string;
  runId: string;
  /** `step` to run until something new is found, else the id of the planned step to execute. */
  stepId: string;
  attempt: number;
  maxAttempts: number;
  event: StoredEvent;
  steps: Record<string, StepState>;
  /** Ids of `steps` in the order they ended. */
  order: readonly string[];
  /** True once the run has had steps in parallel. */
  parallel: boolean;
};

/** Whether a failed call may be repeated, and when at the earliest (epoch ms). */
export type RetryAdvice = { retriable: boolean; notBeforeMs?: number };

export type Outcome =
  | { type: 'done' }
  | { type: 'ops'; ops: Op[]; advice: RetryAdvice }
  | { type: 'threw'; error: JsonError; advice: RetryAdvice };

/**
 * Calls a function once through the serve handler, in the protocol of inngest 4.24 (execution version 2). Never throws: a
 * handler that throws, or answers what is not understood, is an outcome of type `threw` that may be retried.
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
    return {
      type: 'threw',
      error: toJsonError(body, `The handler answered with status ${response.status}.`),
      advice,
    };
  } catch (error) {
    return { type: 'threw', error: toJsonError(error, 'The handler failed.'), advice: { retriable: true } };
  }
}

function requestOf(call: FunctionCall): Request {
  const query = new URLSearchParams({ fnId: call.functionId, stepId: call.stepId });
  return new Request(`${HANDLER_URL}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', host: 'localhost', 'x-run-id': call.runId },
    body: JSON.stringify({
      version: 2,
      event: call.event,
      events: [call.event],
      steps: call.steps,
      // No fn_id: with it the SDK would checkpoint steps to an Inngest server.
      ctx: {
        run_id: call.runId,
        attempt: call.attempt,
        max_attempts: call.maxAttempts,
        disable_immediate_execution: call.parallel,
        use_api: false,
        stack: { stack: call.order, current: Math.max(0, call.order.length - 1) },
      },
    }),
  });
}

/** Any thrown or received value as an error with name and message. */
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
