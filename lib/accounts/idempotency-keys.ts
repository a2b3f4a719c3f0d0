import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import { decryptSecret, encryptSecret } from '@/lib/platform/secrets';
import { claimKey } from './queries';

/** How long a key stands for its first answer, by the contract. */
const STORED_MS = 24 * 3_600_000;
/** Longer than any request takes: a process that has not answered by then died while answering. */
const LEASE_MS = 2 * 60_000;
const RETRY_SECONDS = 1;

/** An answer as it was sent. */
export type StoredAnswer = { status: number; body: string };

/** `claimedAt` fences: an answer is stored only for the newest claim. */
export type IdempotencyClaim = { userId: string; key: string; claimedAt: Date };

/**
 * Claims a user's `Idempotency-Key` for a request that is about to be carried out. One caller gets it. When
 * the process that has it dies, the same request may claim it again after two minutes.
 * @param requestHash says whether two requests are the same
 * @returns the claim, or the answer that the same request got before
 * @throws UsherError idempotency_key_reused (another request had the key), idempotency_in_progress
 */
export async function claimIdempotencyKey(
  userId: string,
  key: string,
  requestHash: string,
  now: Date,
): Promise<{ claim: IdempotencyClaim } | { answer: StoredAnswer }> {
  const expired = new Date(+now - STORED_MS);
  const leaseOver = new Date(+now - LEASE_MS);
  for (;;) {
    const claimed = await claimKey(db(), { userId, key, requestHash, now }, expired, leaseOver);
    if (claimed === 1) return { claim: { userId, key, claimedAt: now } };
    const record = await db().idempotencyRecord.findUnique({ where: { userId_key: { userId, key } } });
    if (!record) continue; // It has been given back meanwhile.
    if (record.requestHash !== requestHash) {
      throw new UsherError(
        'idempotency_key_reused',
        'This Idempotency-Key was sent before with another request: send a new one.',
      );
    }
    if (record.status === null) {
      throw new UsherError(
        'idempotency_in_progress',
        'The first request with this Idempotency-Key is still being answered: ask again in a moment.',
        { headers: { 'Retry-After': String(RETRY_SECONDS) } },
      );
    }
    return { answer: { status: record.status, body: decryptSecret(String(record.answer)) } };
  }
}

/** Stores the answer to a claimed request, encrypted: it may have what is shown only once. */
export async function storeAnswer(claim: IdempotencyClaim, answer: StoredAnswer): Promise<void> {
  await db().idempotencyRecord.updateMany({
    where: whileClaimed(claim),
    data: { status: answer.status, answer: encryptSecret(answer.body) },
  });
}

/** Gives a claimed key back, whose request was not carried out and may be sent again with the same key. */
export async function giveBackIdempotencyKey(claim: IdempotencyClaim): Promise<void> {
  await db().idempotencyRecord.deleteMany({ where: whileClaimed(claim) });
}

/** Deletes the answers of keys that have expired, and returns how many. */
export async function forgetOldAnswers(now: Date): Promise<number> {
  const { count } = await db().idempotencyRecord.deleteMany({
    where: { createdAt: { lte: new Date(+now - STORED_MS) } },
  });
  return count;
}

function whileClaimed({ userId, key, claimedAt }: IdempotencyClaim) {
  return { userId, key, createdAt: claimedAt, status: null };
}
