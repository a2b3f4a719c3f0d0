import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { User } from '@/lib/accounts/users';
import { withActingKey } from '@/lib/activity/acting-key';
import type { Actor } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { Operation } from '@/lib/contract/operations/operation';
import { CONTRACT_HEADER, contractVersion } from '@/lib/contract/version';
import { now } from '@/lib/platform/clock';
import { logger } from '@/lib/platform/logger';
import { writeJson } from '@/lib/platform/written-json';
import { withoutAbsentFields } from './absent-fields';
import { authenticate, authorize, type Credential } from './authenticate';
import { compressed } from './compress';
import { answerOnce } from './idempotency';
import { readJson, readQuery } from './read-json';
import { validate } from './validate';

type Parsed<O extends Operation, K extends 'params' | 'query' | 'body'> = O[K] extends z.ZodType
  ? z.output<O[K]>
  : undefined;

/** What a route's handler receives: the parsed request, its sender, and the present time. */
export type RouteContext<O extends Operation> = {
  user: User;
  /** A person in the dashboard, or an API client. */
  actor: Actor;
  credential: Credential;
  params: Parsed<O, 'params'>;
  query: Parsed<O, 'query'>;
  body: Parsed<O, 'body'>;
  now: Date;
};

type RouteAnswer<O extends Operation> =
  | z.input<O['response']>
  /** For an operation that can succeed with different statuses. */
  | { status: number; answer: z.input<O['response']> }
  /** A file. */
  | Response;

/** One method of a path, as Next calls it. */
export type Handler = (
  request: Request,
  route: { params: Promise<Record<string, string>> },
) => Promise<Response>;

/**
 * Returns the handler of a REST API route. It does for the operation what all routes need: request id, authentication (API
 * key or session), rate limit, validation of the request and of the answer, `Idempotency-Key`, errors in the contract's
 * form, and compression.
 * @param handle one service call
 */
export function defineRoute<O extends Operation>(
  operation: O,
  handle: (context: RouteContext<O>) => Promise<RouteAnswer<O>>,
): Handler {
  const { params, query, body, response } = operation;
  const usual = Number(Object.keys(operation.answers)[0]);
  const isChecked = !operation.isLarge || process.env.NODE_ENV !== 'production';
  return async (request, route) => {
    const requestId = randomUUID();
    const orRefusal = (error: unknown) => errorAnswer(error, request, requestId);
    let limits: Record<string, string> = {};
    const answerRequest = async (): Promise<Response> => {
      const sender = await authenticate(request, now());
      const { user, actor, credential, headers } = sender;
      limits = headers;
      authorize(sender, operation);
      const context = {
        user,
        actor,
        credential,
        params: params && validate(params, await route.params, 'path'),
        query: query && validate(query, readQuery(request), 'query'),
        body: body && validate(body, withoutAbsentFields(body, await readJson(request)), 'body'),
        now: now(),
      } as RouteContext<O>;
      const carryOut = async () => {
        const result = await handle(context);
        if (result instanceof Response) return result;
        const { status, answer } = isWithStatus(result) ? result : { status: usual, answer: result };
        return json(status, isChecked ? response.parse(answer) : answer, requestId);
      };
      const run = () => carryOut().catch(orRefusal);
      return answerOnce({
        request,
        userId: user.id,
        body: context.body,
        now,
        run: () => (credential.kind === 'key' ? withActingKey(credential.name, run) : run()),
      });
    };
    const answer = await answerRequest().catch(orRefusal);
    for (const [name, value] of Object.entries(limits)) answer.headers.set(name, value);
    answer.headers.set('X-Request-Id', requestId);
    answer.headers.set(CONTRACT_HEADER, contractVersion());
    return compressed(request, answer);
  };
}

/** Returns the contract's error answer for a thrown value. One that is not a UsherError is logged and becomes a 500. */
export function errorAnswer(error: unknown, request: Request, requestId: string): Response {
  if (error instanceof UsherError) {
    const { code, message, details, extra, headers, status } = error;
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
      headers,
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

function isWithStatus(result: unknown): result is { status: number; answer: unknown } {
  return typeof result === 'object' && result !== null && 'answer' in result && 'status' in result;
}

function json(
  status: number,
  body: unknown,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(writeJson(body), {
    status,
    headers: {
      'Content-Type': 'application/json',
      'X-Request-Id': requestId,
      'Cache-Control': 'no-store',
      ...headers,
    },
  });
}
