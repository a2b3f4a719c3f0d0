import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { now } from '@/lib/clock';
import { UsherError } from '@/lib/contract/errors';
import type { User } from '@/lib/db/generated/prisma/client';
import { logger } from '@/lib/logger';
import type { Actor } from '@/lib/services/record-activity';
import { authenticate } from './authenticate';
import { readJson } from './read-json';
import { validate } from './validate';

type Schemas = {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
};

type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** What a route's handler is given: everything parsed, and one reading of the clock. */
export type RouteContext<S extends Schemas> = {
  user: User;
  /** Whether a person in the dashboard or an API client asks. */
  actor: Actor;
  params: Parsed<S['params']>;
  query: Parsed<S['query']>;
  body: Parsed<S['body']>;
  now: Date;
};

type RouteAnswer<S extends Schemas> =
  | z.input<S['response']>
  /** For a status other than 200. */
  | { status: number; answer: z.input<S['response']> };

/**
 * Makes a route of the REST API: request id, authentication (API key or session), validation of everything that
 * comes in and goes out, and errors in the contract's one shape.
 * @param schemas an absent body schema means that the body is not read
 * @param handle one service call
 */
export function defineRoute<S extends Schemas>(
  schemas: S,
  handle: (context: RouteContext<S>) => Promise<RouteAnswer<S>>,
): (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response> {
  return async (request, route) => {
    const requestId = randomUUID();
    try {
      const { user, actor } = await authenticate(request, now());
      const context = {
        user,
        actor,
        params: schemas.params && validate(schemas.params, await route.params, 'path'),
        query:
          schemas.query &&
          validate(schemas.query, Object.fromEntries(new URL(request.url).searchParams), 'query'),
        body: schemas.body && validate(schemas.body, await readJson(request), 'body'),
        now: now(),
      } as RouteContext<S>;
      const result = await handle(context);
      const { status, answer } = isWithStatus(result) ? result : { status: 200, answer: result };
      return json(status, schemas.response.parse(answer), requestId);
    } catch (error) {
      return errorAnswer(error, request, requestId);
    }
  };
}

function isWithStatus(result: unknown): result is { status: number; answer: unknown } {
  return typeof result === 'object' && result !== null && 'answer' in result && 'status' in result;
}

/** Any thrown thing as the contract's error answer; what is not a UsherError is logged and told as a 500. */
export function errorAnswer(error: unknown, request: Request, requestId: string): Response {
  if (error instanceof UsherError) {
    const { code, message, details, extra, status } = error;
    return json(
      status,
      {
        error: code,
        message,
        ...(details === undefined ? {} : { details }),
        ...extra,
        request_id: requestId,
      },
      requestId,
    );
  }
  logger.error({ error, requestId, path: new URL(request.url).pathname }, 'A request failed');
  return json(
    500,
    {
      error: 'internal_error',
      message: 'Something went wrong here. It has been logged under this request id.',
      request_id: requestId,
    },
    requestId,
  );
}

function json(status: number, body: unknown, requestId: string): Response {
  return Response.json(body, { status, headers: { 'X-Request-Id': requestId, 'Cache-Control': 'no-store' } });
}
