import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { describeOnDatabases } from '@/test/database';
import {
  boundAnswers,
  claimIdempotencyKey,
  forgetOldAnswers,
  giveBackIdempotencyKey,
  type IdempotencyClaim,
  storeAnswer,
} from './idempotency-keys';
import { ensureUser } from './users';

const START = new Date('2027-03-01T08:00:00Z');
const after = (ms: number) => new Date(+START + ms);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** The time of the process whose claims are renewed. */
let time = START;
const ANSWER = { status: 201, body: '{"key":"shown once"}' };

describeOnDatabases('an Idempotency-Key', () => {
  let user: string;
  beforeEach(async () => {
    user = (await ensureUser('ada@example.com')).id;
  });
  afterEach(async () => {
    // Each claim is renewed until then.
    await Promise.all(claims.splice(0).map(giveBackIdempotencyKey));
    await db().user.deleteMany();
  });

  const claims: IdempotencyClaim[] = [];
  const claimed = async (now: Date, hash = 'one', key = 'k', of = user): Promise<IdempotencyClaim> => {
    time = now;
    const result = await claimIdempotencyKey(of, key, hash, () => time);
    if (!('claim' in result)) throw new Error('It was not claimed.');
    claims.push(result.claim);
    return result.claim;
  };

  it('an Idempotency-Key stands for the first answer for 24 hours', async () => {
    await storeAnswer(await claimed(START), ANSWER);
    expect(await claimIdempotencyKey(user, 'k', 'one', () => after(DAY - 1))).toEqual({ answer: ANSWER });
    await expect(claimIdempotencyKey(user, 'k', 'other', () => after(DAY - 1))).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    await claimed(after(DAY), 'other');
  });

  it('an Idempotency-Key belongs to one user', async () => {
    await storeAnswer(await claimed(START), ANSWER);
    const other = await ensureUser('grace@example.com');
    await claimed(START, 'other', 'k', other.id);
  });

  it('one of fifty requests at once gets the key', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => claimIdempotencyKey(user, 'k', 'one', () => START)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled' && 'claim' in result.value) claims.push(result.value.claim);
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'idempotency_in_progress' });
    }
  });

  /** Leaves a claim behind as a process that has died does, or one that is frozen. */
  async function claimOfAnother(key: string, requestHash: string): Promise<IdempotencyClaim> {
    const leaseUntil = after(10 * SECOND);
    await db().idempotencyRecord.create({
      data: { userId: user, key, requestHash, createdAt: START, leaseUntil },
    });
    return { userId: user, key, claimedAt: START };
  }

  it('a key is free for the same request ten seconds after its process died', async () => {
    const dead = await claimOfAnother('k', 'one');
    for (const [ms, seconds] of [
      [0, '10'],
      [7 * SECOND + 1, '3'],
      [10 * SECOND - 1, '1'],
    ] as const) {
      await expect(claimIdempotencyKey(user, 'k', 'one', () => after(ms))).rejects.toMatchObject({
        code: 'idempotency_in_progress',
        headers: { 'Retry-After': seconds },
      });
    }
    await expect(claimIdempotencyKey(user, 'k', 'other', () => after(10 * SECOND))).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    const second = await claimed(after(10 * SECOND));
    // The first process was not dead after all: the answer of the second one counts.
    await storeAnswer(dead, { status: 500, body: 'late' });
    await giveBackIdempotencyKey(dead);
    await storeAnswer(second, ANSWER);
    expect(await claimIdempotencyKey(user, 'k', 'one', () => after(MINUTE))).toEqual({ answer: ANSWER });
  });

  it('a key stays claimed until it is answered: its process renews all its claims with one timer', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const [one, two] = [await claimed(START), await claimed(START, 'one', 'two')];
      await claimOfAnother('another', 'one');
      expect(vi.getTimerCount()).toBe(1);
      const leases = async () => {
        const rows = await db().idempotencyRecord.findMany({ orderBy: { key: 'asc' } });
        return rows.map(({ key, leaseUntil }) => [key, +(leaseUntil ?? 0) - +START]);
      };
      expect(await leases()).toEqual(['another', 'k', 'two'].map((key) => [key, 10 * SECOND]));
      time = after(9 * SECOND);
      vi.advanceTimersByTime(3 * SECOND);
      await vi.waitFor(async () =>
        expect(await leases()).toEqual([
          ['another', 10 * SECOND],
          ['k', 19 * SECOND],
          ['two', 19 * SECOND],
        ]),
      );
      await expect(claimIdempotencyKey(user, 'k', 'one', () => after(12 * SECOND))).rejects.toMatchObject({
        code: 'idempotency_in_progress',
        headers: { 'Retry-After': '1' },
      });
      await storeAnswer(one, ANSWER);
      expect(vi.getTimerCount()).toBe(1);
      await giveBackIdempotencyKey(two);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('a claim that was lost is not renewed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const frozen = await claimed(START);
      await db().idempotencyRecord.update({
        where: { userId_key: { userId: user, key: 'k' } },
        data: { createdAt: after(10 * SECOND), leaseUntil: after(20 * SECOND) },
      });
      const held = await claimed(START, 'one', 'held');
      time = after(MINUTE);
      vi.advanceTimersByTime(3 * SECOND);
      const leaseOf = async (key: string) =>
        (await db().idempotencyRecord.findFirstOrThrow({ where: { key } })).leaseUntil;
      await vi.waitFor(async () => expect(await leaseOf('held')).toEqual(after(MINUTE + 10 * SECOND)));
      expect(await leaseOf('k')).toEqual(after(20 * SECOND));
      await storeAnswer(frozen, ANSWER);
      await storeAnswer(held, ANSWER);
    } finally {
      vi.useRealTimers();
    }
  });

  it('an answer that the database does not take is stored when it does: until then the key stays claimed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const rename = (from: string, to: string) =>
      db().$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`);
    try {
      const claim = await claimed(START);
      await rename('IdempotencyRecord', 'Away');
      await expect(storeAnswer(claim, ANSWER)).rejects.toThrow();
      await rename('Away', 'IdempotencyRecord');
      await expect(claimIdempotencyKey(user, 'k', 'one', () => after(SECOND))).rejects.toMatchObject({
        headers: { 'Retry-After': '1' },
      });
      await vi.waitFor(async () => {
        vi.advanceTimersByTime(3 * SECOND);
        const again = claimIdempotencyKey(user, 'k', 'one', () => after(SECOND));
        expect(await again).toEqual({ answer: ANSWER });
      });
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
    } finally {
      vi.useRealTimers();
    }
  });

  it('a key can be given back until it stands for an answer', async () => {
    await giveBackIdempotencyKey(await claimed(START));
    const again = await claimed(START, 'other');
    await storeAnswer(again, ANSWER);
    await giveBackIdempotencyKey(again);
    expect(await claimIdempotencyKey(user, 'k', 'other', () => START)).toEqual({ answer: ANSWER });
  });

  it('an answer cannot be read from the database', async () => {
    await storeAnswer(await claimed(START), ANSWER);
    const stored = await db().idempotencyRecord.findFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain('shown once');
  });

  it('of too many answers the oldest are deleted, and of too many bytes; what is being answered keeps its key', async () => {
    const other = (await ensureUser('grace@example.com')).id;
    await storeAnswer(await claimed(START, 'one', 'hers', other), ANSWER);
    await claimed(START, 'one', 'k0');
    for (let second = 1; second <= 5; second++)
      await storeAnswer(await claimed(after(second * SECOND), 'one', `k${second}`), ANSWER);
    const left = async () =>
      (await db().idempotencyRecord.findMany({ orderBy: { createdAt: 'asc' } })).map(({ key }) => key);
    const bytes = 1_000_000;
    await boundAnswers(user, { answers: 3, bytes }, 100);
    expect(await left()).toHaveLength(7);
    await boundAnswers(user, { answers: 3, bytes }, 1);
    expect(await left()).toEqual(['hers', 'k0', 'k3', 'k4', 'k5']);
    await boundAnswers(user, { answers: 3, bytes: 150 }, 1);
    expect(await left()).toEqual(['hers', 'k0', 'k5']);
  });

  it('an answer that is too long to be stored is not given a second time, nor is its request carried out', async () => {
    await storeAnswer(await claimed(START), { status: 201, body: 'x'.repeat(600_000) });
    const again = await claimIdempotencyKey(user, 'k', 'one', () => after(SECOND));
    expect(again).toMatchObject({ answer: { status: 201, body: expect.stringMatching(/answered before/) } });
  });

  it('answers are deleted after a day', async () => {
    await storeAnswer(await claimed(START, 'one', 'old'), ANSWER);
    await storeAnswer(await claimed(after(1), 'one', 'young'), ANSWER);
    expect(await forgetOldAnswers(after(DAY))).toBe(1);
    expect(await db().idempotencyRecord.findMany({ select: { key: true } })).toEqual([{ key: 'young' }]);
  });
});
