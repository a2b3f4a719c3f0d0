import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { userId } = SAMPLE;

describeQueries('The queries of accounts', queries, {
  userOfApiKey: {
    async given(tx) {
      await tx.apiKey.updateMany({ data: { revokedAt: null } });
      await tx.user.updateMany({ data: { disabledAt: null } });
    },
    args: ['hash', NOW],
  },
  userOfSession: {
    given: (tx) => tx.user.updateMany({ data: { disabledAt: null } }),
    args: ['ses_sample', NOW],
  },
  claimKey: {
    args: [{ userId, key: 'key', requestHash: 'other', now: NOW, leaseUntil: after(1) }, after(-0.5)],
    async check(tx) {
      expect(await tx.idempotencyRecord.findFirst()).toEqual({
        userId,
        key: 'key',
        requestHash: 'other',
        createdAt: NOW,
        leaseUntil: after(1),
        status: null,
        answer: null,
      });
    },
  },
  dropOldestAnswers: {
    given: (tx) => tx.idempotencyRecord.updateMany({ data: { status: 200, answer: 'x' } }),
    args: [userId, { answers: 1_000, bytes: 1 }],
    check: async (tx) => expect(await tx.idempotencyRecord.count()).toBe(0),
  },
});
