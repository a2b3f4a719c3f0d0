import type { Activity, Actor } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import type { DecisionCode } from './domain/join-decision';
import { about, type Planned } from './planned';

/** Verdicts that come with time, with something that has an entry of its own, or that leave a bot as it was. */
const NO_NEWS: DecisionCode[] = [
  'ended',
  'bot_ended',
  'override_never',
  'override_always',
  'series_never',
  'series_always',
  'scheduled_manually',
  'auto_reschedule',
  'scheduled_earlier',
];

/**
 * Keeps the verdicts that were acted on.
 * @param told ids of occurrences of which something else is told
 * @returns entries of the activity about changed ones that nothing else tells of
 */
export async function recordVerdicts(
  tx: Tx,
  planned: Planned[],
  told: ReadonlySet<string | null | undefined>,
  now: Date,
  cause: Actor,
): Promise<Activity[]> {
  const changed = planned.filter(
    ({ row, decision }) => row.decisionCode !== decision.code || row.decisionReason !== decision.reason,
  );
  if (changed.length === 0) return [];
  const verdicts = changed.map(({ row, decision: { code, reason } }) => ({
    id: row.id,
    decisionCode: code,
    decisionReason: reason,
  }));
  await tx.$executeRaw`
    UPDATE "Occurrence" o SET "decisionCode" = n."decisionCode", "decisionReason" = n."decisionReason"
      FROM jsonb_populate_recordset(NULL::"Occurrence", ${JSON.stringify(verdicts)}::jsonb) AS n
     WHERE o."id" = n."id"`;
  return changed.flatMap(({ row, decision }) => {
    const isNews =
      row.decisionCode !== null &&
      row.decisionCode !== decision.code &&
      !NO_NEWS.includes(decision.code) &&
      !told.has(row.id);
    if (!isNews) return [];
    return {
      ...about(row, decision, now),
      actor: cause,
      action: 'decision.changed',
      summary: `“${row.title}”: ${decision.reason}`,
      before: { decision: row.decisionCode, reason: row.decisionReason },
      after: { decision: decision.code, reason: decision.reason },
    };
  });
}
