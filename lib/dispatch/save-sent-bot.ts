import { joinLateness } from '@/lib/activity/domain/delay';
import { type Activity, botFacts, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { batched } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { applyBotEvent } from './apply-bot-event';
import { TOO_LATE } from './end-bots';
import { type ClaimedBot, chainedOccurrences, storeSent } from './queries';

/** A claimed bot, and the one that the provider has made for it. */
export type SentBot = { bot: ClaimedBot; providerBotId: string; earlier: boolean; now: Date };

/** From here on the timeline says how late a bot set out. */
const LATE_MS = 60_000;
/** In a crowd the next calls matter more than the last answers. */
const BATCH_MS = 50;

const saveInBatch = batched(saveUnlocked, 500, BATCH_MS);

/**
 * Keeps which bot the provider has made, and tells of it. Answers that come at the same time are kept in one transaction,
 * and a row that another transaction is changing holds up itself alone. A row that was given up meanwhile, by somebody
 * who took this claim to be dead, is taken back when it is still wanted.
 * @returns whether the bot must be called back: its meeting changed, or ended, while the provider was being asked
 */
export async function saveSentBot(sent: SentBot): Promise<boolean> {
  const saved = await saveInBatch(sent);
  if (saved !== 'passed over') return saved;
  return (await saveAlone(sent)) ?? (await reviveBot(sent));
}

async function saveAlone(sent: SentBot): Promise<boolean | undefined> {
  return (await saveRows([sent], 'wait')).get(sent.bot.id);
}

/** For a row that was given up the answer is what the first report is of a bot that nobody knew. */
async function reviveBot(sent: SentBot): Promise<boolean> {
  const { bot, providerBotId, now } = sent;
  const report = { providerBotId, botId: bot.id, status: 'Joining' as const, message: null };
  await applyBotEvent(bot.provider, report, now, 'provider_asked');
  return (await saveAlone(sent)) ?? false;
}

async function saveUnlocked(all: SentBot[]): Promise<(boolean | 'passed over')[]> {
  const mustLeave = await saveRows(all, 'skip');
  return all.map(({ bot }) => mustLeave.get(bot.id) ?? 'passed over');
}

type Saved = Awaited<ReturnType<typeof storeSent>>[number];

/** @returns of each bot that was kept, whether it must be called back; a row that was given up is left as it is */
async function saveRows(all: SentBot[], locked: 'wait' | 'skip'): Promise<Map<string, boolean>> {
  const rows = all.map((sent) => ({
    id: sent.bot.id,
    providerBotId: sent.providerBotId,
    now: sent.now,
    isUseless: isUseless(sent),
  }));
  const saved = await db().$transaction(async (tx) => {
    const written = await storeSent(tx, rows, TOO_LATE, locked);
    const news = new Map(written.filter((row) => row.isNews).map((row) => [row.id, row]));
    await recordActivity(
      tx,
      all.flatMap((sent) => {
        const saved = news.get(sent.bot.id);
        return saved ? entryOf(sent, saved) : [];
      }),
    );
    return new Map(written.map((row) => [row.id, row.mustLeave]));
  });
  await announceAutoReschedules(all.map(({ bot }) => bot).filter((bot) => saved.has(bot.id)));
  return saved;
}

/** Asked only whether an earlier attempt had worked; it had not, and now there is a bot that nobody wants. */
function isUseless({ bot, earlier, now }: SentBot): boolean {
  return bot.meetingEnd <= now && !earlier && !bot.recallRequestedAt;
}

/** @param kept as it is now: the bot's own reports may have come before the answer */
function entryOf({ bot, providerBotId, now }: SentBot, saved: Saved): Activity {
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
      : late > LATE_MS
        ? `Bot sent to “${bot.title}”, ${Math.round(late / 60_000)} min late.`
        : `Bot sent to “${bot.title}”.`,
    before: { ...botFacts({ ...bot, status: 'Scheduled' }), providerBotId: null },
    after: {
      ...botFacts({ ...bot, status }),
      provider: bot.provider,
      providerBotId,
    },
    // Of one that was asked for only to be called back, nobody waited; a report may have said already that it is there.
    delayMs: missed || saved.mustLeave || !saved.isFirstWord ? null : delayMs,
  };
}

/** The successor of a chained series' meeting is booked when this one ends; the sweep does it if this gets lost. */
async function announceAutoReschedules(bots: ClaimedBot[]): Promise<void> {
  try {
    const ids = bots.flatMap((bot) => bot.occurrenceId ?? []);
    if (ids.length === 0) return;
    const autoReschedules = await chainedOccurrences(db(), ids);
    const endOf = new Map(bots.map((bot) => [bot.occurrenceId, bot.meetingEnd.toISOString()]));
    await sendJobs(
      autoReschedules.map(({ eventId, occurrenceId }) => ({
        name: 'series/joined',
        data: { eventId, endsAt: endOf.get(occurrenceId) ?? '' },
      })),
    );
  } catch (error) {
    logger.warn({ error }, 'The end of a meeting could not be announced; the sweep will see it');
  }
}
