import type { ConnectionsResponse } from '@/lib/contract/connections';

export type Provider = ConnectionsResponse['bot_providers'][number];

/** What it takes for a provider to be offered; null when it is. */
export function whatIsMissing({ title, is_configured, missing_settings: names }: Provider): string | null {
  if (is_configured) return null;
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return `${title} can be chosen once ${listed} ${names.length > 1 ? 'are' : 'is'} set where Usher runs.`;
}

/** Who sends the bots of an account, given what was chosen for it. */
export function whoSends(chosen: string | null, providers: Provider[]): string {
  const lost = providers.find((provider) => provider.name === chosen && !provider.is_configured);
  const standard = providers.find((provider) => provider.is_default);
  return lost
    ? `${lost.title} is not set up here any more: until it is, ${standard?.title} sends them.`
    : 'Sends the bots of this account’s meetings.';
}
