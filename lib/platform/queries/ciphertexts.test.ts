import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { SAMPLE } from '@/test/sample-rows';
import * as queries from './ciphertexts';

const rowOfAnswer = `${SAMPLE.userId}/key`;

describeQueries('The queries of the encryption', queries, {
  findCiphertexts: {
    given: (tx) => tx.idempotencyRecord.updateMany({ data: { answer: 'v1.AAAA' } }),
    args: ['IdempotencyRecord.answer', { notPrefix: 'v2.', after: '', limit: 10 }],
    check: async (tx) => {
      const find = (which: object) =>
        queries.findCiphertexts(tx, 'IdempotencyRecord.answer', { after: '', limit: 10, ...which });
      expect(await find({ prefix: 'v1.' })).toEqual([{ row: rowOfAnswer, stored: 'v1.AAAA' }]);
      expect(await find({ prefix: 'v2.' })).toEqual([]);
      expect(await find({ notPrefix: 'v1.' })).toEqual([]);
      expect(await find({ after: rowOfAnswer })).toEqual([]);
    },
  },
  replaceCiphertexts: {
    given: (tx) => tx.idempotencyRecord.updateMany({ data: { answer: 'v1.AAAA' } }),
    args: ['IdempotencyRecord.answer', [{ row: rowOfAnswer, stored: 'v1.AAAA', fresh: 'v2.BBBB' }]],
    check: async (tx) => {
      const { answer } = await tx.idempotencyRecord.findFirstOrThrow();
      expect(answer).toBe('v2.BBBB');
      const again = [{ row: rowOfAnswer, stored: 'v1.AAAA', fresh: 'v2.CCCC' }];
      expect(await queries.replaceCiphertexts(tx, 'IdempotencyRecord.answer', again)).toBe(0);
    },
  },
});
