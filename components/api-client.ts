import type { z } from 'zod';
import { CONTRACT_HEADER, contractVersion } from '@/lib/contract/version';
import { leaveToSignIn } from './auth/leave-to-sign-in';
import { reportHeard, reportUnreachable } from './connection';

/** The API refused, or did not answer. `message` is a sentence a person can act on. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** The API's error code, such as `already_scheduled`. */
    readonly code: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

type CallOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
};

/**
 * Calls the REST API with the session's cookie. The server has checked its answer against the schema, which this page does not
 * load: it only makes sure that both were built with the same contract. When the session has ended, the page leads to sign-in
 * and back.
 * @throws {ApiError} no answer, an error answer, or the answer of another contract
 */
export async function callApi<Schema extends z.ZodType>(
  path: string,
  { method = 'GET', body, signal }: CallOptions = {},
): Promise<z.output<Schema>> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      signal,
      headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    reportUnreachable();
    throw new ApiError('Can’t reach Usher. Check your connection and try again.', 0, 'unreachable');
  }
  // A proxy answers too, when the server behind it does not.
  if (response.headers.has('X-Request-Id')) reportHeard();
  const answer: unknown = await response.json().catch(() => null);
  if (response.status === 401) leaveToSignIn();
  if (!response.ok) throw toApiError(response.status, answer);
  if (response.headers.get(CONTRACT_HEADER) !== contractVersion()) {
    throw new ApiError(
      'This page and the server have different versions. Reload the page.',
      200,
      'unexpected_answer',
    );
  }
  return answer as z.output<Schema>;
}

function toApiError(status: number, answer: unknown): ApiError {
  const { error, message } = (answer ?? {}) as { error?: unknown; message?: unknown };
  return new ApiError(
    typeof message === 'string' ? message : `The server answered with ${status}. Try again in a moment.`,
    status,
    typeof error === 'string' ? error : 'unknown',
  );
}
