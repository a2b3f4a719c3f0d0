import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { processGlobal } from '@/lib/platform/process-global';
import { isStopping } from '@/lib/platform/stop';
import { ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { applyBotEvent } from './apply-bot-event';
import { findProvider, ProviderFailure } from './providers';
import { takeTurns } from './queries';
import { canReport } from './report-address';

/** Reports come within seconds: a provider that is silent for so long may have lost them, or cannot reach us. */
const SILENT_MS = 3 * 60_000;
/** After an outage of ours a bot is not asked about again so soon: other processes may start at the same time. */
const ASKED_JUST_NOW_MS = 30_000;
/** How many bots a provider is asked about at once, and for how long: a slow one must not delay the next sweep. */
const AT_ONCE = 50;
const LIMIT_MS = 20_000;

const reports = processGlobal('bot-reports', () => ({ mayBeLost: false }));

/**
 * Notes that reports may have been lost while this process could not take them. Providers do not repeat them all, so the
 * next sweep asks about every active bot.
 */
export function noteLostReports(): void {
  reports.mayBeLost = true;
}

/**
 * Asks providers that can report about active bots that they have not reported on for three minutes, each bot at most that often, those
 * that have waited longest first; after an outage of ours about all active bots. The answer counts as a report; a call that
 * fails is repeated three minutes later. A bot's turn is taken only when its provider is asked, and no provider waits for
 * another.
 * @returns how many bots moved on
 */
export async function askSilentBots(now: Date): Promise<number> {
  const afterOutage = reports.mayBeLost;
  reports.mayBeLost = false;
  try {
    return await askBots(now, afterOutage);
  } catch (error) {
    reports.mayBeLost ||= afterOutage;
    throw error;
  }
}

async function askBots(now: Date, afterOutage: boolean): Promise<number> {
  const nextAt = new Date(+now + SILENT_MS);
  const silentSince = afterOutage ? now : new Date(+now - SILENT_MS);
  const askedBefore = afterOutage ? new Date(+nextAt - ASKED_JUST_NOW_MS) : now;
  const asked = await db().scheduledBot.groupBy({
    by: ['provider'],
    where: {
      status: { in: [...ACTIVE_STATUSES] },
      providerBotId: { not: null },
      updatedAt: { lt: silentSince },
    },
  });
  const end = performance.now() + LIMIT_MS;
  const moved = await Promise.all(
    asked.filter(reportsToUs).map(async ({ provider }) => {
      let moved = 0;
      while (performance.now() < end && !isStopping()) {
        const turn = { provider, silentSince, askedBefore, nextAt, limit: AT_ONCE };
        const bots = await takeTurns(db(), turn);
        const results = await Promise.all(
          bots.map((bot) => askProvider(provider, bot.providerBotId ?? '', now)),
        );
        moved += results.filter((result) => result === 'moved').length;
        if (bots.length < AT_ONCE) break;
      }
      return moved;
    }),
  );
  return moved.reduce((sum, one) => sum + one, 0);
}

/** Whether a provider sends its reports to us; `pollBots` asks the others, more often. */
function reportsToUs({ provider: name }: { provider: string }): boolean {
  const provider = findProvider(name);
  return !provider || canReport(provider);
}

/** What came of asking about a bot. `down`: the provider does not answer, or answers as one that is out of order. */
export type Asked = 'moved' | 'unchanged' | 'down';

/** Asks a provider about one of its bots; the answer counts as a report. A call that fails changes nothing. */
export async function askProvider(providerName: string, providerBotId: string, now: Date): Promise<Asked> {
  try {
    const event = await findProvider(providerName)?.readStatus(providerBotId);
    if (!event) return 'unchanged';
    const hasMoved = await applyBotEvent(providerName, { ...event, providerBotId }, now, 'provider_asked');
    return hasMoved ? 'moved' : 'unchanged';
  } catch (error) {
    logger.warn({ error }, 'A bot’s status could not be read; the provider is asked again');
    return error instanceof ProviderFailure && !error.permanent ? 'down' : 'unchanged';
  }
}
