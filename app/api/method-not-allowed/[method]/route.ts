import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { errorAnswer } from '@/lib/http/define-route';
import { METHODS_SOMEWHERE } from '@/lib/http/odd-methods';

/** Where a request is answered whose method no route has. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ method: string }> },
): Promise<Response> {
  const { method } = await params;
  const message = `${method} is possible nowhere here, only ${METHODS_SOMEWHERE.join(', ')}.`;
  const answer = errorAnswer(new UsherError('method_not_allowed', message), request, randomUUID());
  answer.headers.set('Allow', METHODS_SOMEWHERE.join(', '));
  return answer;
}
