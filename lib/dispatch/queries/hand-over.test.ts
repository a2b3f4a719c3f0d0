import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './hand-over';

const { botId, userId } = SAMPLE;

/** Has the sample bot in its meeting, and beside it one of the next meeting on the link. */
async function twoBots(tx: Tx): Promise<void> {
  const bot = await tx.scheduledBot.update({
    where: { id: botId },
    data: { status: 'InMeeting', recallRequestedAt: null },
  });
  await tx.scheduledBot.create({
    data: {
      ...bot,
      ...{ customAttributes: {}, botConfig: {} },
      id: 'bot_next',
      occurrenceId: null,
      meetingStart: after(1.5),
      meetingEnd: after(2),
    },
  });
}

describeQueries('The queries of hand-over', queries, {
  activeBotsAtSameLinks: {
    given: twoBots,
    args: [{ userId, linkKey: 'zoom:5551234567' }],
    check: async (tx) => {
      const bots = await queries.activeBotsAtSameLinks(tx);
      expect(bots.map(({ id, coversUntil }) => [id, coversUntil])).toEqual(
        expect.arrayContaining([
          // Another meeting at the same time has no bot of its own, and ends with this one.
          [botId, after(1.5)],
          ['bot_next', after(2)],
        ]),
      );
      await tx.occurrence.updateMany({
        where: { decisionCode: 'shared_link' },
        data: { endTime: after(1.75) },
      });
      const [bot] = (await queries.activeBotsAtSameLinks(tx)).filter(({ id }) => id === botId);
      expect(bot?.coversUntil).toEqual(after(1.75));
      await tx.scheduledBot.update({ where: { id: 'bot_next' }, data: { providerBotId: null } });
      expect(await queries.activeBotsAtSameLinks(tx)).toEqual([]);
    },
  },
  requestHandOvers: {
    given: twoBots,
    args: [[{ id: botId, status: 'InMeeting', nextId: 'bot_next', statusReason: 'Leaves.' }], after(1.5)],
    check: async (tx) => {
      expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } })).toMatchObject({
        recallRequestedAt: after(1.5),
        recalledAt: null,
        handedOverTo: 'bot_next',
        statusReason: 'Leaves.',
        comesBack: false,
      });
      const request = {
        id: botId,
        status: 'InMeeting' as const,
        nextId: 'bot_next',
        statusReason: 'Leaves.',
      };
      expect(await queries.requestHandOvers(tx, [request], after(1.5))).toEqual([]);
    },
  },
});
