import { assignCopy, botOfAll, type CopyBot } from './domain/assign-copy';
import { isBookedOrActive } from './domain/bot-status';
import { answerOfAll, groupCopies, newestOverrides } from './domain/copies';
import { asCopy, type Decision } from './domain/join-decision';
import { answerAt, type SourceFacts } from './domain/rule-facts';
import type { SettledOverride, SettledSeries } from './queries/copies';
import type { DecisionInputBot, DecisionInputRow } from './queries/decision-input';

/** An occurrence with what counts for all copies of it, beside its own. */
export type SharedRow = DecisionInputRow & {
  /** See `CopyFacts`. */
  copyName: string | null;
  /** A copy was declined, and none was accepted. */
  isDeclined?: boolean;
  /** What the rules look at in its resource, where that is known. */
  sourceFacts?: SourceFacts;
};

/** A bot that goes from one copy of its meeting to another. */
export type HandOver = { bot: DecisionInputBot; from: SharedRow; to: SharedRow };

export type SharedCopies = {
  /** The rows as they are decided and planned: with the newest override of all copies, and the bot at the copy that has it. */
  rows: SharedRow[];
  /** By row id. */
  decisions: Map<string, Decision>;
  handOvers: HandOver[];
  /** The overrides that copies do not have yet, though they count for them. */
  unsettled: { occurrences: SettledOverride[]; events: SettledSeries[] };
  /** The copies of each row that has some, the row itself included, the one that stands for the meeting first. */
  copies: Map<string, SharedRow[]>;
};

/**
 * Decides about occurrences, each on its own but for what counts for all copies of a meeting, and then lets one of the
 * copies have the bot.
 * @param decideOne decides about one row; null where that cannot be decided
 */
export function shareCopies(
  asked: SharedRow[],
  decideOne: (row: SharedRow) => Decision | null,
  now: Date,
): SharedCopies {
  const shared: SharedCopies = {
    rows: [],
    decisions: new Map(),
    handOvers: [],
    unsettled: { occurrences: [], events: [] },
    copies: new Map(),
  };
  const groups = groupCopies(asked);
  const grouped = new Set(groups.flatMap((group) => group.map((row) => row.id)));
  const rows = [...asked.filter((row) => !grouped.has(row.id)), ...groups.flatMap((group) => merge(group))];
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) {
    const decision = decideOne(row);
    if (decision) shared.decisions.set(row.id, decision);
  }
  for (const group of groups) {
    assign(group, byId, shared, now);
    collectUnsettled(group, shared);
  }
  // In the order in which they were asked for.
  shared.rows = asked.flatMap((row) => byId.get(row.id) ?? []);
  return shared;
}

/** Returns copies with what counts for all of them. */
function merge(group: SharedRow[]): SharedRow[] {
  const overrides = newestOverrides(group);
  const live = group.filter(isLive);
  const isDeclined = answerOfAll(live.map((row) => answerAt(row.source, row.accountEmail))) === 'declined';
  const bots = group.map((row) => ({ bot: row.bot && toCopyBot(row.bot) }));
  const isAutoRescheduled = live.some(isAutoRescheduleOn);
  return group.map((row) => ({
    ...row,
    ...overrides,
    isDeclined,
    ...(isAutoRescheduled ? { autoRescheduleEnabled: true, autoRescheduleFrom: null } : {}),
    bot: botOfAll(bots, row),
  }));
}

/** Returns whether auto-reschedule is on for a series at this occurrence. */
export function isAutoRescheduleOn(
  row: Pick<DecisionInputRow, 'autoRescheduleEnabled' | 'autoRescheduleFrom' | 'originalStart'>,
): boolean {
  return (
    row.autoRescheduleEnabled && (!row.autoRescheduleFrom || row.originalStart >= row.autoRescheduleFrom)
  );
}

function isLive(row: SharedRow): boolean {
  return !row.isDeleted && row.calendarOff === null;
}

function toCopyBot(bot: DecisionInputBot): DecisionInputBot & CopyBot {
  return { ...bot, recallRequested: bot.recallRequestedAt !== null, isManual: isManual(bot) };
}

/** Returns whether a person asked for the bot, not a rule. */
export function isManual(bot: Pick<DecisionInputBot, 'source'>): boolean {
  return bot.source === 'manual' || bot.source === 'batch';
}

/** Assigns the bot of a group of copies, and writes that into the rows and decisions. */
function assign(group: SharedRow[], byId: Map<string, SharedRow>, shared: SharedCopies, now: Date): void {
  const copies = group.flatMap((row) => {
    const decision = shared.decisions.get(row.id);
    if (!decision) return [];
    const bot = row.bot && toCopyBot(row.bot);
    return { ...row, bot, isLive: isLive(row), updatedAtGoogle: row.updatedAtGoogle, decision };
  });
  const assigned = assignCopy(copies, now);
  const homeOf = (bot: DecisionInputBot) => group.find((row) => row.bot?.id === bot.id);
  for (const row of group) {
    const merged = byId.get(row.id);
    const decision = shared.decisions.get(row.id);
    if (!merged || !decision) continue;
    if (assigned?.holderId === row.id) {
      merged.bot = assigned.bot && withoutCopyFields(assigned.bot);
      const home = merged.bot && homeOf(merged.bot);
      if (merged.bot && home && home.id !== row.id && isBookedOrActive(merged.bot.status)) {
        shared.handOvers.push({ bot: merged.bot, from: home, to: merged });
      }
      continue;
    }
    merged.bot =
      row.bot && row.bot.id === assigned?.bot?.id && isBookedOrActive(row.bot.status) ? null : row.bot;
    const holder = byId.get(assigned?.holderId ?? '');
    const isExtra = merged.bot !== null && isBookedOrActive(merged.bot.status);
    if (holder && (decision.will_join || (isExtra && isLive(row)))) {
      shared.decisions.set(row.id, asCopy(decision, holder.calendarName));
    }
  }
  const inOrder = [...group].sort(
    (one, other) =>
      Number(other.id === assigned?.holderId) - Number(one.id === assigned?.holderId) ||
      Number(isLive(other)) - Number(isLive(one)) ||
      Number(other.isPrimary) - Number(one.isPrimary) ||
      (one.id < other.id ? -1 : 1),
  );
  for (const row of group) shared.copies.set(row.id, inOrder);
}

function collectUnsettled(group: SharedRow[], { unsettled }: SharedCopies): void {
  const { override, overrideSetAt, seriesOverride, neverFrom, seriesOverrideSetAt } = newestOverrides(group);
  for (const row of group) {
    if (+(row.overrideSetAt ?? 0) !== +(overrideSetAt ?? 0)) {
      unsettled.occurrences.push({ id: row.id, override, overrideSetAt });
    }
    const isKnown = unsettled.events.some(({ id }) => id === row.eventId);
    if (!isKnown && +(row.seriesOverrideSetAt ?? 0) !== +(seriesOverrideSetAt ?? 0)) {
      const ofSeries = { override: seriesOverride, neverFrom, overrideSetAt: seriesOverrideSetAt };
      unsettled.events.push({ id: row.eventId, ...ofSeries });
    }
  }
}

function withoutCopyFields(bot: DecisionInputBot & Partial<CopyBot>): DecisionInputBot {
  const { recallRequested: _, isManual: __, ...stored } = bot;
  return stored;
}
