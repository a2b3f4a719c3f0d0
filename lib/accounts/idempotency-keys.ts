import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import { decryptSecret, encryptSecret } from '@/lib/platform/encryption/encrypt';
import { logger } from '@/lib/platform/logger';
import { processGlobal } from '@/lib/platform/process-global';
import { claimKey, dropOldestAnswers } from './queries';

/** How long a key stands for its first answer, by the contract. */
const STORED_MS = 24 * 3_600_000;
/** A process that has not renewed its claims for so long is taken to be dead. */
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;

/** How many answers of a person are stored, and how many bytes of them; the oldest go first. */
const MOST = { answers: 10_000, bytes: 32 * 1024 * 1024 };
/** After so many keys of a person it is looked whether there are more. */
const KEYS_A_LOOK = 100;
/** No answer of the contract is longer. */
const LONGEST_ANSWER = 512 * 1024;

const TOO_LONG = JSON.stringify({
  message: 'This was answered before, with more than is stored for a repetition.',
});

/** An answer as it was sent. */
export type StoredAnswer = { status: number; body: string };

/** `claimedAt` fences: an answer is stored only for the newest claim. */
export type IdempotencyClaim = { userId: string; key: string; claimedAt: Date };

/** `unstored`: answers that the database has not taken; `since`: how many keys of a person were claimed since the last look. */
type Renewed = {
  claims: Set<IdempotencyClaim>;
  unstored: Map<IdempotencyClaim, StoredAnswer>;
  since: Map<string, number>;
  timer?: NodeJS.Timeout | undefined;
};

/** The claims that this process renews, all with one timer. */
const shared = processGlobal(
  'idempotency-claims',
  (): Renewed => ({
    claims: new Set(),
    unstored: new Map(),
    since: new Map(),
  }),
);

/**
 * Claims a user's `Idempotency-Key` for a request that is about to be carried out. One caller gets it, and must store
 * the answer or give the key back: until then this process renews the claim. When the process dies, the same request may
 * claim it again after ten seconds.
 * @param requestHash says whether two requests are the same
 * @returns the claim, or the answer that the same request got before
 * @throws UsherError idempotency_key_reused (another request had the key), idempotency_in_progress with `Retry-After`:
 *   1 while this process answers the first request, else the seconds until its lease runs out unless it is renewed
 */
export async function claimIdempotencyKey(
  userId: string,
  key: string,
  requestHash: string,
  clock: () => Date,
): Promise<{ claim: IdempotencyClaim } | { answer: StoredAnswer }> {
  for (;;) {
    const now = clock();
    const claim = { userId, key, claimedAt: now };
    if (await claimRow(claim, requestHash, clock)) {
      await boundAnswers(userId);
      return { claim };
    }
    // The answer may be stored between the moment the row is read and the moment it arrives here.
    const before = [...shared.claims];
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
        {
          headers: {
            'Retry-After': String(
              isOneOf([...before, ...shared.claims], record) ? 1 : secondsLeft(record.leaseUntil, now),
            ),
          },
        },
      );
    }
    return {
      answer: {
        status: record.status,
        body: decryptSecret(String(record.answer), 'IdempotencyRecord.answer', rowOf(record)),
      },
    };
  }
}

/**
 * Deletes a person's oldest answers when there are too many: a client that sends a new key with each request must not fill the
 * database.
 */
export async function boundAnswers(userId: string, most = MOST, keysALook = KEYS_A_LOOK): Promise<void> {
  const since = (shared.since.get(userId) ?? 0) + 1;
  shared.since.set(userId, since % keysALook);
  if (since < keysALook) return;
  try {
    await dropOldestAnswers(db(), userId, most);
  } catch (error) {
    logger.warn({ error }, 'The oldest answers to Idempotency-Keys could not be deleted');
  }
}

/** Claims the row of a key, and returns whether the claim has it. */
async function claimRow(claim: IdempotencyClaim, requestHash: string, clock: () => Date): Promise<boolean> {
  const now = claim.claimedAt;
  const times = { now, leaseUntil: new Date(+now + LEASE_MS) };
  // Before the row is there: who reads it is told that this process answers.
  hold(claim, clock);
  let claimed = 0;
  try {
    const { userId, key } = claim;
    claimed = await claimKey(db(), { userId, key, requestHash, ...times }, new Date(+now - STORED_MS));
  } finally {
    if (claimed === 0) release(claim);
  }
  return claimed > 0;
}

/** Renews a claim from now on, until `release`. */
function hold(claim: IdempotencyClaim, clock: () => Date): void {
  shared.claims.add(claim);
  shared.timer ??= setInterval(() => void renewClaims(new Date(+clock() + LEASE_MS)), RENEW_MS);
}

function release(claim: IdempotencyClaim): void {
  shared.claims.delete(claim);
  shared.unstored.delete(claim);
  if (shared.claims.size > 0) return;
  clearInterval(shared.timer);
  shared.timer = undefined;
}

async function renewClaims(leaseUntil: Date): Promise<void> {
  try {
    for (const [claim, answer] of shared.unstored) {
      await writeAnswer(claim, answer);
      release(claim);
    }
    await db().idempotencyRecord.updateMany({
      where: { OR: [...shared.claims].map(whileClaimed) },
      data: { leaseUntil },
    });
  } catch (error) {
    logger.warn({ error }, 'The claims of Idempotency-Keys could not be renewed');
  }
}

function isOneOf(
  claims: IdempotencyClaim[],
  record: { userId: string; key: string; createdAt: Date },
): boolean {
  return claims.some(
    ({ userId, key, claimedAt }) =>
      userId === record.userId && key === record.key && +claimedAt === +record.createdAt,
  );
}

function secondsLeft(leaseUntil: Date | null, now: Date): number {
  return Math.max(1, Math.ceil((+(leaseUntil ?? now) - +now) / 1000));
}

/**
 * Stores the answer to a claimed request.
 * @throws Error when the database does not take it. This process then keeps the claim and tries again: without the answer, the
 *   same request would be carried out a second time
 */
export async function storeAnswer(claim: IdempotencyClaim, answer: StoredAnswer): Promise<void> {
  try {
    await writeAnswer(claim, answer);
  } catch (error) {
    shared.unstored.set(claim, answer);
    throw error;
  }
  release(claim);
}

/** Writes an answer, encrypted: it may have what is shown only once. */
async function writeAnswer(claim: IdempotencyClaim, { status, body }: StoredAnswer): Promise<void> {
  const stored = body.length > LONGEST_ANSWER ? TOO_LONG : body;
  await db().idempotencyRecord.updateMany({
    where: whileClaimed(claim),
    data: { status, answer: encryptSecret(stored, 'IdempotencyRecord.answer', rowOf(claim)) },
  });
}

/** Gives a claimed key back, whose request was not carried out and may be sent again with the same key. */
export async function giveBackIdempotencyKey(claim: IdempotencyClaim): Promise<void> {
  try {
    await db().idempotencyRecord.deleteMany({ where: whileClaimed(claim) });
  } finally {
    release(claim);
  }
}

/** Deletes the answers of keys that have expired, and returns how many. */
export async function forgetOldAnswers(now: Date): Promise<number> {
  const { count } = await db().idempotencyRecord.deleteMany({
    where: { createdAt: { lte: new Date(+now - STORED_MS) } },
  });
  return count;
}

/** Names the row of a key, for its answer's encryption. */
function rowOf({ userId, key }: { userId: string; key: string }): string {
  return `${userId}/${key}`;
}

function whileClaimed({ userId, key, claimedAt }: IdempotencyClaim) {
  return { userId, key, createdAt: claimedAt, status: null };
}
