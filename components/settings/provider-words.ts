import type { ConnectionsResponse } from '@/lib/contract/connections';

export type Provider = ConnectionsResponse['bot_providers'][number];

/** Returns which settings a provider still needs before it can be chosen; null when it can. */
export function whatIsMissing({ title, is_configured, missing_settings: names }: Provider): string | null {
  if (is_configured) return null;
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return `${title} can be chosen once ${listed} ${names.length > 1 ? 'are' : 'is'} set where Usher runs.`;
}

/** Returns in a sentence which provider sends the bots of an account, given the chosen one. */
export function whoSends(chosen: string | null, providers: Provider[]): string {
  const lost = providers.find((provider) => provider.name === chosen && !provider.is_configured);
  const standard = providers.find((provider) => provider.is_default);
  return lost
    ? `${lost.title} is no longer set up here. Until it is, ${standard?.title} sends the bots.`
    : 'Sends the bots of this account’s meetings.';
}
