import { delaySince } from '@/lib/activity/domain/delay';
import type { DecisionInputRow } from './decision-input';

/** How long what bots follow has been so: what their delays are measured from. */
export type Since = {
  /** Since when a meeting wants its bot as it does now; null = since before the bot is due. */
  wanted(row: DecisionInputRow): Date | null;
  /** Milliseconds since a meeting was changed at Google; null = that is not what its bot follows. */
  delayOf(row: DecisionInputRow): number | null;
};

const unmeasured = () => null;

/** What is being asked for or found out right now. */
export function sinceThen(then: Date): Since {
  return { wanted: () => then, delayOf: unmeasured };
}

/** What was to be done by now at the latest: whoever does it after a bot is due makes it late. */
export const sinceBefore: Since = { wanted: () => null, delayOf: unmeasured };

/**
 * Changes at Google that a sync brings.
 * @param changedAt when, by the id of the event's row; what is not there is found out now
 * @param clock tells how late it is when the bots have followed
 */
export function sinceChanged(changedAt: ReadonlyMap<string, Date>, now: Date, clock: () => Date): Since {
  // An exception that did not change itself may still follow its series.
  const changeOf = (row: DecisionInputRow) =>
    changedAt.get(row.resourceId) ?? changedAt.get(row.eventId) ?? null;
  return {
    wanted(row) {
      const changed = changeOf(row);
      return changed && changed < now ? changed : now;
    },
    delayOf(row) {
      const changed = changeOf(row);
      return changed && delaySince(changed, clock());
    },
  };
}
