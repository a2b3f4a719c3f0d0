import { attendee } from './attendee';
import { meetstream } from './meetstream';
import type { BotProvider } from './port';

export * from './port';

const PROVIDERS: Record<string, BotProvider> = {
  [meetstream.name]: meetstream,
  [attendee.name]: attendee,
};

/** Every provider that Usher knows, whether it is set up here or not. */
export const providers: readonly BotProvider[] = Object.values(PROVIDERS);

/** Returns the provider with a name; null when there is none, as names arrive in URLs. */
export function findProvider(name: string): BotProvider | null {
  return Object.hasOwn(PROVIDERS, name) ? (PROVIDERS[name] ?? null) : null;
}
