import type { User } from '@/lib/accounts/users';
import { readRules } from '@/lib/contract/stored';
import { cannotJoin } from '@/lib/dispatch/domain/joinable-links';
import type { Tx } from '@/lib/platform/database/client';
import { isActive, isBookedOrActive } from './domain/bot-status';
import { asSharedLink, type Decision, decideJoin } from './domain/join-decision';
import { hasEndedBot } from './domain/plan-bot';
import { mayHaveLostBot } from './domain/restored';
import { ruleFacts } from './domain/rule-facts';
import type { Rules } from './domain/rules';
import { assignSharedLinks, type LinkClaim } from './domain/shared-link';
import { limitDecisions } from './limit-bots';
import { type CopyName, occurrencesNamed } from './queries/copies';
import {
  type DecisionInputRow,
  decisionInputs,
  occurrencesAtLinks,
  type Scope,
  type Stay,
} from './queries/decision-input';
import { senderOf } from './sender';
import { isAutoRescheduleOn, isManual, type SharedCopies, type SharedRow, shareCopies } from './share-copies';

/** The settings of a user that decide about bots. */
export type DecisionSettings = { autoScheduleEnabled: boolean; rules: Rules };

/** Returns what decides about the bots of a stored user. */
export function decisionSettingsOf(user: { autoScheduleEnabled: boolean; rules: unknown }): DecisionSettings {
  return { autoScheduleEnabled: user.autoScheduleEnabled, rules: readRules(user.rules) };
}

/** Returns the override of the series at this occurrence. */
export function seriesOverrideAt(
  row: Pick<DecisionInputRow, 'seriesOverride' | 'neverFrom' | 'originalStart'>,
): 'always' | 'never' | null {
  return row.neverFrom && row.originalStart >= row.neverFrom ? 'never' : row.seriesOverride;
}

/**
 * Decides about stored occurrences of one user as things are now. Writes nothing.
 * @returns decisions by occurrence id, also of the meetings that are related to them
 */
export async function decideStored(
  tx: Tx,
  user: Pick<User, 'id' | 'autoScheduleEnabled' | 'rules'>,
  occurrenceIds: string[],
  now: Date,
): Promise<Map<string, Decision>> {
  const rows = await withRelated(tx, await decisionInputs(tx, { kind: 'ids', ids: occurrenceIds }));
  return decideAll(rows, new Map([[user.id, user]]), now);
}

/** Returns the decision about a stored occurrence as people are told it: also by how many bots may be in meetings at one time. */
export async function decideShown(
  tx: Tx,
  user: Pick<User, 'id' | 'autoScheduleEnabled' | 'rules'>,
  occurrenceId: string,
  now: Date,
): Promise<Decision | undefined> {
  const rows = await withRelated(tx, await decisionInputs(tx, { kind: 'ids', ids: [occurrenceId] }));
  const shared = decideShared(rows, new Map([[user.id, user]]), now);
  await limitDecisions(tx, user.id, shared, now);
  return shared.decisions.get(occurrenceId);
}

/**
 * Returns these occurrences, and after them those of the same user that are decided with them: copies of the same meeting,
 * those that have the same meeting link at the same time, and those that belong to these, until there are no more. The bot
 * may be theirs, or they may wait for it.
 * @param load reads the others
 */
export async function withRelated(
  tx: Tx,
  rows: DecisionInputRow[],
  load: (tx: Tx, scope: Scope) => Promise<DecisionInputRow[]> = decisionInputs,
): Promise<SharedRow[]> {
  const all = [...rows];
  const known = new Set(rows.map((row) => row.id));
  const copyNames = new Map<string, string>();
  for (let added: DecisionInputRow[] = rows; added.length > 0; ) {
    const copies = await findCopies(tx, added, copyNames);
    const stays = added.flatMap(staysOf);
    const atLinks = stays.length === 0 ? [] : await occurrencesAtLinks(tx, stays, [...known]);
    const found = new Set([...copies, ...atLinks.map(({ id }) => id)].filter((id) => !known.has(id)));
    if (found.size === 0) break;
    added = await load(tx, { kind: 'ids', ids: [...found] });
    for (const row of added) known.add(row.id);
    all.push(...added);
  }
  return all.map((row) => named(row, copyNames));
}

/** Returns these occurrences, and after them their copies. */
export async function withRelatedCopies(tx: Tx, rows: DecisionInputRow[]): Promise<SharedRow[]> {
  const copyNames = new Map<string, string>();
  const ids = await findCopies(tx, rows, copyNames);
  const known = new Set(rows.map((row) => row.id));
  const others = ids.filter((id) => !known.has(id));
  const added = others.length === 0 ? [] : await decisionInputs(tx, { kind: 'ids', ids: others });
  return [...rows, ...added].map((row) => named(row, copyNames));
}

/** Returns the ids of the occurrences that may be copies of these, and adds their names to `copyNames`. */
async function findCopies(
  tx: Tx,
  rows: DecisionInputRow[],
  copyNames: Map<string, string>,
): Promise<string[]> {
  const names = rows.flatMap(nameOf);
  const copies = names.length === 0 ? [] : await occurrencesNamed(tx, names);
  for (const copy of copies) copyNames.set(copy.id, `${copy.userId} ${copy.iCalUid} ${copy.occurrenceKey}`);
  return copies.map(({ id }) => id);
}

function named(row: DecisionInputRow, copyNames: ReadonlyMap<string, string>): SharedRow {
  return { ...row, copyName: copyNames.get(row.id) ?? null };
}

function nameOf(row: DecisionInputRow): CopyName | [] {
  const { userId, iCalUid, occurrenceKey } = row;
  return iCalUid === null || row.hasSharedName === false ? [] : { userId, iCalUid, occurrenceKey };
}

/**
 * Returns the link and time of a meeting, and those that its bot is, or was, scheduled for; without those that certainly no
 * other meeting shares.
 */
function staysOf(row: DecisionInputRow): Stay[] {
  const { userId, bot } = row;
  const stays: Stay[] = [];
  if (row.linkKey && row.hasSharedLink !== false)
    stays.push({ userId, linkKey: row.linkKey, from: row.startTime, to: row.endTime });
  if (bot?.linkKey && row.botSharesLink !== false && isScheduledElsewhere(row))
    stays.push({ userId, linkKey: bot.linkKey, from: bot.meetingStart, to: bot.meetingEnd });
  return stays;
}

/** Returns whether a meeting's bot is, or was, scheduled for another link or time than the meeting has now. */
export function isScheduledElsewhere(row: DecisionInputRow): boolean {
  const { bot } = row;
  if (!bot?.linkKey) return false;
  const isSameTime = +bot.meetingStart === +row.startTime && +bot.meetingEnd === +row.endTime;
  return bot.linkKey !== row.linkKey || !isSameTime;
}

/**
 * Decides about occurrences. Of the copies of a meeting, and of the meetings that share a link, one gets the bot.
 * @param rows of any number of users, with those that are related to them (`withRelated`)
 * @param settingsByUser by user id
 * @returns a decision for each row, by its id
 */
export function decideAll(
  rows: SharedRow[],
  settingsByUser: ReadonlyMap<string, DecisionSettings>,
  now: Date,
): Map<string, Decision> {
  return decideShared(rows, settingsByUser, now).decisions;
}

/** Decides as `decideAll` does, and returns also what the copies of each meeting share. */
export function decideShared(
  rows: SharedRow[],
  settingsByUser: ReadonlyMap<string, DecisionSettings>,
  now: Date,
): SharedCopies {
  const decide = (row: SharedRow) => {
    const settings = settingsByUser.get(row.userId);
    return settings ? decideOne(row, settings, now) : null;
  };
  const shared = shareCopies(rows, decide, now);
  const { decisions } = shared;
  const claims = shared.rows.flatMap((row): LinkClaim[] => {
    const decision = decisions.get(row.id);
    return decision ? claimsOf(row, decision) : [];
  });
  for (const [id, holder] of assignSharedLinks(claims)) {
    const decision = decisions.get(id);
    if (decision?.will_join) decisions.set(id, asSharedLink(decision, holder.title));
  }
  return shared;
}

function decideOne(row: SharedRow, { autoScheduleEnabled, rules }: DecisionSettings, now: Date): Decision {
  const { bot } = row;
  const context = {
    title: row.title,
    calendarId: row.googleCalendarId,
    accountEmail: row.accountEmail,
    isAllDay: row.isAllDay,
    isRecurring: row.isRecurring,
  };
  const facts = ruleFacts(row.source, context, row.sourceFacts);
  return decideJoin({
    isDeleted: row.isDeleted,
    calendarOff: row.calendarOff,
    startTime: row.startTime,
    endTime: row.endTime,
    meetingUrl: row.meetingUrl,
    cannotJoin: cannotJoinReason(row),
    override: row.override,
    seriesOverride: seriesOverrideAt(row),
    autoRescheduleOn: isAutoRescheduleOn(row),
    autoScheduleEnabled,
    rules,
    facts: row.isDeclined ? { ...facts, myResponse: 'declined' } : facts,
    bot: bot && {
      status: bot.status,
      manual: isManual(bot),
      comesBack: bot.comesBack,
      wasHere: hasEndedBot(row, bot),
    },
    mayHaveLostBot: mayHaveLostBot(row.startTime, row.restoredAt) && !isOverriddenSince(row, row.restoredAt),
    now,
  });
}

/** Returns whether a person has decided about an occurrence, or its series, after a time. */
function isOverriddenSince(row: DecisionInputRow, since: Date | null): boolean {
  return [row.overrideSetAt, row.seriesOverrideSetAt].some(
    (at) => at !== null && since !== null && at > since,
  );
}

/**
 * Returns why the account's provider cannot join by a meeting's link, or null. A bot that is active there stays with the
 * provider that sent it.
 */
function cannotJoinReason(row: DecisionInputRow): string | null {
  const { bot, meetingUrl, linkKey } = row;
  if (!meetingUrl) return null;
  const isThere =
    bot &&
    isActive(bot.status) &&
    (bot.meetingUrl === meetingUrl || (linkKey !== null && bot.linkKey === linkKey));
  return isThere ? null : cannotJoin(senderOf(row.botProvider), meetingUrl);
}

/** Returns what a meeting claims: the link it wants its bot at, and the link that its bot is leaving or has left. */
function claimsOf(row: DecisionInputRow, decision: Decision): LinkClaim[] {
  const { id, userId, title, bot } = row;
  const claims: LinkClaim[] = [];
  const keyOf = (key: string) => `${userId} ${key}`;
  const isLeaving = bot !== null && isActive(bot.status) && bot.recallRequestedAt !== null;
  if (row.linkKey && decision.will_join && !isLeaving) {
    claims.push({
      id,
      linkKey: keyOf(row.linkKey),
      title,
      start: row.startTime,
      end: row.endTime,
      wants: true,
      manual: decision.code === 'scheduled_manually' || decision.code === 'override_always',
      bot: !bot || !isBookedOrActive(bot.status) ? 'none' : isActive(bot.status) ? 'active' : 'scheduled',
      presentUntil: null,
    });
  }
  const wasThere =
    bot && !isBookedOrActive(bot.status) && bot.status !== 'Cancelled' && bot.status !== 'Missed';
  if (bot?.linkKey && (isLeaving || wasThere)) {
    claims.push({
      id,
      linkKey: keyOf(bot.linkKey),
      title: bot.title,
      start: bot.meetingStart,
      end: bot.meetingEnd,
      // No other bot is sent there until this one has left.
      wants: isLeaving,
      manual: false,
      bot: isLeaving ? 'active' : 'none',
      presentUntil: wasThere ? bot.updatedAt : null,
    });
  }
  return claims;
}
