import { joinLateness } from '@/lib/activity/domain/delay';
import { type Activity, recordActivity } from '@/lib/activity/record-activity';
import { db, type Tx } from '@/lib/platform/database/client';
import type { ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import {
  BOOKED_OR_ACTIVE_STATUSES,
  type BotStatus,
  isBookedOrActive,
  statusesBefore,
} from '@/lib/scheduling/domain/bot-status';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { freeSharedLinks } from './end-bots';
import type { BotEvent } from './providers';

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

/** How a report came: by itself, or because the provider was asked. */
type Cause = 'provider_report' | 'provider_asked';

/**
 * Moves a bot on as its provider reports. Repeated, late and disordered reports change nothing: a state only
 * moves forward, and an ended bot stays ended. Only a bot that we had given up without knowing it at the provider
 * comes back, or is made to leave.
 * @param provider whose report it is; it can only speak of its own bots
 * @returns whether the report changed anything
 */
export async function applyBotEvent(
  provider: string,
  event: BotEvent,
  now: Date,
  cause: Cause = 'provider_report',
): Promise<boolean> {
  const { status } = event;
  if (!status) return false;
  const { changed, recalled } = await db().$transaction(async (tx) => {
    const moved = await moveOn(tx, provider, event, status, now);
    if (!moved) return reviveBot(tx, provider, event, status, now, cause);
    await recordActivity(tx, statusEntry(moved, status, now, cause));
    if (isBookedOrActive(status)) return { changed: true, recalled: null };
    return { changed: true, ...(await freeSharedLinks(tx, [moved.id], now)) };
  });
  if (recalled) await enqueueFollowUps({ recalled }, now);
  return changed;
}

/**
 * Takes a bot to a later state.
 * @returns the bot as it was, or null when there is none that this state comes after
 */
async function moveOn(
  tx: Tx,
  provider: string,
  event: BotEvent,
  status: BotStatus,
  now: Date,
): Promise<ScheduledBot | null> {
  for (;;) {
    const bot = await tx.scheduledBot.findFirst({
      where: {
        provider,
        status: { in: statusesBefore(status).filter((before) => before !== 'Scheduled') },
        OR: [
          { providerBotId: event.providerBotId },
          // The first report may overtake the answer to the request that made the bot.
          ...(event.botId ? [{ id: event.botId, providerBotId: null }] : []),
        ],
      },
    });
    if (!bot) return null;
    // Its room may be free for another meeting then; users are locked before bots.
    if (!isBookedOrActive(status)) await lockUser(tx, bot.userId);
    const { count } = await tx.scheduledBot.updateMany({
      where: { id: bot.id, provider, status: bot.status, providerBotId: bot.providerBotId },
      data: {
        status,
        providerBotId: event.providerBotId,
        ...(isBookedOrActive(status) ? {} : { statusReason: event.message }),
        updatedAt: now,
      },
    });
    // Another report, or the provider's answer, came in between: what it left is looked at.
    if (count > 0) return bot;
  }
}

/**
 * A report about a bot whose row has ended while its provider never said that it exists: an answer got lost, and
 * every later one was a refusal. It is on duty after all, or it leaves when it is not wanted (any more).
 */
async function reviveBot(
  tx: Tx,
  provider: string,
  event: BotEvent,
  status: BotStatus,
  now: Date,
  cause: Cause,
): Promise<{ changed: boolean; recalled: string[] | null }> {
  const where = {
    id: event.botId ?? '',
    provider,
    providerBotId: null,
    status: { in: ['Error', 'Missed', 'Cancelled'] satisfies BotStatus[] },
  };
  const found = event.botId
    ? await tx.scheduledBot.findFirst({ where, include: { occurrence: { select: { eventId: true } } } })
    : null;
  if (!found) return { changed: false, recalled: null };
  await lockUser(tx, found.userId);
  const successor = await tx.scheduledBot.findFirst({
    where: { occurrenceId: found.occurrenceId ?? '', status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } },
    select: { id: true },
  });
  const isWanted = found.status !== 'Cancelled' && !successor;
  const mustLeave = isBookedOrActive(status) && !isWanted;
  const { count } = await tx.scheduledBot.updateMany({
    where,
    data: {
      providerBotId: event.providerBotId,
      nextAttemptAt: null,
      updatedAt: now,
      ...(mustLeave ? { status: 'Cancelled', recallRequestedAt: now, recalledAt: null } : {}),
      ...(isWanted ? { status, statusReason: isBookedOrActive(status) ? null : event.message } : {}),
    },
  });
  if (count === 0) return { changed: false, recalled: null };
  await recordActivity(tx, statusEntry(found, status, now, cause));
  if (mustLeave) return { changed: true, recalled: [found.id] };
  if (!isWanted || !found.occurrence) return { changed: true, recalled: null };
  // Its meeting may have changed since the row ended.
  const { recalled } = await reconcileBots({ tx, now, actor: 'google' }, found.userId, {
    eventIds: [found.occurrence.eventId],
  });
  return { changed: true, recalled };
}

function statusEntry(bot: ScheduledBot, status: BotStatus, now: Date, cause: Cause): Activity {
  return {
    userId: bot.userId,
    at: now,
    actor: 'provider',
    action: 'bot.status',
    cause,
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: `Bot ${WORDS[status] ?? `is ${status} in`} “${bot.title}”.`,
    before: { status: bot.status },
    after: { status },
    delayMs: isFirstWord(bot) && isBookedOrActive(status) ? joinLateness(bot, now) : null,
  };
}

/** Whether this is the first that is heard of a bot somebody waits for: the answer may be on its way still, or lost. */
function isFirstWord({ providerBotId, recallRequestedAt, status }: ScheduledBot): boolean {
  return !providerBotId && !recallRequestedAt && status !== 'Cancelled';
}
