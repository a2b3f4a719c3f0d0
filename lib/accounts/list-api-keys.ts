import type { ApiKeyRow, ApiKeysResponse } from '@/lib/contract/api-keys';
import { db } from '@/lib/platform/database/client';
import type { ApiKey } from '@/lib/platform/database/generated/prisma/client';

/** The user's keys that can be used, newest first. */
export async function listApiKeys(userId: string): Promise<ApiKeysResponse> {
  const rows = await db().apiKey.findMany({
    where: { userId, revokedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return { api_keys: rows.map(toApiKeyRow) };
}

/** A stored key as the contract shows it. */
export function toApiKeyRow(row: ApiKey): ApiKeyRow {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  };
}
