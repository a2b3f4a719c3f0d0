import { type Activity, botFacts, type Change, recordActivity } from '@/lib/activity/record-activity';
import { type Booking, createBookings } from './create-bookings';
import type { Decision, DecisionCode } from './domain/join-decision';
import type { BotPlan } from './domain/plan-bot';
import { cancelBookings, requestRecalls, storeDecisions, updateBookings } from './queries/bookings';
import type { DecisionInputBot, DecisionInputRow } from './queries/decision-input';

/** An occurrence, the decision about it, and the plan for its bot. */
export type Planned = { row: DecisionInputRow; decision: Decision; plan: BotPlan };

/** When what led to these changes happened, for each meeting: delays are measured from then. */
export type Since = {
  /** Returns since when a meeting's bot should have been scheduled as it is now; null = since before the bot is due. */
  bookedSince(row: DecisionInputRow): Date | null;
  /** Returns the milliseconds since a meeting was changed at Google; null = its bot does not depend on that change. */
  delayOf(row: DecisionInputRow): number | null;
};

/**
 * How many bots were created, updated and cancelled; `changed`: of those that were updated, how many join at another time or
 * by another link; `recalled`: ids of the bots that must leave.
 */
export type Reconciled = {
  created: number;
  updated: number;
  changed: number;
  cancelled: number;
  recalled: string[];
};

type WithBot = Planned & { row: { bot: DecisionInputBot } };

/** Decisions about meetings that may want their bot again. It is then scheduled as it was. */
const MAY_COME_BACK: DecisionCode[] = [
  'cancelled',
  'calendar_off',
  'ended',
  'no_link',
  'provider_cannot_join',
  'shared_link',
  'copy',
];

/**
 * Decisions that are no news: they come with time, or with a change that has an entry of its own, or they leave the bot as
 * it was.
 */
const NO_NEWS: DecisionCode[] = [
  'ended',
  'bot_ended',
  'began_long_ago',
  'override_never',
  'override_always',
  'series_never',
  'series_always',
  'scheduled_manually',
  'auto_reschedule',
  'scheduled_earlier',
];

/**
 * Carries plans out, with one statement for each kind of change, and records in the activity what changed.
 * @param change `actor` changed what the bots depend on
 * @param defaultConfigs the bot configuration of each user, by id, for bots that bring none
 */
export async function writePlans(
  change: Change,
  planned: Planned[],
  defaultConfigs: ReadonlyMap<string, unknown>,
  since: Since,
): Promise<Reconciled> {
  const withBot = planned.filter((each): each is WithBot => each.row.bot !== null);
  const created = await createBots(change, planned, defaultConfigs, since);
  const { count: updated, entries: changed } = await updateBots(change, withBot, since);
  const cancelled = await cancelBots(change, withBot);
  const recalled = await recallBots(change, withBot);
  const entries = [...created, ...changed, ...cancelled, ...recalled];
  const decisions = await recordDecisions(change, planned, entries);
  await recordActivity(change.tx, [...entries.map(measured(planned, since)), ...decisions]);
  return {
    created: created.length,
    updated,
    changed: changed.length,
    cancelled: cancelled.length,
    recalled: recalled.flatMap((entry) => entry.botId ?? []),
  };
}

async function createBots(
  change: Change,
  planned: Planned[],
  defaultConfigs: ReadonlyMap<string, unknown>,
  since: Since,
): Promise<Activity[]> {
  const plans = new Map<string, Planned>();
  const bookings: Booking[] = [];
  for (const each of planned) {
    const { row, plan, decision } = each;
    if (plan.action !== 'create') continue;
    plans.set(row.id, each);
    const was = plan.revive ? row.bot : null;
    bookings.push({
      occurrenceId: row.id,
      source: was ? was.source : decision.code === 'auto_schedule' ? 'auto' : 'always',
      botConfig: was ? was.botConfig : defaultConfigs.get(row.userId),
      joinOffsetSeconds: was?.joinOffsetSeconds,
      bookedSince: since.bookedSince(row),
      scheduleGroup: was?.scheduleGroup,
    });
  }
  const made = await createBookings(change.tx, bookings, change.now);
  return made.flatMap((bot) => {
    const each = plans.get(bot.occurrenceId);
    if (!each) return [];
    const { row, plan, decision } = each;
    const revived = plan.action === 'create' && plan.revive;
    return {
      ...about(each, change),
      ...(revived ? {} : { actor: 'usher' as const }),
      action: 'bot.scheduled',
      botId: bot.id,
      summary: revived
        ? `The bot for “${row.title}” is scheduled again.`
        : `Bot scheduled for “${row.title}”: ${decision.reason}`,
      before: { ...botFacts(null), decision: row.decisionCode },
      after: { ...botFacts(bot), decision: decision.code },
    };
  });
}

/** Moves, relinks and renames bots. @returns how many, and entries about those that join at another time or by another link */
async function updateBots(
  change: Change,
  planned: WithBot[],
  since: Since,
): Promise<{ count: number; entries: Activity[] }> {
  const changes = planned.flatMap((each) => {
    const { row, plan } = each;
    if (plan.action !== 'update' && plan.action !== 'follow') return [];
    const { bot } = row;
    const values = {
      ...readState(bot),
      joinAt: plan.action === 'update' ? plan.joinAt : bot.joinAt,
      bookedSince: isDueAgain(bot, plan) ? since.bookedSince(row) : bot.bookedSince,
      meetingStart: row.startTime,
      meetingEnd: row.endTime,
      meetingUrl: row.meetingUrl ?? bot.meetingUrl,
      linkKey: row.linkKey,
      meetingPlatform: row.meetingPlatform,
      title: row.title,
    };
    return { each, plan, values };
  });
  if (changes.length === 0) return { count: 0, entries: [] };
  const written = idsOf(
    await updateBookings(
      change.tx,
      changes.map(({ values }) => values),
      change.now,
    ),
  );
  const entries = changes.flatMap(({ each, plan, values }): Activity[] => {
    const { row } = each;
    const { moved, relinked } = plan;
    if (!written.has(row.bot.id) || !(moved || relinked)) return [];
    const what = [moved && 'moved', relinked && 'has a new link'].filter(Boolean).join(' and ');
    return [
      {
        ...about(each, change),
        action: moved ? 'bot.moved' : 'bot.relinked',
        cause: moved ? 'meeting_moved' : 'link_changed',
        botId: row.bot.id,
        summary: `“${row.title}” ${what}; its bot ${plan.action === 'update' ? 'follows' : 'stays'}.`,
        before: botFacts(row.bot),
        after: botFacts({ ...row.bot, joinAt: values.joinAt, meetingUrl: values.meetingUrl }),
      },
    ];
  });
  return { count: written.size, entries };
}

/** Cancels bots that are scheduled. */
async function cancelBots(change: Change, planned: WithBot[]): Promise<Activity[]> {
  const changes = planned.filter(({ plan }) => plan.action === 'cancel');
  if (changes.length === 0) return [];
  const written = idsOf(await cancelBookings(change.tx, changes.map(removal), change.now));
  return changes.flatMap((each) => {
    const { row, decision } = each;
    if (!written.has(row.bot.id)) return [];
    return {
      ...about(each, change),
      action: 'bot.cancelled',
      botId: row.bot.id,
      summary: `Bot for “${row.bot.title}” canceled: ${reasonOf(each)}`,
      before: { ...botFacts(row.bot), decision: row.decisionCode },
      after: { ...botFacts({ ...row.bot, status: 'Cancelled' }), decision: decision.code },
    };
  });
}

/** Requests that bots that are active leave. */
async function recallBots(change: Change, planned: WithBot[]): Promise<Activity[]> {
  const changes = planned.filter(({ plan }) => plan.action === 'recall');
  if (changes.length === 0) return [];
  const written = idsOf(await requestRecalls(change.tx, changes.map(removal), change.now));
  return changes.flatMap((each) => {
    const { row, decision } = each;
    if (!written.has(row.bot.id)) return [];
    return {
      ...about(each, change),
      action: 'bot.recall_requested',
      botId: row.bot.id,
      summary: `Bot for “${row.bot.title}” recalled: ${reasonOf(each)}`,
      before: { ...botFacts(row.bot), decision: row.decisionCode, recallRequested: false },
      after: { ...botFacts(row.bot), decision: decision.code, recallRequested: true },
    };
  });
}

/**
 * Stores the decisions that were acted on.
 * @param entries of the activity about bots
 * @returns entries about decisions that changed and are news, for the meetings that have no entry yet
 */
async function recordDecisions(change: Change, planned: Planned[], entries: Activity[]): Promise<Activity[]> {
  const changed = planned.filter(
    ({ row, decision }) => row.decisionCode !== decision.code || row.decisionReason !== decision.reason,
  );
  if (changed.length === 0) return [];
  await storeDecisions(
    change.tx,
    changed.map(({ row, decision }) => ({
      id: row.id,
      decisionCode: decision.code,
      decisionReason: decision.reason,
    })),
  );
  const told = new Set(entries.map((entry) => entry.occurrenceId));
  return changed.flatMap((each) => {
    const { row, decision } = each;
    const isNews =
      row.decisionCode !== null &&
      row.decisionCode !== decision.code &&
      !NO_NEWS.includes(decision.code) &&
      !told.has(row.id);
    if (!isNews) return [];
    return {
      ...about(each, change),
      action: 'decision.changed',
      summary: `“${row.title}”: ${decision.reason}`,
      before: { decision: row.decisionCode, reason: row.decisionReason },
      after: { decision: decision.code, reason: decision.reason },
    };
  });
}

/** Returns what every entry of the activity says of a decision that was acted on. */
function about({ row, decision }: Planned, { actor, now }: Change) {
  return {
    userId: row.userId,
    at: now,
    actor,
    occurrenceId: row.id,
    eventId: row.eventId,
    cause: decision.code as string,
  };
}

/** Returns what adds to an entry how long after the change at Google it is written. It is called last, just before. */
function measured(planned: Planned[], since: Since): (entry: Activity) => Activity {
  const rows = new Map(planned.map(({ row }) => [row.id, row]));
  return (entry) => {
    const row = rows.get(entry.occurrenceId ?? '');
    return { ...entry, delayMs: row && since.delayOf(row) };
  };
}

/** Returns whether a bot is to join at another time or by another link. With another end or title it is due as before. */
function isDueAgain(bot: DecisionInputBot, plan: BotPlan): boolean {
  return plan.action === 'update' && (+plan.joinAt !== +bot.joinAt || plan.relinked);
}

/** Returns the state that a bot must still be in for a change of it to be written. */
function readState({ id, version, status }: DecisionInputBot) {
  return { id, version, status };
}

function removal(each: WithBot) {
  const { row, decision } = each;
  return {
    ...readState(row.bot),
    statusReason: reasonOf(each),
    comesBack: decision.will_join || MAY_COME_BACK.includes(decision.code),
  };
}

function reasonOf({ plan }: Planned): string {
  return 'reason' in plan ? plan.reason : '';
}

function idsOf(rows: { id: string }[]): Set<string> {
  return new Set(rows.map(({ id }) => id));
}
