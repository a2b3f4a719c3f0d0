import { setImmediate as nextTurn } from 'node:timers/promises';
import { joinLateness } from '@/lib/activity/domain/delay';
import { type Activity, botFacts, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { batched } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { applyBotEvent } from './apply-bot-event';
import type { ClaimedBot } from './claim-bots';
import { TOO_LATE } from './end-bots';
import { autoRescheduledOccurrences, storeSent } from './queries/sending';
import { afterRush } from './rush';

type AskedBot = Omit<ClaimedBot, 'requestBody' | 'requestKey'>;
/**
 * A claimed bot, and the bot that the provider has made for it. `earlier`: an earlier attempt had made it; `notes`: what of
 * its configuration was left out or changed.
 */
export type SentBot = {
  bot: AskedBot;
  providerBotId: string;
  earlier: boolean;
  notes?: string[];
  now: Date;
};

/** From so long after the meeting's start on the activity says how long after it the bot was sent. */
const LATE_MS = 60_000;
/** While bots wait for a slot, their calls come first: answers are saved together, after so many milliseconds at the latest. */
const RUSH_LIMIT_MS = 5_000;

const saveInBatch = batched(saveUnlocked, 500, async () => {
  await nextTurn();
  await afterRush(RUSH_LIMIT_MS);
});

type Saved = Awaited<ReturnType<typeof storeSent>>[number];

/**
 * Saves which bot the provider has made, and records it in the activity. Answers that come at the same time are saved in
 * one transaction, and a row that another transaction is changing delays only its own answer. A row that was given up
 * meanwhile, because its claim seemed dead, becomes active again if its meeting still needs the bot.
 * @returns the row as it is now; null when it is gone. `mustLeave`: its meeting changed, or ended, while the provider was
 *   being asked; `providerBotId`: another bot, when an earlier answer named another
 */
export async function saveSentBot(sent: SentBot): Promise<Saved | null> {
  const saved = await saveInBatch(sent);
  if (saved !== 'passed over') return saved;
  return (await saveAlone(sent)) ?? (await reviveBot(sent));
}

async function saveAlone(sent: SentBot): Promise<Saved | null> {
  return (await saveRows([sent], 'wait')).get(sent.bot.id) ?? null;
}

/** Saves an answer for a row that was given up: it counts as the first report of that bot. */
async function reviveBot(sent: SentBot): Promise<Saved | null> {
  const { bot, providerBotId, now } = sent;
  const report = { providerBotId, botId: bot.id, status: 'Joining' as const, message: null };
  await applyBotEvent(bot.provider, report, now, 'provider_asked');
  return saveAlone(sent);
}

async function saveUnlocked(all: SentBot[]): Promise<(Saved | 'passed over')[]> {
  const saved = await saveRows(all, 'skip');
  return all.map(({ bot }) => saved.get(bot.id) ?? 'passed over');
}

/** Returns the rows that were saved, by their ids. A row that was given up is left as it is. */
async function saveRows(all: SentBot[], locked: 'wait' | 'skip'): Promise<Map<string, Saved>> {
  const rows = all.map((sent) => ({
    id: sent.bot.id,
    attempts: sent.bot.attempts,
    providerBotId: sent.providerBotId,
    now: sent.now,
    isUseless: isUseless(sent),
  }));
  const saved = await db().$transaction(async (tx) => {
    const written = await storeSent(tx, rows, TOO_LATE, locked);
    const first = new Map(written.filter((row) => row.isFirstAnswer).map((row) => [row.id, row]));
    await recordActivity(
      tx,
      all.flatMap((sent) => {
        const saved = first.get(sent.bot.id);
        return saved ? entryOf(sent, saved) : [];
      }),
    );
    return new Map(written.map((row) => [row.id, row]));
  });
  await enqueueAutoReschedules(all.map(({ bot }) => bot).filter((bot) => saved.has(bot.id)));
  return saved;
}

/**
 * Whether the bot came too late for its meeting: the provider was asked only whether an earlier attempt had made the bot,
 * and made it now.
 */
function isUseless({ bot, earlier, now }: SentBot): boolean {
  return bot.meetingEnd <= now && !earlier && !bot.recallRequestedAt;
}

/** @param saved the row as it is now: the bot's own reports may have come before the answer */
function entryOf({ bot, providerBotId, notes = [], now }: SentBot, saved: Saved): Activity {
  const { status, isUseless: missed } = saved;
  const late = +now - +bot.meetingStart;
  const delayMs = joinLateness(bot, now);
  logger.info({ meeting: bot.title, lateMs: delayMs }, 'Bot sent');
  return {
    userId: bot.userId,
    at: now,
    actor: 'usher',
    action: missed ? 'bot.missed' : 'bot.sent',
    cause: missed ? 'meeting_ended' : late > LATE_MS ? 'joined_late' : 'join_time',
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: missed
      ? `No bot was at “${bot.title}”: it ended before one could be sent.`
      : `Bot sent to “${bot.title}”${late > LATE_MS ? `, ${Math.round(late / 60_000)} min after it began` : ''}.${
          notes.length > 0 ? ` Its configuration was adjusted: ${notes.join(' ')}` : ''
        }`,
    before: { ...botFacts({ ...bot, status: 'Scheduled' }), providerBotId: null },
    after: {
      ...botFacts({ ...bot, status }),
      provider: bot.provider,
      providerBotId,
    },
    // A bot that is only recalled is not late, and a report may already have told when the bot was there.
    delayMs: missed || saved.mustLeave || !saved.isFirstWord ? null : delayMs,
  };
}

/** Enqueues the scheduling of the next occurrences, for when these bots' meetings end; the sweep does it if this fails. */
async function enqueueAutoReschedules(bots: AskedBot[]): Promise<void> {
  try {
    const ids = bots.flatMap((bot) => bot.occurrenceId ?? []);
    if (ids.length === 0) return;
    const occurrences = await autoRescheduledOccurrences(db(), ids);
    const endOf = new Map(bots.map((bot) => [bot.occurrenceId, bot.meetingEnd.toISOString()]));
    await sendJobs(
      occurrences.map(({ eventId, occurrenceId }) => ({
        name: 'series/joined',
        data: { eventId, endsAt: endOf.get(occurrenceId) ?? '' },
      })),
    );
  } catch (error) {
    logger.warn({ error }, 'The next occurrences could not be enqueued; the sweep enqueues them');
  }
}
