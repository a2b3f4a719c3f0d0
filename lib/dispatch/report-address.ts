import { createHmac } from 'node:crypto';
import { env, isLoopbackUrl } from '@/lib/platform/env';
import { installationSecret } from '@/lib/platform/installation-secret';
import { constantTimeEqual } from '@/lib/platform/secrets';
import type { BotProvider } from './providers';

const SECRET = 'report-address';

/**
 * Returns whether a provider can send its reports to us. One that runs elsewhere does not reach an address of this computer
 * alone, and one that insists on https refuses every bot that names another address. It is asked instead (`pollBots`).
 */
export function canReport(provider: BotProvider): boolean {
  const { APP_URL, isLoopback } = env();
  if (isLoopback && !isLoopbackUrl(provider.apiUrl())) return false;
  return APP_URL.startsWith('https:') || !provider.reportsOverHttpsOnly;
}

/** Where a provider sends its reports on a bot; null when it cannot. */
type ReportAddress = (provider: BotProvider, botId: string) => string | null;

/**
 * Returns a function that returns the address for a provider's reports on a bot. The address is a capability: its token is good
 * for this bot and this provider, and for no other.
 */
export async function reportAddresses(): Promise<ReportAddress> {
  const secret = await installationSecret(SECRET);
  return (provider, botId) =>
    canReport(provider)
      ? `${env().APP_URL}/api/webhooks/bots/${provider.name}/${botId}/${tokenOf(secret, provider.name, botId)}`
      : null;
}

/** Returns whether a token is the one of this bot's address at this provider, in a time that does not tell how wrong it is. */
export async function isReportToken(provider: string, botId: string, token: string): Promise<boolean> {
  const secret = await installationSecret(SECRET);
  if (constantTimeEqual(tokenOf(secret, provider, botId), token)) return true;
  // Another process may have replaced the secret since this one read it.
  const stored = await installationSecret(SECRET, { isFresh: true });
  return stored !== secret && constantTimeEqual(tokenOf(stored, provider, botId), token);
}

function tokenOf(secret: string, provider: string, botId: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(`${provider}\n${botId}`)
    .digest('base64url');
}
