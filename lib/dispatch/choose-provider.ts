import { type Author, recordActivity } from '@/lib/activity/record-activity';
import type { Connection, ConnectionsResponse } from '@/lib/contract/connections';
import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { missingSettings } from './domain/provider-settings';
import { type BotProvider, findProvider, providers } from './providers';

/** Returns the providers that can be asked for bots here: those that lack no setting. */
export function configuredProviders(): BotProvider[] {
  return providers.filter((provider) => settingsFor(provider).length === 0);
}

/**
 * Returns the names of the settings that a provider lacks here. On a loopback address its reports may be unable to reach us,
 * so the secret that checks them may be missing.
 */
export function settingsFor(provider: BotProvider): string[] {
  return missingSettings(provider.name, env());
}

/** Returns the user's connected accounts, the oldest first, and the bot providers to choose from. */
export async function listConnections(userId: string): Promise<ConnectionsResponse> {
  const connections = await db().calendarConnection.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return {
    connections: connections.map(connectionRow),
    bot_providers: providers.map((provider) => ({
      name: provider.name,
      title: provider.title,
      is_default: provider.name === env().BOT_PROVIDER,
      is_configured: settingsFor(provider).length === 0,
      missing_settings: settingsFor(provider),
    })),
  };
}

/** Returns a connection as the contract shows it. */
function connectionRow(connection: CalendarConnection): Connection {
  return {
    id: connection.id,
    email: connection.accountEmail,
    name: connection.accountName,
    status: connection.status,
    status_reason: connection.statusReason,
    bot_provider: connection.botProvider,
  };
}

/**
 * Sets the provider that sends the bots of an account's meetings, and schedules and cancels bots by it at once, as providers
 * join other platforms. A bot gets its provider with the first attempt to send it, so active bots stay with theirs.
 * @param name null for the installation's provider
 * @throws UsherError not_found; validation_failed for a provider that does not exist, or whose settings are missing
 */
export async function setBotProvider(
  userId: string,
  connectionId: string,
  name: string | null,
  { actor, now }: Author,
): Promise<Connection> {
  if (name !== null) mustBeUsable(name);
  const { row, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const where = { id: connectionId, userId };
    const connection = await tx.calendarConnection.findFirst({ where });
    if (!connection) throw new UsherError('not_found', 'There is no connected account with this id.');
    if (connection.botProvider === name) return { row: connectionRow(connection), reconciled: null };
    const changed = await tx.calendarConnection.update({ where, data: { botProvider: name } });
    const title = name ? findProvider(name)?.title : null;
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'connection.bot_provider',
      cause: 'requested',
      summary: title
        ? `Bots for ${connection.accountEmail} are sent by ${title} from now on.`
        : `Bots for ${connection.accountEmail} are sent by the installation’s provider from now on.`,
      before: { botProvider: connection.botProvider },
      after: { botProvider: name },
    });
    return {
      row: connectionRow(changed),
      reconciled: await reconcileBots({ tx, now, actor }, userId, 'upcoming'),
    };
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  return row;
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
