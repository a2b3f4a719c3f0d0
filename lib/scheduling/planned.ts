import type { DecisionInputRow } from './decision-input';
import type { Decision } from './domain/join-decision';
import type { BotPlan } from './domain/plan-bot';

/** An occurrence, what was decided, and what is to be done about its bot. */
export type Planned = { row: DecisionInputRow; decision: Decision; plan: BotPlan };

/** What every entry of the activity says of a decision that was acted on. */
export function about(row: DecisionInputRow, decision: Decision, now: Date) {
  return {
    userId: row.userId,
    at: now,
    occurrenceId: row.id,
    eventId: row.eventId,
    cause: decision.code as string,
  };
}
