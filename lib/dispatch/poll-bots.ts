import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { processGlobal } from '@/lib/platform/process-global';
import { beforeStop, isStopping, onStop } from '@/lib/platform/stop';
import { type Asked, askProvider } from './ask-silent-bots';
import { providers } from './providers';
import { takePolls } from './queries';
import { canReport } from './report-address';

/** How often a bot is asked about while it joins, waits or leaves: its state is to be right within five seconds. */
const SOON_MS = 2_000;
/** How often a bot is asked about that is in its meeting. */
const LATE_MS = 60_000;
/** A bot that does not record so long after it came in will not record soon. */
const YOUNG_MS = 2 * 60_000;
/** How often the rows are looked at. */
const TICK_MS = 1_500;
/** How many bots are asked about at once, and for how long one round may go on. */
const AT_ONCE = 50;
const LIMIT_MS = 20_000;
/** How long a provider that is down is left alone: twice as long after each failure, at most so long. */
const FIRST_PAUSE_MS = 3_000;
const LAST_PAUSE_MS = 30_000;

/** The providers that this process has found down. */
const down = processGlobal('polled-down', () => new Map<string, { failures: number; askAgainAt: number }>());

/**
 * Asks the providers that cannot report to us about their active bots: every few seconds while a bot joins or leaves, each
 * minute while it is in its meeting. A bot's turn is taken in its row, so any number of processes may do this at once. A
 * provider that is down is asked less often, each half minute in the end, and as usual again once it has answered.
 * @returns how many bots moved on
 */
export async function pollBots(now: Date): Promise<number> {
  const turn = {
    ...{ now, limit: AT_ONCE },
    soon: new Date(+now + SOON_MS),
    late: new Date(+now + LATE_MS),
    youngSince: new Date(+now - YOUNG_MS),
  };
  const end = performance.now() + LIMIT_MS;
  let moved = 0;
  for (let asked = AT_ONCE; asked === AT_ONCE && performance.now() < end && !isStopping(); ) {
    const names = providersToAsk(now);
    if (names.length === 0) break;
    const bots = await takePolls(db(), { ...turn, providers: names });
    const answers = await Promise.all(
      bots.map(async ({ provider, providerBotId }) => ({
        provider,
        asked: await askProvider(provider, providerBotId ?? '', now),
      })),
    );
    noteDown(answers, now);
    moved += answers.filter(({ asked }) => asked === 'moved').length;
    asked = bots.length;
  }
  return moved;
}

function providersToAsk(now: Date): string[] {
  return providers
    .filter((provider) => !canReport(provider) && (down.get(provider.name)?.askAgainAt ?? 0) <= +now)
    .map(({ name }) => name);
}

/** Notes which of the providers that were asked are down: those that answered about none of their bots. */
function noteDown(answers: { provider: string; asked: Asked }[], now: Date): void {
  const up = new Set(answers.filter(({ asked }) => asked !== 'down').map(({ provider }) => provider));
  for (const provider of new Set(answers.map(({ provider }) => provider))) {
    const failures = (down.get(provider)?.failures ?? 0) + 1;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS);
    if (up.has(provider)) down.delete(provider);
    else down.set(provider, { failures, askAgainAt: +now + pauseMs });
  }
}

const shared = processGlobal('poll', (): { timer?: NodeJS.Timeout; isRunning?: boolean } => ({}));

/** Polls from now on, once a process. A round that takes long delays the next one of this process, not those of others. */
export function startPolling(clock: () => Date): void {
  if (shared.timer) return;
  const timer = setInterval(() => {
    if (shared.isRunning) return;
    shared.isRunning = true;
    beforeStop(pollBots(clock()))
      .catch((error: unknown) => logger.warn({ error }, 'Bots could not be asked about; they soon are again'))
      .finally(() => {
        shared.isRunning = false;
      });
  }, TICK_MS);
  timer.unref();
  shared.timer = timer;
  onStop('begin', () => clearInterval(timer));
}
