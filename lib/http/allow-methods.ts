import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { METHODS } from '@/lib/contract/operations/operation';
import { errorAnswer, type Handler } from './define-route';

type Method = (typeof METHODS)[number];

/**
 * Returns handlers for all methods of a path: the given ones, and for the others one that answers 405 in the contract's
 * form (RFC 9110 section 15.5.6). OPTIONS names the methods that are allowed. It answers a preflight without any
 * `Access-Control` header, so that pages of other origins are allowed nothing.
 */
export function allowMethods(
  handlers: Partial<Record<Method, Handler>>,
): Record<Method | 'OPTIONS', Handler> {
  const names = Object.keys(handlers);
  // HEAD comes with GET: Next answers it.
  const allowed = [...names, ...(names.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  const refuse: Handler = async (request) => methodNotAllowed(request, request.method, allowed);
  const OPTIONS: Handler = async () =>
    new Response(null, {
      status: 204,
      headers: { Allow: allowed.join(', '), 'X-Request-Id': randomUUID() },
    });
  const all = METHODS.map((method) => [method, handlers[method] ?? refuse]);
  return { ...(Object.fromEntries(all) as Record<Method, Handler>), OPTIONS };
}

/** Returns the contract's answer 405 for a method, with the methods that are allowed instead. */
export function methodNotAllowed(request: Request, method: string, allowed: string[]): Response {
  const message = `${method} is not allowed here. Allowed: ${allowed.join(', ')}.`;
  const answer = errorAnswer(new UsherError('method_not_allowed', message), request, randomUUID());
  answer.headers.set('Allow', allowed.join(', '));
  return answer;
}
