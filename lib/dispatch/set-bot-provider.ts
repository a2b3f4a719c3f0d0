import { connectionRow } from '@/lib/accounts/list-connections';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { Connection } from '@/lib/contract/connections';
import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import { settingsFor } from './choose-provider';
import { findProvider, providers } from './providers';

/**
 * Chooses who sends the bots of an account's meetings. Bots take their provider when they set out, so those on duty stay
 * with theirs.
 * @param name null for the installation's
 * @throws UsherError not_found; validation_failed for a provider that there is not, or whose settings are missing
 */
export async function setBotProvider(
  userId: string,
  connectionId: string,
  name: string | null,
  actor: Actor,
  now: Date,
): Promise<Connection> {
  if (name !== null) mustBeUsable(name);
  return db().$transaction(async (tx) => {
    const where = { id: connectionId, userId };
    const connection = await tx.calendarConnection.findFirst({ where });
    if (!connection) throw new UsherError('not_found', 'There is no connected account with this id.');
    if (connection.botProvider === name) return connectionRow(connection);
    const changed = await tx.calendarConnection.update({ where, data: { botProvider: name } });
    const title = name ? findProvider(name)?.title : null;
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'connection.bot_provider',
      cause: 'asked',
      summary: title
        ? `Bots for ${connection.accountEmail} are sent by ${title} from now on.`
        : `Bots for ${connection.accountEmail} are sent by the installation’s provider from now on.`,
      before: { botProvider: connection.botProvider },
      after: { botProvider: name },
    });
    return connectionRow(changed);
  });
}

function mustBeUsable(name: string): void {
  const provider = findProvider(name);
  const missing = provider ? settingsFor(provider) : [];
  if (provider && missing.length === 0) return;
  const message = provider
    ? `${provider.title} is not set up here. Set ${missing.join(', ')} in the environment of Usher and start it again.`
    : `There is no bot provider named “${name}”. There are: ${providers.map((one) => one.name).join(', ')}.`;
  throw new UsherError('validation_failed', message, { details: [{ path: 'bot_provider', message }] });
}
