import { env, isLoopbackUrl } from '@/lib/platform/env';
import { type BotProvider, providers } from './providers';

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
