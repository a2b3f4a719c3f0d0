import type { Tx } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { asBeyondLimit, type BotLimit, type Holder, isBeyond } from './domain/bot-limit';
import { isActive, isBookedOrActive } from './domain/bot-status';
import type { Decision } from './domain/join-decision';
import { holdersOfAll, holdersOfPerson } from './queries/bot-limits';
import type { DecisionInputRow } from './queries/decision-input';
import { isManual } from './share-copies';

/** What is asked about a meeting: its time, and its bot if it has one that is scheduled. */
type Asked = Pick<DecisionInputRow, 'id' | 'startTime' | 'bot'>;

/**
 * Changes the decisions about meetings of one user whose bots would find all places taken. It is told to people; the bots stay
 * scheduled, and wait for a place when they are due.
 * @param decisions by row id
 */
export async function limitDecisions(
  tx: Tx,
  userId: string,
  { rows, decisions }: { rows: readonly Asked[]; decisions: Map<string, Decision> },
  now: Date,
): Promise<void> {
  const asked = rows.filter(({ id, bot }) => decisions.get(id)?.will_join && !(bot && isActive(bot.status)));
  if (asked.length === 0) return;
  for (const { limit, holders } of await fullLimits(tx, userId)) {
    for (const { id, startTime, bot } of asked) {
      const decision = decisions.get(id);
      if (!decision?.will_join) continue;
      const own = bot && isBookedOrActive(bot.status) ? bot : null;
      const manual = own ? isManual(own) : decision.code === 'scheduled_manually';
      const turn = { id: own?.id ?? id, start: startTime, manual };
      if (isBeyond(limit.most, turn, holders, now)) decisions.set(id, asBeyondLimit(decision, limit));
    }
  }
}

/** Returns the limits that a bot of the user could exceed, with the bots that count against each. */
async function fullLimits(tx: Tx, userId: string): Promise<{ limit: BotLimit; holders: Holder[] }[]> {
  const { MAX_BOTS_PER_PERSON, MAX_BOTS } = env();
  const own = await holdersOfPerson(tx, userId, MAX_BOTS_PER_PERSON);
  const all = MAX_BOTS === undefined ? [] : await holdersOfAll(tx, MAX_BOTS);
  return (
    [
      { of: 'person', rows: own },
      { of: 'installation', rows: all },
    ] as const
  ).flatMap(({ of, rows }) => {
    const most = rows[0]?.most;
    if (most === undefined) return [];
    const holders = rows.map((bot) => ({
      id: bot.id,
      start: bot.meetingStart,
      end: bot.meetingEnd,
      manual: isManual(bot),
      isActive: isActive(bot.status),
    }));
    return [{ limit: { of, most }, holders }];
  });
}
