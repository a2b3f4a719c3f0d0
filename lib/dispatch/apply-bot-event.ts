import { joinLateness } from '@/lib/activity/domain/delay';
import { type Activity, type Change, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
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
import { isInMeeting } from './domain/hand-over';
import { freeSharedLinks } from './end-bots';
import { enqueueHandOvers } from './hand-over';
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

/** How a report came: the provider sent it, or was asked for it. */
type Cause = 'provider_report' | 'provider_asked';

/** A report that tells a state. */
type Report = Omit<BotEvent, 'status'> & { provider: string; status: BotStatus; cause: Cause };
/** `gotInto`: the bot, when it was not in its meeting before. */
type Applied = { changed: boolean; recalled: string[] | null; gotInto?: ScheduledBot | null };
type Writing = Pick<Change, 'tx' | 'now'>;

/**
 * Moves a bot on as its provider reports. Repeated, late and disordered reports change nothing: a state only moves
 * forward, and an ended bot stays ended. One exception: a bot that we had given up before its provider named it becomes
 * active again, or is recalled.
 * @param provider whose report it is; it can only report on its own bots
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
  const { changed, recalled, gotInto } = await db().$transaction((tx) =>
    applyReport({ tx, now }, { ...event, provider, status, cause }),
  );
  if (recalled) await enqueueFollowUps({ recalled }, now);
  // The bot of the meeting before may still be there.
  if (gotInto) await enqueueHandOvers(gotInto, now);
  return changed;
}

async function applyReport(change: Writing, report: Report): Promise<Applied> {
  const moved = await moveOn(change, report);
  if (!moved) return reviveBot(change, report);
  await recordActivity(change.tx, statusEntry(moved, report, change.now));
  if (isBookedOrActive(report.status)) {
    const gotIn = isInMeeting(report.status) && !isInMeeting(moved.status);
    return { changed: true, recalled: null, gotInto: gotIn ? moved : null };
  }
  return { changed: true, ...(await freeSharedLinks(change, [moved.id])) };
}

/**
 * Moves a bot to a later state.
 * @returns the bot as it was, or null when there is none in a state before this one
 */
async function moveOn({ tx, now }: Writing, report: Report): Promise<ScheduledBot | null> {
  const { provider, providerBotId, status } = report;
  for (;;) {
    const bot = await tx.scheduledBot.findFirst({
      where: {
        provider,
        status: { in: statusesBefore(status).filter((before) => before !== 'Scheduled') },
        OR: [
          { providerBotId },
          // The first report may overtake the answer to the request that made the bot.
          ...(report.botId ? [{ id: report.botId, providerBotId: null }] : []),
        ],
      },
    });
    if (!bot) return null;
    // Its end may free the meeting link for another meeting; users are locked before bots.
    if (!isBookedOrActive(status)) await lockUser(tx, bot.userId);
    const { count } = await tx.scheduledBot.updateMany({
      where: { id: bot.id, provider, status: bot.status, providerBotId: bot.providerBotId },
      data: {
        status,
        providerBotId,
        ...reasonSince(bot, report),
        updatedAt: now,
      },
    });
    // Otherwise another report, or the provider's answer, has changed the row: it is read again.
    if (count > 0) return bot;
  }
}

/**
 * Returns the reason of a bot's new state. Why a bot was asked to leave stays: it says more than that it has left. Why
 * a bot had not been sent yet ends once it is active.
 */
function reasonSince(
  { recallRequestedAt }: ScheduledBot,
  { status, message }: Report,
): { statusReason?: string | null } {
  if (isBookedOrActive(status)) return recallRequestedAt ? {} : { statusReason: null };
  return recallRequestedAt && status === 'Done' ? {} : { statusReason: message };
}

/**
 * Applies a report about a bot whose row ended before the provider named its bot: the answer was lost, and every later
 * answer was a refusal. The bot is active after all, or leaves when its meeting needs it no more.
 */
async function reviveBot({ tx, now }: Writing, report: Report): Promise<Applied> {
  const { provider, providerBotId, status } = report;
  const where = {
    id: report.botId ?? '',
    provider,
    providerBotId: null,
    status: { in: ['Error', 'Missed', 'Cancelled'] satisfies BotStatus[] },
  };
  const found = report.botId
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
      providerBotId,
      requestBody: null,
      nextAttemptAt: null,
      updatedAt: now,
      ...(mustLeave ? { status: 'Cancelled', recallRequestedAt: now, recalledAt: null } : {}),
      ...(isWanted ? { status, statusReason: isBookedOrActive(status) ? null : report.message } : {}),
    },
  });
  if (count === 0) return { changed: false, recalled: null };
  await recordActivity(tx, statusEntry(found, report, now));
  if (mustLeave) return { changed: true, recalled: [found.id] };
  if (!isWanted || !found.occurrence) return { changed: true, recalled: null };
  // Its meeting may have changed since the row ended.
  // What the bots depend on changed at Google.
  const { recalled } = await reconcileBots({ tx, now, actor: 'google' }, found.userId, {
    eventIds: [found.occurrence.eventId],
  });
  return { changed: true, recalled };
}

function statusEntry(bot: ScheduledBot, { status, cause, isKicked }: Report, now: Date): Activity {
  return {
    userId: bot.userId,
    at: now,
    actor: 'provider',
    action: 'bot.status',
    cause,
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: isKicked
      ? `Bot was removed from “${bot.title}” by the host.`
      : `Bot ${WORDS[status] ?? `is ${status} in`} “${bot.title}”.`,
    before: { status: bot.status },
    after: { status },
    delayMs: isFirstWord(bot) && isBookedOrActive(status) ? joinLateness(bot, now) : null,
  };
}

/** Whether this is the provider's first word about a bot that is to be in its meeting: its answer may be late, or lost. */
function isFirstWord({ providerBotId, recallRequestedAt, status }: ScheduledBot): boolean {
  return !providerBotId && !recallRequestedAt && status !== 'Cancelled';
}
