import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './pruning';

const { occurrenceId, otherId } = SAMPLE;
const until = after(24 * 400);

const withoutBots = async (tx: Tx) => {
  await tx.scheduledBot.deleteMany();
  await tx.occurrence.updateMany({ data: { isDeleted: true, override: null } });
};
const withoutOccurrences = async (tx: Tx) => {
  await tx.scheduledBot.deleteMany();
  await tx.occurrence.deleteMany();
  const decided = {
    iCalUid: null,
    override: null,
    neverFrom: null,
    chosenLinkKey: null,
    autoRescheduleEnabled: false,
  };
  await tx.event.updateMany({ where: { id: otherId }, data: { isDeleted: true, ...decided } });
};

describeQueries('The queries of pruning', queries, {
  pruneBots: {
    given: (tx) => tx.scheduledBot.updateMany({ data: { status: 'Done' } }),
    args: [until, 10],
  },
  pruneOccurrences: { given: withoutBots, args: [until, 10] },
  pruneEvents: { given: withoutOccurrences, args: [until, 10] },
  pruneActivity: {
    given: (tx) => tx.scheduledBot.deleteMany({ where: { occurrenceId } }),
    args: [until, 10],
  },
});
