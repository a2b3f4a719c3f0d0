import { db } from '@/lib/platform/database/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { ARM_HORIZON_MS, secondOf } from './domain/join-time';
import { markArmed, unarmedBots } from './queries/bookings';

const ARM_BATCH = 1000;
const CLOSE_MS = 60_000;

/**
 * Enqueues the follow-ups of a committed change of bots: arms joins and starts recalls. Where that fails the change
 * stands, and the sweep enqueues them within a minute.
 * @param changed ids of the bots to recall
 */
export async function enqueueFollowUps(changed: { recalled: string[] }, now: Date): Promise<void> {
  try {
    await armJoins(now);
    await sendJobs(changed.recalled.map((botId) => ({ name: 'bot/recall', data: { botId } })));
  } catch (error) {
    logger.warn({ error }, 'Follow-ups could not be enqueued; the sweep will do it');
  }
}

/**
 * Arms the join of every bot that is due within 48 hours and not armed for its present version: one job for each second,
 * for all bots that join in it.
 * @returns how many bots were armed
 */
export async function armJoins(now: Date): Promise<number> {
  const bots = await unarmedBots(db(), new Date(+now + ARM_HORIZON_MS), ARM_BATCH);
  if (bots.length === 0) return 0;
  const seconds = new Set(bots.map(({ joinAt }) => +secondOf(joinAt)));
  await sendJobs([...seconds].map((at) => dueEvent(at, +now)));
  // These are bots of many users, locked in no order: to wait for a bot that another transaction is changing could end in
  // a deadlock. That transaction arms it after its commit, or the sweep does.
  const armed = await markArmed(db(), bots);
  return armed + (bots.length === ARM_BATCH && armed > 0 ? await armJoins(now) : 0);
}

/**
 * Returns the job of a second. Its id lets Inngest drop a repeated one. Close to the second each is carried out: the job
 * that waits for it may have read already which bots are due.
 */
function dueEvent(atMs: number, nowMs: number): JobEvent {
  const at = new Date(atMs).toISOString();
  const isClose = atMs - nowMs < CLOSE_MS;
  return { name: 'bots/due', data: { at }, ...(isClose ? {} : { id: `bots-due-${at}` }) };
}
