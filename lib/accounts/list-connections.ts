import type { Connection, ConnectionsResponse } from '@/lib/contract/connections';
import { settingsFor } from '@/lib/dispatch/choose-provider';
import { providers } from '@/lib/dispatch/providers';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';

/** The user's connected accounts, in the order in which they came, and the bot providers to choose from. */
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

/** @returns a connection as the contract shows it */
export function connectionRow(connection: CalendarConnection): Connection {
  return {
    id: connection.id,
    email: connection.accountEmail,
    name: connection.accountName,
    status: connection.status,
    status_reason: connection.statusReason,
    bot_provider: connection.botProvider,
  };
}
