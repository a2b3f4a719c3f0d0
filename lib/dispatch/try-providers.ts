import { env } from '@/lib/platform/env';
import { configuredProviders, settingsFor } from './choose-provider';
import { stopReason } from './domain/provider-stop';
import { type BotProvider, findProvider, ProviderFailure } from './providers';

/** What a provider said when it was asked whether it accepts this installation. */
export type TriedProvider = { title: string; state: 'accepted' | 'refused' | 'silent'; words: string };

/** Asks every provider that is set up here whether it accepts this installation. Never throws for what a provider does. */
export function tryProviders(): Promise<TriedProvider[]> {
  return Promise.all(configuredProviders().map(tryProvider));
}

/** Returns the settings that the installation's own provider lacks. */
export function missingOfDefault(): string[] {
  const provider = findProvider(env().BOT_PROVIDER);
  return provider ? settingsFor(provider) : [];
}

async function tryProvider({ title, probe }: BotProvider): Promise<TriedProvider> {
  try {
    await probe();
    return { title, state: 'accepted', words: '' };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    const { installation } = error;
    return installation
      ? { title, state: 'refused', words: stopReason(title, installation) }
      : { title, state: 'silent', words: `${title} does not answer as it should: ${error.message}` };
  }
}
