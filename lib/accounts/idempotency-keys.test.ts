import { afterEach, beforeEach, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { describeOnDatabases } from '@/test/database';
import {
  claimIdempotencyKey,
  forgetOldAnswers,
  giveBackIdempotencyKey,
  type IdempotencyClaim,
  storeAnswer,
} from './idempotency-keys';
import { ensureUser } from './users';

const START = new Date('2027-03-01T08:00:00Z');
const after = (ms: number) => new Date(+START + ms);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ANSWER = { status: 201, body: '{"key":"shown once"}' };

describeOnDatabases('an Idempotency-Key', () => {
  let user: string;
  beforeEach(async () => {
    user = (await ensureUser('ada@example.com')).id;
  });
  afterEach(async () => {
    await db().user.deleteMany();
  });

  const claimed = async (now: Date, hash = 'one', key = 'k'): Promise<IdempotencyClaim> => {
    const result = await claimIdempotencyKey(user, key, hash, now);
    if (!('claim' in result)) throw new Error('It was not claimed.');
    return result.claim;
  };

  it('an Idempotency-Key stands for the first answer for 24 hours', async () => {
    await storeAnswer(await claimed(START), ANSWER);
    expect(await claimIdempotencyKey(user, 'k', 'one', after(DAY - 1))).toEqual({ answer: ANSWER });
    await expect(claimIdempotencyKey(user, 'k', 'other', after(DAY - 1))).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    await claimed(after(DAY), 'other');
  });

  it('an Idempotency-Key belongs to one user', async () => {
    await storeAnswer(await claimed(START), ANSWER);
    const other = await ensureUser('grace@example.com');
    expect(await claimIdempotencyKey(other.id, 'k', 'other', START)).toHaveProperty('claim');
  });

  it('one of fifty requests at once gets the key', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => claimIdempotencyKey(user, 'k', 'one', START)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'idempotency_in_progress' });
    }
  });

  it('a key is free for the same request two minutes after its process died', async () => {
    const dead = await claimed(START);
    await expect(claimIdempotencyKey(user, 'k', 'one', after(2 * MINUTE - 1))).rejects.toMatchObject({
      code: 'idempotency_in_progress',
      headers: { 'Retry-After': '1' },
    });
    await expect(claimIdempotencyKey(user, 'k', 'other', after(2 * MINUTE))).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    const second = await claimed(after(2 * MINUTE));
    // The first process was not dead after all: the answer of the second one counts.
    await storeAnswer(dead, { status: 500, body: 'late' });
    await giveBackIdempotencyKey(dead);
    await storeAnswer(second, ANSWER);
    expect(await claimIdempotencyKey(user, 'k', 'one', after(3 * MINUTE))).toEqual({ answer: ANSWER });
  });

  it('a key can be given back until it stands for an answer', async () => {
    await giveBackIdempotencyKey(await claimed(START));
    const again = await claimed(START, 'other');
    await storeAnswer(again, ANSWER);
    await giveBackIdempotencyKey(again);
    expect(await claimIdempotencyKey(user, 'k', 'other', START)).toEqual({ answer: ANSWER });
  });

  it('an answer cannot be read from the database', async () => {
    await storeAnswer(await claimed(START), ANSWER);
    const stored = await db().idempotencyRecord.findFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain('shown once');
  });

  it('answers are deleted after a day', async () => {
    await storeAnswer(await claimed(START, 'one', 'old'), ANSWER);
    await storeAnswer(await claimed(after(1), 'one', 'young'), ANSWER);
    expect(await forgetOldAnswers(after(DAY))).toBe(1);
    expect(await db().idempotencyRecord.findMany({ select: { key: true } })).toEqual([{ key: 'young' }]);
  });
});
