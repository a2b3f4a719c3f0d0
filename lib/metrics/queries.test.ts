import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { userId, botId } = SAMPLE;

describeQueries('The queries of the metrics', queries, {
  delays: {
    given: (tx) =>
      tx.activityEntry.create({
        data: { userId, at: NOW, actor: 'usher', action: 'bot.sent', summary: 'Sent.', delayMs: 7 },
      }),
    args: [after(-2), userId],
  },
  bookedOrActiveBots: { args: [NOW] },
  overdueBots: {
    given: (tx) =>
      tx.scheduledBot.update({
        where: { id: botId },
        data: { providerBotId: null, recallRequestedAt: null },
      }),
    args: [after(1)],
  },
  syncEnabledCalendars: { args: [] },
});
