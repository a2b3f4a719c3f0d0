import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { METHODS } from '@/lib/contract/operations/operation';
import { errorAnswer, type Handler } from './define-route';

type Method = (typeof METHODS)[number];

/**
 * All methods of a path: the given ones, and for the rest the contract's answer 405, with what is allowed
 * (RFC 9110 section 15.5.6). OPTIONS names the same. Pages of other origins are allowed nothing: a preflight's answer
 * grants none of what it asks for.
 */
export function allowMethods(
  handlers: Partial<Record<Method, Handler>>,
): Record<Method | 'OPTIONS', Handler> {
  const allowed = allowedBy(Object.keys(handlers));
  const refuse: Handler = async (request) => {
    const message = `${request.method} is not possible here, only ${allowed}.`;
    const answer = errorAnswer(new UsherError('method_not_allowed', message), request, randomUUID());
    answer.headers.set('Allow', allowed);
    return answer;
  };
  const OPTIONS: Handler = async () =>
    new Response(null, { status: 204, headers: { Allow: allowed, 'X-Request-Id': randomUUID() } });
  const all = METHODS.map((method) => [method, handlers[method] ?? refuse]);
  return { ...(Object.fromEntries(all) as Record<Method, Handler>), OPTIONS };
}

/** HEAD comes with GET: Next answers it so. */
function allowedBy(methods: string[]): string {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}
