import type { CalendarHealthResponse } from '@/lib/contract/health';
import { db } from '@/lib/platform/database/client';
import type { ProviderStop } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { configuredProviders } from './choose-provider';
import { type InstallationRefusal, PROBE_EVERY_MS, stopReason } from './domain/provider-stop';
import { findProvider, ProviderFailure } from './providers';
import { countWaiting, nextProbe, storeStop, takeProbe, tellWaiting } from './queries/provider-stops';
import type { DueBot, Senders } from './queries/sending';

/** Returns which providers send bots, and how many at one time. */
export function senders(): Senders {
  const { BOT_PROVIDER, MAX_BOTS_PER_PERSON, MAX_BOTS } = env();
  return {
    providers: configuredProviders().map(({ name }) => name),
    fallback: BOT_PROVIDER,
    most: { ofPerson: MAX_BOTS_PER_PERSON, ofInstallation: MAX_BOTS ?? null },
  };
}

function isUsed(provider: string): boolean {
  const { providers, fallback } = senders();
  return providers.includes(provider) || provider === fallback;
}

/** Stores that a provider refuses this installation. From now on its bots wait, but for one every 5 seconds. */
export async function stopProvider(provider: string, refusal: InstallationRefusal, now: Date): Promise<void> {
  const nextProbeAt = new Date(+now + PROBE_EVERY_MS);
  const [stop] = await storeStop(db(), { provider, ...refusal, now, nextProbeAt });
  if (stop && +stop.since === +now) {
    logger.error(
      { provider, ...refusal },
      `${reasonOf(provider, refusal)} Its bots wait until it accepts them.`,
    );
  }
}

/** Stores that a provider accepts this installation again: all of its bots that wait are due. */
async function liftStop(provider: string): Promise<void> {
  const { count } = await db().providerStop.deleteMany({ where: { provider } });
  if (count > 0) logger.info({ provider }, 'The bot provider accepts bots again');
}

/** Returns why the bots of a provider wait, in a sentence for people. */
export function reasonOf(provider: string, refusal: InstallationRefusal): string {
  return stopReason(findProvider(provider)?.title ?? provider, refusal);
}

/** What sending one bot says about its provider: it accepts this installation, refuses it, or nothing. */
export type Verdict = 'accepts' | 'refuses' | 'unknown';

/**
 * Sends one bot to each provider that refuses this installation and has bots that wait, each provider every 5 seconds,
 * whatever the number of processes. When the provider accepts it, all bots that wait are due.
 * @param send sends a bot that is due, and returns what that says about its provider
 * @returns `isLifted`: a provider accepts bots again; `nextAt`: when the next bot is sent to one that still refuses, or null
 *   when no bot waits
 */
export async function probeProviders(
  clock: () => Date,
  send: (bot: DueBot) => Promise<Verdict>,
): Promise<{ isLifted: boolean; nextAt: Date | null }> {
  const stops = await db().providerStop.findMany();
  const probes = await Promise.all(stops.map((stop) => probe(stop, clock, send)));
  const times = probes.filter((one) => one instanceof Date).sort((one, other) => +one - +other);
  return { isLifted: probes.includes('lifted'), nextAt: times[0] ?? null };
}

async function probe(
  stop: ProviderStop,
  clock: () => Date,
  send: (bot: DueBot) => Promise<Verdict>,
): Promise<'lifted' | Date | null> {
  const { provider } = stop;
  const [bot] = await nextProbe(db(), senders(), provider, clock());
  if (!bot) return null;
  await tellWaiting(db(), senders(), provider, reasonOf(provider, stop), clock());
  const nextAt = new Date(+clock() + PROBE_EVERY_MS);
  const [turn] = await takeProbe(db(), provider, clock(), nextAt);
  if (!turn) return stop.nextProbeAt;
  if ((await send(bot)) !== 'accepts') return nextAt;
  await liftStop(provider);
  return 'lifted';
}

/**
 * Asks providers that refuse this installation, and for which no bot waits, whether they accept it again. People are told
 * the truth before the next bot is due.
 * @returns how many do
 */
export async function askStoppedProviders(now: Date): Promise<number> {
  const stops = await db().providerStop.findMany();
  const lifted = await Promise.all(
    stops.map(async ({ provider: name }) => {
      const [waiting] = await nextProbe(db(), senders(), name, now);
      const provider = findProvider(name);
      // No account has bots from a provider that is not set up any more.
      if (!provider || !isUsed(name)) return liftStop(name).then(() => false);
      const [turn] = waiting ? [] : await takeProbe(db(), name, now, new Date(+now + PROBE_EVERY_MS));
      if (!turn) return false;
      try {
        await provider.probe();
      } catch (error) {
        if (!(error instanceof ProviderFailure)) throw error;
        if (error.installation) await stopProvider(name, error.installation, now);
        return false;
      }
      await liftStop(name);
      await sendJobs([{ name: 'bots/due', data: { at: now.toISOString() } }]);
      return true;
    }),
  );
  return lifted.filter(Boolean).length;
}

type StoppedProvider = CalendarHealthResponse['stopped_providers'][number];

/** Returns the providers that refuse this installation, and how many bots of a user wait for each. */
export async function listStoppedProviders(userId: string, now: Date): Promise<StoppedProvider[]> {
  const stops = await db().providerStop.findMany({ orderBy: { provider: 'asc' } });
  return Promise.all(
    stops.map(async (stop) => {
      const [waiting] = await countWaiting(db(), userId, senders(), stop.provider, now);
      return {
        name: stop.provider,
        title: findProvider(stop.provider)?.title ?? stop.provider,
        since: stop.since.toISOString(),
        message: reasonOf(stop.provider, stop),
        bots_waiting: waiting?.count ?? 0,
      };
    }),
  );
}
