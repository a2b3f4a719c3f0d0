import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { errorAnswer } from '@/lib/http/define-route';

function notFound(request: Request): Response {
  const { pathname } = new URL(request.url);
  return errorAnswer(
    new UsherError('not_found', `There is no route ${request.method} ${pathname}.`),
    request,
    randomUUID(),
  );
}

export {
  notFound as DELETE,
  notFound as GET,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
