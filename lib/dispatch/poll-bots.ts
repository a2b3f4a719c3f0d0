import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { processGlobal } from '@/lib/platform/process-global';
import { beforeStop, isStopping, onStop } from '@/lib/platform/stop';
import { askProvider } from './ask-silent-bots';
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

/**
 * Asks the providers that cannot report to us about their active bots: every few seconds while a bot joins or leaves, each
 * minute while it is in its meeting. A bot's turn is taken in its row, so any number of processes may do this at once.
 * @returns how many bots moved on
 */
export async function pollBots(now: Date): Promise<number> {
  const names = providers.filter((provider) => !canReport(provider)).map(({ name }) => name);
  if (names.length === 0) return 0;
  const turn = {
    ...{ providers: names, now, limit: AT_ONCE },
    soon: new Date(+now + SOON_MS),
    late: new Date(+now + LATE_MS),
    youngSince: new Date(+now - YOUNG_MS),
  };
  const end = performance.now() + LIMIT_MS;
  let moved = 0;
  for (let asked = AT_ONCE; asked === AT_ONCE && performance.now() < end && !isStopping(); ) {
    const bots = await takePolls(db(), turn);
    const answers = await Promise.all(
      bots.map((bot) => askProvider(bot.provider, bot.providerBotId ?? '', now)),
    );
    moved += answers.filter(Boolean).length;
    asked = bots.length;
  }
  return moved;
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
