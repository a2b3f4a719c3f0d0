import { createHash } from 'node:crypto';
import {
  claimIdempotencyKey,
  giveBackIdempotencyKey,
  type IdempotencyClaim,
  storeAnswer,
} from '@/lib/accounts/idempotency-keys';
import { UsherError } from '@/lib/contract/errors';
import { logger } from '@/lib/platform/logger';

const HEADER = 'idempotency-key';
const LONGEST_KEY = 255;

/**
 * Carries a POST out once for its `Idempotency-Key`: a repetition within 24 hours gets the first answer, with
 * `Idempotent-Replayed: true`. Kept is every answer to what was carried out or refused by a rule; an answer of 500 and
 * above, and 429, is not, so that the same key can be tried again. A request without the header just runs.
 * @param body what was understood of the body; requests with equal ones are the same request
 * @param run answers the request, refusals included
 * @throws UsherError validation_failed (the key), idempotency_key_reused, idempotency_in_progress
 */
export async function answerOnce(
  request: Request,
  userId: string,
  body: unknown,
  now: Date,
  run: () => Promise<Response>,
): Promise<Response> {
  const key = request.method === 'POST' ? request.headers.get(HEADER) : null;
  if (key === null) return run();
  refuseOddKey(key);
  const claimed = await claimIdempotencyKey(userId, key, hashOf(request, body), now);
  if ('answer' in claimed) {
    return new Response(claimed.answer.body, {
      status: claimed.answer.status,
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'Idempotent-Replayed': 'true',
      },
    });
  }
  let answer: Response | undefined;
  try {
    answer = await run();
    return answer;
  } finally {
    await settle(claimed.claim, answer?.clone());
  }
}

async function settle(claim: IdempotencyClaim, answer: Response | undefined): Promise<void> {
  try {
    if (!answer || answer.status >= 500 || answer.status === 429) await giveBackIdempotencyKey(claim);
    else await storeAnswer(claim, { status: answer.status, body: await answer.text() });
  } catch (error) {
    // What was asked for has been done: the client must hear of that.
    logger.error({ error }, 'The answer to an Idempotency-Key could not be kept');
  }
}

function refuseOddKey(key: string): void {
  if (key.length <= LONGEST_KEY && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(key)) return;
  const message = `must be 1 to ${LONGEST_KEY} printable ASCII characters`;
  throw new UsherError('validation_failed', `Idempotency-Key ${message}.`, {
    details: [{ path: 'Idempotency-Key', message }],
  });
}

/** The same for the same JSON, in whatever order its fields stand. */
function hashOf(request: Request, body: unknown): string {
  const { pathname, search } = new URL(request.url);
  const canonical = JSON.stringify(body ?? null, (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(`${request.method} ${pathname}${search}\n${canonical}`).digest('hex');
}
