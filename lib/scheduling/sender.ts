import { isSetUp } from '@/lib/dispatch/domain/provider-settings';
import { env } from '@/lib/platform/env';

/**
 * Returns the name of the provider that sends the bots of an account's meetings: the one chosen for the account, if it is set
 * up here, else the installation's. Dispatch decides the same when a bot is sent (`claimBots`).
 * @param chosen for the account; null for the installation's
 */
export function senderOf(chosen: string | null): string {
  return chosen && isSetUp(chosen, env()) ? chosen : env().BOT_PROVIDER;
}
