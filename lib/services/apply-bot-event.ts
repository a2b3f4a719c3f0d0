import type { BotEvent } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import { type BotStatus, isLive, statusesBefore } from '@/lib/domain/bot-status';
import { recordActivity } from './record-activity';

const WORDS: Partial<Record<BotStatus, string>> = {
  Joining: 'is joining',
  WaitingRoom: 'is in the waiting room of',
  InMeeting: 'is in',
  Recording: 'is recording',
  Leaving: 'is leaving',
  Done: 'has finished',
  Denied: 'was not let into',
  NotAllowed: 'was not allowed into',
  Error: 'failed in',
};

/**
 * Moves a bot on as its provider reports. Repeated, late and disordered reports change nothing: a state only
 * moves forward, and an ended bot stays ended.
 * @param provider whose report it is; it can only speak of its own bots
 * @returns whether the report changed anything
 */
export async function applyBotEvent(provider: string, event: BotEvent, now: Date): Promise<boolean> {
  const { status } = event;
  if (!status) return false;
  return db().$transaction(async (tx) => {
    const [moved] = await tx.scheduledBot.updateManyAndReturn({
      where: {
        provider,
        status: { in: statusesBefore(status).filter((before) => before !== 'Scheduled') },
        OR: [
          { providerBotId: event.providerBotId },
          // The first report may overtake the answer to the request that made the bot.
          ...(event.botId ? [{ id: event.botId, providerBotId: null }] : []),
        ],
      },
      data: {
        status,
        providerBotId: event.providerBotId,
        leaseUntil: null,
        ...(isLive(status) ? {} : { statusReason: event.message }),
        updatedAt: now,
      },
    });
    if (!moved) return false;
    await recordActivity(tx, {
      userId: moved.userId,
      at: now,
      actor: 'provider',
      action: 'bot.status',
      botId: moved.id,
      occurrenceId: moved.occurrenceId,
      summary: `Bot ${WORDS[status] ?? `is ${status} in`} “${moved.title}”.`,
      after: { status },
    });
    return true;
  });
}
