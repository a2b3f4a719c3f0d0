import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { errorAnswer } from '@/lib/http/define-route';

/** Answers every request that comes while the process stops: `answerUntilStop` sends them here. */
export function GET(request: Request): Response {
  const refusal = new UsherError('stopping', 'Usher is stopping: send the request again in a moment.', {
    headers: { 'Retry-After': '1' },
  });
  return errorAnswer(refusal, request, randomUUID());
}
