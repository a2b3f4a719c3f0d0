import { type BotProvider, providers } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import type { ScheduledBot } from '@/lib/db/generated/prisma/client';
import { env, isLoopbackUrl } from '@/lib/env';

/** The providers that can be asked for bots here: those whose settings are there. */
export function configuredProviders(): BotProvider[] {
  return providers.filter((provider) => settingsFor(provider).length === 0);
}

/**
 * Names of the settings that a provider lacks here. On a loopback address reports may be unable to reach us, and then
 * nothing needs their secret.
 */
export function settingsFor(provider: BotProvider): string[] {
  const missing = provider.missingSettings();
  return env().isLoopback ? missing.filter((name) => !name.endsWith('_WEBHOOK_SECRET')) : missing;
}

/** Where a provider reports to; null when it is elsewhere and we are on an address of this computer only. */
export function webhookAddress(provider: BotProvider): string | null {
  const { APP_URL, isLoopback } = env();
  return isLoopback && !isLoopbackUrl(provider.apiUrl())
    ? null
    : `${APP_URL}/api/webhooks/bots/${provider.name}`;
}

/**
 * Decides, at the moment it sets out, who sends a bot: the provider chosen for its calendar's connection, else the
 * installation's. The row keeps it before the provider is called, so that a later attempt, a recall and every report
 * speak of the same provider, whatever is chosen meanwhile.
 * @param bot claimed by the caller
 * @returns the name of its provider
 */
export async function chooseProvider(
  bot: Pick<ScheduledBot, 'id' | 'attempts' | 'provider' | 'occurrenceId'>,
): Promise<string> {
  // An earlier attempt may have reached the provider that the row names.
  if (bot.attempts > 1) return bot.provider;
  const names = configuredProviders().map((provider) => provider.name);
  const usual = env().BOT_PROVIDER;
  const isThereAnother = names.some((name) => name !== usual);
  const wish = isThereAnother ? await connectionsWish(bot.occurrenceId) : null;
  const chosen = wish && names.includes(wish) ? wish : usual;
  if (chosen !== bot.provider) {
    await db().scheduledBot.updateMany({
      where: { id: bot.id, attempts: bot.attempts },
      data: { provider: chosen },
    });
  }
  return chosen;
}

async function connectionsWish(occurrenceId: string | null): Promise<string | null> {
  if (!occurrenceId) return null;
  const found = await db().occurrence.findUnique({
    where: { id: occurrenceId },
    select: { calendar: { select: { connection: { select: { botProvider: true } } } } },
  });
  return found?.calendar.connection.botProvider ?? null;
}
