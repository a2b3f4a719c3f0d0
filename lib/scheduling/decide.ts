import { readRules } from '@/lib/contract/stored';
import type { DecisionInputBot, DecisionInputRow } from './decision-input';
import { isActive, isBookedOrActive } from './domain/bot-status';
import { asSharedLink, type Decision, decideJoin } from './domain/join-decision';
import { hasEndedBot } from './domain/plan-bot';
import { ruleFacts } from './domain/rule-facts';
import type { Rules } from './domain/rules';
import { assignSharedLinks, type LinkClaim } from './domain/shared-link';

/** What of a user decides about bots. */
export type Decider = { autoScheduleEnabled: boolean; rules: Rules };

/** @returns what of a stored user decides */
export function deciderOf(user: { autoScheduleEnabled: boolean; rules: unknown }): Decider {
  return {
    autoScheduleEnabled: user.autoScheduleEnabled,
    rules: readRules(user.rules),
  };
}

/** Bots that a person, not a rule, asked for. */
export function isManual(bot: Pick<DecisionInputBot, 'source'>): boolean {
  return bot.source === 'manual' || bot.source === 'batch';
}

/** What a person wishes for the series at this occurrence. */
export function seriesOverrideAt(
  row: Pick<DecisionInputRow, 'seriesOverride' | 'neverFrom' | 'originalStart'>,
): 'always' | 'never' | null {
  return row.neverFrom && row.originalStart >= row.neverFrom ? 'never' : row.seriesOverride;
}

/**
 * Asks the decision function about occurrences, and lets one meeting of each room have the bot.
 * @param rows with their roommates, of any number of users
 * @returns a decision for each row, by its id
 */
export function decideAll(
  rows: DecisionInputRow[],
  deciders: ReadonlyMap<string, Decider>,
  now: Date,
): Map<string, Decision> {
  const decisions = new Map<string, Decision>();
  const claims: LinkClaim[] = [];
  for (const row of rows) {
    const decider = deciders.get(row.userId);
    if (!decider) continue;
    const decision = decideOne(row, decider, now);
    decisions.set(row.id, decision);
    claims.push(...claimsOf(row, decision));
  }
  for (const [id, holder] of assignSharedLinks(claims)) {
    const decision = decisions.get(id);
    if (decision?.will_join) decisions.set(id, asSharedLink(decision, holder.title));
  }
  return decisions;
}

function decideOne(row: DecisionInputRow, { autoScheduleEnabled, rules }: Decider, now: Date): Decision {
  const { bot } = row;
  return decideJoin({
    isDeleted: row.isDeleted,
    calendarOff: row.calendarOff,
    endTime: row.endTime,
    meetingUrl: row.meetingUrl,
    override: row.override,
    seriesOverride: seriesOverrideAt(row),
    autoRescheduleOn:
      row.autoRescheduleEnabled && (!row.autoRescheduleFrom || row.originalStart >= row.autoRescheduleFrom),
    autoScheduleEnabled,
    rules,
    facts: ruleFacts(row.source, {
      title: row.title,
      calendarId: row.googleCalendarId,
      accountEmail: row.accountEmail,
      isAllDay: row.isAllDay,
      isRecurring: row.isRecurring,
    }),
    bot: bot && {
      status: bot.status,
      manual: isManual(bot),
      cancelledByCalendar: bot.cancelledByCalendar,
      wasHere: hasEndedBot(row, bot),
    },
    now,
  });
}

/** What a meeting has to do with rooms: the one it wants its bot in, and the one its bot is leaving or has left. */
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
      // Until it has left, nobody else's bot is sent there.
      wants: isLeaving,
      manual: false,
      bot: isLeaving ? 'active' : 'none',
      presentUntil: wasThere ? bot.updatedAt : null,
    });
  }
  return claims;
}
