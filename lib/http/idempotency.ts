import { createHash } from 'node:crypto';
import {
  claimIdempotencyKey,
  giveBackIdempotencyKey,
  type IdempotencyClaim,
  storeAnswer,
} from '@/lib/accounts/idempotency-keys';
import { UsherError } from '@/lib/contract/errors';
import { idempotencyKey, LONGEST_IDEMPOTENCY_KEY } from '@/lib/contract/idempotency-key';
import { logger } from '@/lib/platform/logger';

const HEADER = 'idempotency-key';

/** A request that may carry an `Idempotency-Key`. */
type IdempotentRequest = {
  request: Request;
  userId: string;
  /** The parsed body: requests with equal ones are the same request. */
  body: unknown;
  now: () => Date;
  /** Answers the request; answers with errors instead of throwing them. */
  run: () => Promise<Response>;
};

/**
 * Runs a POST once for its `Idempotency-Key` and returns its answer. A repetition within 24 hours gets the first answer,
 * with `Idempotent-Replayed: true`. An answer of 429, or of 500 and above, is not stored, so that the same key can be tried
 * again; every other answer is stored. A request without the header just runs.
 * @throws UsherError validation_failed (the key), idempotency_key_reused, idempotency_in_progress
 */
export async function answerOnce({ request, userId, body, now, run }: IdempotentRequest): Promise<Response> {
  const key = request.method === 'POST' ? request.headers.get(HEADER) : null;
  if (key === null) return run();
  validateKey(key);
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
    // The request has been carried out: the client must get its answer all the same.
    logger.error({ error }, 'The answer to an Idempotency-Key could not be stored');
  }
}

function validateKey(key: string): void {
  if (idempotencyKey.safeParse(key).success) return;
  const message = `must be 1 to ${LONGEST_IDEMPOTENCY_KEY} printable ASCII characters`;
  throw new UsherError('validation_failed', `Idempotency-Key ${message}.`, {
    details: [{ path: 'Idempotency-Key', message }],
  });
}

/** Returns a hash of a request that does not depend on the order of the fields in its body. */
function hashOf(request: Request, body: unknown): string {
  const { pathname, search } = new URL(request.url);
  const canonical = JSON.stringify(body ?? null, (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(`${request.method} ${pathname}${search}\n${canonical}`).digest('hex');
}
