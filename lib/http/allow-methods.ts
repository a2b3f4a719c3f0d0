import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { errorAnswer } from './define-route';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
type Handler = ReturnType<typeof import('./define-route').defineRoute>;

/**
 * All methods of a path: the given ones, and for the rest the contract's answer 405, with what is allowed
 * (RFC 9110 section 15.5.6).
 */
export function allowMethods(handlers: Partial<Record<Method, Handler>>): Record<Method, Handler> {
  const allowed = Object.keys(handlers).join(', ');
  const refuse: Handler = async (request) => {
    const message = `${request.method} is not possible here, only ${allowed}.`;
    const answer = errorAnswer(new UsherError('method_not_allowed', message), request, randomUUID());
    answer.headers.set('Allow', allowed);
    return answer;
  };
  return Object.fromEntries(METHODS.map((method) => [method, handlers[method] ?? refuse])) as Record<
    Method,
    Handler
  >;
}
