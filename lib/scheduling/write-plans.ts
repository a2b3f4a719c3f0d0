import { type Activity, type Actor, botFacts, recordActivity } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { type Booking, createBookings } from './create-bookings';
import type { DecisionInputBot } from './decision-input';
import type { DecisionCode } from './domain/join-decision';
import type { BotPlan } from './domain/plan-bot';
import { about, type Planned } from './planned';
import { recordVerdicts } from './record-verdicts';
import type { Since } from './since';

/** What has been done about bots; `recalled`: ids of those that must leave. */
export type Reconciled = { created: number; changed: number; cancelled: number; recalled: string[] };

type WithBot = Planned & { row: { bot: DecisionInputBot } };

/** Of meetings that may want their bot again: it comes back as it was. */
const MAY_COME_BACK: DecisionCode[] = ['cancelled', 'calendar_off', 'ended', 'no_link', 'shared_link'];

/**
 * Carries plans out, a statement for each kind of change, and records what changed.
 * @param defaultConfigs bot configuration of each user, for bots that are booked anew
 * @param cause who changed what the bots follow
 * @param since how long it has been so
 */
export async function writePlans(
  tx: Tx,
  planned: Planned[],
  defaultConfigs: ReadonlyMap<string, unknown>,
  now: Date,
  cause: Actor,
  since: Since,
): Promise<Reconciled> {
  const withBot = planned.filter((each): each is WithBot => each.row.bot !== null);
  const scheduled = await createBots(tx, planned, defaultConfigs, now, cause, since);
  const moved = await updateBots(tx, withBot, now, cause, since);
  const cancelled = await cancelOrRecall(tx, withBot, 'cancel', now, cause);
  const recalled = await cancelOrRecall(tx, withBot, 'recall', now, cause);
  const entries = [...scheduled, ...moved, ...cancelled, ...recalled];
  const told = new Set(entries.map((entry) => entry.occurrenceId));
  const verdicts = await recordVerdicts(tx, planned, told, now, cause);
  await recordActivity(tx, [...entries.map(measured(planned, since)), ...verdicts]);
  return {
    created: scheduled.length,
    changed: moved.length,
    cancelled: cancelled.length,
    recalled: recalled.flatMap((entry) => entry.botId ?? []),
  };
}

async function createBots(
  tx: Tx,
  planned: Planned[],
  defaultConfigs: ReadonlyMap<string, unknown>,
  now: Date,
  cause: Actor,
  since: Since,
): Promise<Activity[]> {
  const wanted = new Map<string, Planned>();
  const bookings: Booking[] = [];
  for (const each of planned) {
    const { row, plan, decision } = each;
    if (plan.action !== 'create') continue;
    wanted.set(row.id, each);
    const was = plan.revive ? row.bot : null;
    bookings.push({
      occurrenceId: row.id,
      source: was ? was.source : decision.code === 'auto_schedule' ? 'auto' : 'always',
      botConfig: was ? was.botConfig : defaultConfigs.get(row.userId),
      joinOffsetSeconds: was?.joinOffsetSeconds,
      bookedSince: since.wanted(row),
      scheduleGroup: was?.scheduleGroup,
    });
  }
  const made = await createBookings(tx, bookings, now);
  return made.flatMap((bot) => {
    const each = wanted.get(bot.occurrenceId);
    if (!each) return [];
    const { row, plan, decision } = each;
    const revived = plan.action === 'create' && plan.revive;
    return {
      ...about(row, decision, now),
      actor: revived ? cause : ('usher' as const),
      action: 'bot.scheduled',
      botId: bot.id,
      summary: revived
        ? `“${row.title}” is back, and so is its bot.`
        : `Bot booked for “${row.title}”: ${decision.reason}`,
      before: { ...botFacts(null), decision: row.decisionCode },
      after: { ...botFacts(bot), decision: decision.code },
    };
  });
}

/** Moves, relinks and renames. A bot under way keeps its version: a join that is being retried goes on. */
async function updateBots(
  tx: Tx,
  planned: WithBot[],
  now: Date,
  cause: Actor,
  since: Since,
): Promise<Activity[]> {
  const changes = planned.flatMap(({ row, decision, plan }) =>
    plan.action === 'update' || plan.action === 'follow' ? { row, decision, plan } : [],
  );
  const rows = changes.map(({ row, plan }) => ({
    ...readState(row.bot),
    joinAt: plan.action === 'update' ? plan.joinAt : row.bot.joinAt,
    bookedSince: isDueAgain(row.bot, plan) ? since.wanted(row) : row.bot.bookedSince,
    meetingStart: row.startTime,
    meetingEnd: row.endTime,
    meetingUrl: row.meetingUrl ?? row.bot.meetingUrl,
    linkKey: row.linkKey,
    meetingPlatform: row.meetingPlatform,
    title: row.title,
  }));
  const written = await ids(
    rows,
    (json) => tx.$queryRaw`
    UPDATE "ScheduledBot" b
       SET "joinAt" = n."joinAt", "bookedSince" = n."bookedSince", "meetingStart" = n."meetingStart", "meetingEnd" = n."meetingEnd",
           "meetingUrl" = n."meetingUrl", "linkKey" = n."linkKey", "meetingPlatform" = n."meetingPlatform",
           "title" = n."title", "version" = b."version" + (b."status" = 'Scheduled')::int, "updatedAt" = ${now}
      FROM jsonb_populate_recordset(NULL::"ScheduledBot", ${json}::jsonb) AS n
     WHERE b."id" = n."id" AND b."version" = n."version" AND b."status" = n."status"
    RETURNING b."id"`,
  );
  return changes.flatMap(({ row, decision, plan }, index) => {
    const { bot } = row;
    const { moved, relinked } = plan;
    if (!written.has(bot.id) || !(moved || relinked)) return [];
    const what = [moved && 'moved', relinked && 'has a new link'].filter(Boolean).join(' and ');
    return {
      ...about(row, decision, now),
      actor: cause,
      action: moved ? 'bot.moved' : 'bot.relinked',
      cause: moved ? 'meeting_moved' : 'link_changed',
      botId: bot.id,
      summary: `“${row.title}” ${what}; its bot ${plan.action === 'update' ? 'follows' : 'stays'}.`,
      before: botFacts(bot),
      after: botFacts({
        ...bot,
        joinAt: rows[index]?.joinAt ?? bot.joinAt,
        meetingUrl: rows[index]?.meetingUrl ?? bot.meetingUrl,
      }),
    };
  });
}

/** Takes bots off: one that is booked is cancelled, one under way is asked to leave. */
async function cancelOrRecall(
  tx: Tx,
  planned: WithBot[],
  action: 'cancel' | 'recall',
  now: Date,
  cause: Actor,
): Promise<Activity[]> {
  const isRecall = action === 'recall';
  const changes = planned.filter(({ plan }) => plan.action === action);
  const change = isRecall
    ? Prisma.sql`"recallRequestedAt" = ${now}`
    : Prisma.sql`"status" = 'Cancelled', "version" = b."version" + 1`;
  // A bot under way keeps its version, and is asked once.
  const isAsRead = isRecall
    ? Prisma.sql`b."recallRequestedAt" IS NULL`
    : Prisma.sql`b."version" = n."version"`;
  const written = await ids(
    changes.map(ending),
    (json) => tx.$queryRaw`
    UPDATE "ScheduledBot" b
       SET ${change}, "statusReason" = n."statusReason", "cancelledByCalendar" = n."cancelledByCalendar",
           "updatedAt" = ${now}
      FROM jsonb_populate_recordset(NULL::"ScheduledBot", ${json}::jsonb) AS n
     WHERE b."id" = n."id" AND b."status" = n."status" AND ${isAsRead}
    RETURNING b."id"`,
  );
  return changes.flatMap((each) => {
    const { row, decision } = each;
    const { bot } = row;
    if (!written.has(bot.id)) return [];
    const before = { ...botFacts(bot), decision: row.decisionCode };
    return {
      ...about(row, decision, now),
      actor: cause,
      action: isRecall ? 'bot.recall_requested' : 'bot.cancelled',
      botId: bot.id,
      summary: `Bot for “${bot.title}” ${isRecall ? 'is called back' : 'cancelled'}: ${reasonOf(each)}`,
      before: { ...before, ...(isRecall && { recallRequested: false }) },
      after: {
        ...botFacts(isRecall ? bot : { ...bot, status: 'Cancelled' }),
        decision: decision.code,
        ...(isRecall && { recallRequested: true }),
      },
    };
  });
}

/** Entries with how long after the change at Google they come; the last thing before they are written. */
function measured(planned: Planned[], since: Since): (entry: Activity) => Activity {
  const rows = new Map(planned.map(({ row }) => [row.id, row]));
  return (entry) => {
    const row = rows.get(entry.occurrenceId ?? '');
    return { ...entry, delayMs: row && since.delayOf(row) };
  };
}

/** Whether a bot is to be at another time or in another room; with another end or name it is due as before. */
function isDueAgain(bot: DecisionInputBot, plan: BotPlan): boolean {
  return plan.action === 'update' && (+plan.joinAt !== +bot.joinAt || plan.relinked);
}

/** What is written only if the bot still is what was read. */
function readState(bot: DecisionInputBot) {
  return { id: bot.id, version: bot.version, status: bot.status };
}

function ending(each: WithBot) {
  const { row, decision } = each;
  return {
    ...readState(row.bot),
    statusReason: reasonOf(each),
    cancelledByCalendar: decision.will_join || MAY_COME_BACK.includes(decision.code),
  };
}

function reasonOf({ plan }: Planned): string {
  return 'reason' in plan ? plan.reason : '';
}

/** Runs a statement for these rows, if there are any. */
async function ids(rows: object[], run: (json: string) => Promise<unknown>): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = (await run(JSON.stringify(rows))) as { id: string }[];
  return new Set(written.map(({ id }) => id));
}
