import type pino from 'pino';
import { describe, expect, it } from 'vitest';
import { foldError } from './fold-error';

const PRISMA = `
Invalid \`db().idempotencyRecord.deleteMany()\` invocation in
/srv/usher/lib/accounts/idempotency-keys.ts:70:50

  67 
  68 /** Deletes the answers of keys that have expired, and returns how many. */
→ 70   const { count } = await db().idempotencyRecord.deleteMany(
The table \`public.IdempotencyRecord\` does not exist in the current database.`;
const FOLDED =
  'Invalid `db().idempotencyRecord.deleteMany()` invocation: The table `public.IdempotencyRecord` does not exist in the current database.';

const folded = (error: unknown) => foldError(error) as Record<string, string>;

describe('foldError', () => {
  it('makes one line of a message of Prisma, without the source that it quotes', () => {
    expect(foldError(PRISMA)).toBe(FOLDED);
    expect(folded(Object.assign(new Error(PRISMA), { code: 'P2021' }))).toMatchObject({
      type: 'Error',
      message: FOLDED,
      code: 'P2021',
    });
  });

  it('keeps the frames of the stack, one a line, under the message in one', () => {
    const [first, second, ...rest] = folded(new Error(PRISMA)).stack?.split('\n') ?? [];
    expect(first).toBe(`Error: ${FOLDED}`);
    expect([second, ...rest].every((line) => /^\s+at /.test(line ?? ''))).toBe(true);
    expect(rest.length).toBeGreaterThan(0);
  });

  it('folds the messages of causes, and of each of several errors', () => {
    const error = new AggregateError([new Error(PRISMA)], `answers: ${PRISMA}`, { cause: new Error(PRISMA) });
    const { message, stack, aggregateErrors } = foldError(error) as pino.SerializedError;
    expect([message, stack, aggregateErrors?.[0]?.message]).toEqual([
      expect.not.stringContaining('\n'),
      expect.not.stringContaining('→'),
      FOLDED,
    ]);
  });

  it.each(['Google answered 503.', '', 7, null, { reason: 'no error' }])('leaves %j as it is', (value) => {
    expect(foldError(value)).toEqual(value);
  });
});
