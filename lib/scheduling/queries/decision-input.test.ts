import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './decision-input';

const { userId, occurrenceId, otherId, botId, calendarId } = SAMPLE;

describeQueries('The queries of decision input', queries, {
  decisionInputs: {
    // Of a calendar whose sync is enabled `calendarOff` is null.
    given: (tx) => tx.calendar.updateMany({ where: { id: calendarId }, data: { syncEnabled: false } }),
    args: [{ kind: 'ids', ids: [occurrenceId] }],
  },
  lockBots: { args: [{ kind: 'upcoming', userId, now: NOW }] },
  settingsOfUsers: { args: [[userId]] },
  occurrencesAtLinks: {
    args: [[{ userId, linkKey: 'zoom:5551234567', from: after(1), to: after(1.25) }], [occurrenceId]],
  },
  sharedLinkHolders: {
    given: async (tx) => {
      await tx.scheduledBot.updateMany({ where: { id: botId }, data: { recallRequestedAt: null } });
      expect(await queries.sharedLinkHolders(tx, [occurrenceId])).toEqual([]);
    },
    args: [[otherId]],
  },
});
