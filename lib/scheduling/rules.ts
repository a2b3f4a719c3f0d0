import type { User } from '@/lib/accounts/users';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { PreviewRulesResponse } from '@/lib/contract/rules';
import { readRules } from '@/lib/contract/stored';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { type Decider, decideAll, deciderOf } from './decide';
import { type DecisionInputRow, loadDecisionInputs, scopes, withSharedLinks } from './decision-input';
import type { Decision } from './domain/join-decision';
import type { Rules } from './domain/rules';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { type Reconciled, reconcileBots } from './reconcile-bots';

const PREVIEW_MS = 28 * 86_400_000;

/** Replaces a user's rules, and books and cancels at once what follows from them. */
export async function setRules(userId: string, rules: Rules, actor: Actor, now: Date): Promise<Reconciled> {
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const before = readRules((await tx.user.findUniqueOrThrow({ where: { id: userId } })).rules);
    await tx.user.update({ where: { id: userId }, data: { rules } });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'rules.changed',
      cause: 'requested',
      summary: 'Rules of auto-schedule changed.',
      before: { rules: before },
      after: { rules },
    });
    return reconcileBots({ tx, now, actor }, userId, 'upcoming');
  });
  await enqueueFollowUps(reconciled, now);
  return reconciled;
}

/**
 * What auto-schedule with other rules would do to the meetings of the next 28 days, beside what happens as things are.
 * Nothing is written.
 */
export async function previewRules(user: User, rules: Rules, now: Date): Promise<PreviewRulesResponse> {
  const until = new Date(+now + PREVIEW_MS);
  const asked = await loadDecisionInputs(db(), scopes.window(user.id, now, until));
  const rows = await withSharedLinks(db(), asked);
  const decide = (decider: Decider) => decideAll(rows, new Map([[user.id, decider]]), now);
  const before = decide(deciderOf(user));
  const after = decide({ autoScheduleEnabled: true, rules });

  const joins = (decisions: Map<string, Decision>) => asked.filter(({ id }) => decisions.get(id)?.will_join);
  const differs = (from: Map<string, Decision>, to: Map<string, Decision>) =>
    joins(to)
      .filter(({ id }) => !from.get(id)?.will_join)
      .sort((one, other) => +one.startTime - +other.startTime)
      .map((row) => toPreviewed(row, after.get(row.id)));
  return {
    auto_schedule_enabled: user.autoScheduleEnabled,
    time_min: now.toISOString(),
    time_max: until.toISOString(),
    joins_now: joins(before).length,
    would_join: joins(after).length,
    added: differs(before, after),
    dropped: differs(after, before),
  };
}

function toPreviewed(row: DecisionInputRow, decision: Decision | undefined) {
  return {
    event_id: row.id,
    title: row.title,
    start_time: row.startTime.toISOString(),
    end_time: row.endTime.toISOString(),
    code: decision?.code ?? '',
    reason: decision?.reason ?? '',
  };
}
