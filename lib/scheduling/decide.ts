import { readRules } from '@/lib/contract/stored';
import type { Decidable, DecidableBot } from './decidable';
import { isLive, isUnderWay } from './domain/bot-status';
import { type Decision, decideJoin, givenWay } from './domain/join-decision';
import { type RoomClaim, shareRooms } from './domain/one-room';
import { hadBot } from './domain/plan-bot';
import { ruleFacts } from './domain/rule-facts';
import type { Rules } from './domain/rules';

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
export function isByHand(bot: Pick<DecidableBot, 'source'>): boolean {
  return bot.source === 'manual' || bot.source === 'batch';
}

/** What a person wishes for the series at this occurrence. */
export function seriesWish(
  row: Pick<Decidable, 'seriesOverride' | 'neverFrom' | 'originalStart'>,
): 'always' | 'never' | null {
  return row.neverFrom && row.originalStart >= row.neverFrom ? 'never' : row.seriesOverride;
}

/**
 * Asks the decision function about occurrences, and lets one meeting of each room have the bot.
 * @param rows with their roommates, of any number of users
 * @returns a decision for each row, by its id
 */
export function decideAll(
  rows: Decidable[],
  deciders: ReadonlyMap<string, Decider>,
  now: Date,
): Map<string, Decision> {
  const decisions = new Map<string, Decision>();
  const claims: RoomClaim[] = [];
  for (const row of rows) {
    const decider = deciders.get(row.userId);
    if (!decider) continue;
    const decision = decideOne(row, decider, now);
    decisions.set(row.id, decision);
    claims.push(...claimsOf(row, decision));
  }
  for (const [id, holder] of shareRooms(claims)) {
    const decision = decisions.get(id);
    if (decision?.will_join) decisions.set(id, givenWay(decision, holder.title));
  }
  return decisions;
}

function decideOne(row: Decidable, { autoScheduleEnabled, rules }: Decider, now: Date): Decision {
  const { bot } = row;
  return decideJoin({
    isDeleted: row.isDeleted,
    calendarOff: row.calendarOff,
    endTime: row.endTime,
    meetingUrl: row.meetingUrl,
    override: row.override,
    seriesOverride: seriesWish(row),
    chainOn: row.recurringEnabled && (!row.chainFrom || row.originalStart >= row.chainFrom),
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
      byHand: isByHand(bot),
      cancelledByCalendar: bot.cancelledByCalendar,
      wasHere: hadBot(row, bot),
    },
    now,
  });
}

/** What a meeting has to do with rooms: the one it wants its bot in, and the one its bot is leaving or has left. */
function claimsOf(row: Decidable, decision: Decision): RoomClaim[] {
  const { id, userId, title, bot } = row;
  const claims: RoomClaim[] = [];
  const room = (key: string) => `${userId} ${key}`;
  const isLeaving = bot !== null && isUnderWay(bot.status) && bot.recallRequestedAt !== null;
  if (row.meetingKey && decision.will_join && !isLeaving) {
    claims.push({
      id,
      room: room(row.meetingKey),
      title,
      start: row.startTime,
      end: row.endTime,
      wants: true,
      byHand: decision.code === 'scheduled_by_hand' || decision.code === 'override_always',
      bot: !bot || !isLive(bot.status) ? 'none' : isUnderWay(bot.status) ? 'under_way' : 'booked',
      presentUntil: null,
    });
  }
  const wasThere = bot && !isLive(bot.status) && bot.status !== 'Cancelled' && bot.status !== 'Missed';
  if (bot?.meetingKey && (isLeaving || wasThere)) {
    claims.push({
      id,
      room: room(bot.meetingKey),
      title: bot.title,
      start: bot.meetingStart,
      end: bot.meetingEnd,
      // Until it has left, nobody else's bot is sent there.
      wants: isLeaving,
      byHand: false,
      bot: isLeaving ? 'under_way' : 'none',
      presentUntil: wasThere ? bot.updatedAt : null,
    });
  }
  return claims;
}
