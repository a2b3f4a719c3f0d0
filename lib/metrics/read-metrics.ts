import type { Delays, MetricsQuery, MetricsResponse } from '@/lib/contract/metrics';
import { db } from '@/lib/platform/database/client';
import { type Measured, readDelays } from './read-delays';

const DAY_MS = 86_400_000;

/** How punctual a user's bots were, and how soon they followed changes at Google. */
export async function readMetrics(
  userId: string,
  { days }: MetricsQuery,
  now: Date,
): Promise<MetricsResponse> {
  const since = new Date(+now - days * DAY_MS);
  const [{ joins, changes }, missed] = await Promise.all([
    readDelays(since, userId),
    db().scheduledBot.count({ where: { userId, status: 'Missed', joinAt: { gte: since, lte: now } } }),
  ]);
  return {
    days,
    since: since.toISOString(),
    join_lateness: toDelays(joins),
    joins_missed: missed,
    change_to_schedule: toDelays(changes),
  };
}

function toDelays({ count, quantiles, max }: Measured): Delays {
  const [p50_ms = null, p95_ms = null, p99_ms = null] = quantiles ?? [];
  return { count, p50_ms, p95_ms, p99_ms, max_ms: max };
}
