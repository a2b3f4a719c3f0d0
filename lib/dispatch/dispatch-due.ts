import { setTimeout as delay } from 'node:timers/promises';
import { db } from '@/lib/platform/database/client';
import { withinLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { isOnlyProcess } from '@/lib/platform/only-process';
import { processGlobal } from '@/lib/platform/process-global';
import { isStopping } from '@/lib/platform/stop';
import { type ClaimedBot, claimBots } from './claim-bots';
import { probeProviders, senders, type Verdict } from './provider-stops';
import { countDue, overdueJoins } from './queries/sending';
import { noteRush } from './rush';
import { type DispatchOutcome, type Sending, sendBot } from './send-bot';
import { Slots } from './slots';
import { tellWaitingForPlace } from './wait-for-place';

/** Bots that the provider is asked for at once. Each has its own slot, so a slow answer delays no other bot. */
const SLOTS = 250;
/**
 * Bots are claimed when slots become free, never sooner: a waiting claim runs out and misses what changes. So many are claimed
 * at once at least, or as many as there are slots when fewer have become free for so long.
 */
const CLAIM_AT_LEAST = 100;
const CLAIM_AFTER_MS = 20;
/** How many claims are made at once: while the database works on one, providers are called for the bots of the other. */
const CLAIMS_AT_ONCE = 2;
/** When a provider that answers nothing has all slots for so long, another run of this process opens others. */
const STUCK_MS = 1_000;
/** When all bots that are due are being changed by other transactions, they are looked at this often, and for so long. */
const LOCKED_PAUSE_MS = 25;
const LOCKED_LIMIT_MS = 10_000;
/** A bot that is not sent this long after its join time is overdue: the message that should have sent it was lost. */
const OVERDUE_MS = 15_000;

export type Dispatched = {
  sent: number;
  /** When a provider wants to be asked again (ISO 8601), or null when it accepted or refused every bot. */
  retryAt: string | null;
  /** A provider refuses this installation, and bots wait for it: at `retryAt` one of them is sent. */
  isStopped?: true;
};

/**
 * Sends every bot that is due: bots whose join time has come, and bots that are to be tried again. The rows say which
 * they are, so it does not matter who calls this, or how often. To a provider that refuses this installation one bot is sent
 * every 5 seconds, and the others when it accepts that one.
 */
export async function dispatchDue(clock: () => Date): Promise<Dispatched> {
  const run: Run = { clock, outcomes: [], isStopped: false };
  const probing = probeProviders(clock, async (bot) => {
    let verdict: Verdict = 'unknown';
    const onVerdict = (heard: Verdict) => {
      verdict = heard;
    };
    run.outcomes.push(await dispatchBot(bot.id, bot.version, clock, { onVerdict, isProbe: true }));
    return verdict;
  });
  // It may fail while the bots that are due are being sent; the failure is thrown after that.
  probing.catch(() => undefined);
  await sendDue(run);
  const { isLifted, nextAt } = await probing;
  if (isLifted) await sendDue(run);
  await tellWaitingForPlace(clock());
  const retries = run.outcomes.flatMap((outcome) => (outcome.state === 'retry' ? outcome.retryAt : []));
  if (nextAt) retries.push(nextAt.toISOString());
  return {
    sent: run.outcomes.filter(({ state }) => state === 'sent').length,
    retryAt: retries.sort()[0] ?? null,
    ...(run.isStopped || nextAt !== null ? { isStopped: true } : {}),
  };
}

/** `isStopped`: a provider has refused this installation. */
type Run = { clock: () => Date; outcomes: DispatchOutcome[]; isStopped: boolean };

/**
 * Bots being claimed and sent. `mustLook`: it looks once more what is due before it ends; `movedAt`: when it last had free
 * slots or used them, by the monotonic clock; `ended`: what it has led to.
 */
type Loop = { mustLook: boolean; movedAt: number; ended: Promise<Run> };

const shared = processGlobal('dispatch', (): { loop?: Loop | undefined } => ({}));

/**
 * Sends the bots that are due and whose provider accepts bots. Of several runs of this process at one time, which many
 * messages about one second cause, one does that for all: each alone would open as many connections. When that one
 * gets stuck, those that wait for it send on their own.
 */
async function sendDue(run: Run): Promise<void> {
  for (let { loop } = shared; loop; { loop } = shared) {
    const stuckInMs = loop.movedAt + STUCK_MS - performance.now();
    if (stuckInMs <= 0) break;
    loop.mustLook = true;
    const ended = await withinLimit(loop.ended, stuckInMs, null);
    if (!ended) continue;
    run.isStopped ||= ended.isStopped;
    run.outcomes.push(...ended.outcomes.filter(({ state }) => state === 'retry'));
    return;
  }
  const opened: Loop = { mustLook: true, movedAt: performance.now(), ended: Promise.resolve(run) };
  shared.loop = opened;
  opened.ended = claimAndSend(run, opened).then(() => run);
  await opened.ended;
}

/**
 * Claims as many bots as there are slots, and sends them, again and again until none is due, so that any number of processes
 * share them. A bot that another transaction is changing delays no other bot; one that is being changed for ten seconds is left
 * to the next run. While this process stops, it claims none.
 */
async function claimAndSend(run: Run, loop: Loop): Promise<void> {
  const { clock } = run;
  const slots = new Slots(SLOTS);
  const work = new Set<Promise<void>>();
  let claims = 0;

  const onVerdict = (verdict: Verdict) => {
    if (verdict === 'refuses') run.isStopped = true;
  };
  const send = (bot: ClaimedBot) => {
    let hasSlot = true;
    const onAnswer = () => {
      if (hasSlot) slots.give(1);
      hasSlot = false;
    };
    const sending = sendBot(bot, clock, { onAnswer, onVerdict })
      .then(
        (outcome) => void run.outcomes.push(outcome),
        (error) =>
          logger.error(
            { error, bot: bot.id },
            'A bot could not be sent; it is tried again when its claim has run out',
          ),
      )
      .finally(() => {
        onAnswer();
        work.delete(sending);
      });
    work.add(sending);
  };
  /** Claims and sends until fewer bots are due than there are slots. */
  const claimAll = async () => {
    for (let isFull = true; isFull; ) {
      const limit = await slots.take(CLAIM_AT_LEAST, CLAIM_AFTER_MS);
      if (isStopping()) return;
      loop.movedAt = performance.now();
      const claimed = await claimBots({ limit }, senders(), clock());
      slots.give(limit - claimed.length);
      claimed.forEach(send);
      loop.movedAt = performance.now();
      claims += claimed.length;
      isFull = claimed.length === limit;
      if (isFull) noteRush();
    }
  };

  try {
    let giveUpAt = performance.now() + LOCKED_LIMIT_MS;
    while (loop.mustLook && !isStopping()) {
      loop.mustLook = false;
      claims = 0;
      await Promise.all(Array.from({ length: CLAIMS_AT_ONCE }, claimAll));
      const isMoreDue = await isAnyDue(clock());
      // Another run may have asked meanwhile.
      loop.mustLook ||= isMoreDue;
      if (claims > 0) giveUpAt = performance.now() + LOCKED_LIMIT_MS;
      else if (performance.now() > giveUpAt) {
        run.outcomes.push({ state: 'retry', retryAt: clock().toISOString() });
        break;
      } else if (isMoreDue) await delay(LOCKED_PAUSE_MS);
    }
  } finally {
    if (shared.loop === loop) shared.loop = undefined;
    await Promise.all(work);
  }
}

async function isAnyDue(now: Date): Promise<boolean> {
  const [due] = await countDue(db(), senders(), now, 1);
  return (due?.count ?? 0) > 0;
}

/**
 * Claims one bot and sends it. A transaction that is changing the bot is waited for.
 * @param version the version that is due; a bot that has changed since is not sent
 * @param how a probe is sent although its provider refuses this installation
 */
export async function dispatchBot(
  botId: string,
  version: number,
  clock: () => Date,
  how: Sending = {},
): Promise<DispatchOutcome> {
  const which = { id: botId, version, isProbe: how.isProbe };
  const [bot] = await claimBots(which, senders(), clock());
  return bot ? sendBot(bot, clock, how) : { state: 'not_ours' };
}

/** Returns how many bots are overdue: still scheduled 15 seconds after their join time, or due to be tried again. */
export async function countOverdueJoins(now: Date): Promise<number> {
  const [overdue] = await overdueJoins(db(), senders(), new Date(+now - OVERDUE_MS), now);
  return overdue?.count ?? 0;
}

/**
 * Frees the bots of a process that has ended: joins that were armed are armed again by the next sweep, and claimed bots are
 * due again at once. While another process works on the database, the claims may be its: they run out.
 */
export async function releaseClaims(now: Date): Promise<void> {
  await db().scheduledBot.updateMany({ where: { status: 'Scheduled' }, data: { armedVersion: null } });
  if (!(await isOnlyProcess())) return;
  await db().scheduledBot.updateMany({
    where: { status: 'Joining', leaseUntil: { gt: now } },
    data: { leaseUntil: new Date(+now - 1) },
  });
}
