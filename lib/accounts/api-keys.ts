import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { ApiKeyRow, ApiKeysResponse, CreatedApiKey, RevokedApiKey } from '@/lib/contract/api-keys';
import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import type { ApiKey } from '@/lib/platform/database/generated/prisma/client';
import { hashToken, newId } from '@/lib/platform/secrets';
import { makeApiKey, shownPart } from './api-key-format';
import { userOfApiKey } from './queries';
import { ensureUser, toUser, type User } from './users';

/** The time of last use is for people, and exact to the minute. */
const USED_RESOLUTION_MS = 60_000;

/**
 * Returns the user whom an API key belongs to, and stores when it was used.
 * @param keyHash as the key is stored
 * @returns null for a key that does not exist or was revoked
 */
export async function findUserByApiKey(keyHash: string, now: Date): Promise<User | null> {
  const [found] = await userOfApiKey(db(), keyHash);
  if (!found) return null;
  const { keyId, keyUsedAt, ...user } = found;
  const stale = new Date(+now - USED_RESOLUTION_MS);
  if (!keyUsedAt || keyUsedAt <= stale) {
    // Of many requests at once, one writes.
    await db().apiKey.updateMany({
      where: { id: keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: stale } }] },
      data: { lastUsedAt: now },
    });
  }
  return toUser(user);
}

/** Returns the user's keys that are not revoked, newest first. */
export async function listApiKeys(userId: string): Promise<ApiKeysResponse> {
  const rows = await db().apiKey.findMany({
    where: { userId, revokedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return { api_keys: rows.map(toApiKeyRow) };
}

/**
 * Creates an API key for a user.
 * @returns also the key itself; only its hash is stored, so it can never be read again
 */
export async function createApiKey(
  userId: string,
  name: string,
  actor: Actor,
  now: Date,
): Promise<CreatedApiKey> {
  const key = makeApiKey();
  const row = await db().$transaction(async (tx) => {
    const made = await tx.apiKey.create({
      data: {
        id: newId('key'),
        userId,
        name,
        prefix: shownPart(key),
        hash: hashToken(key),
        createdAt: now,
      },
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'api_key.created',
      cause: 'requested',
      summary: `API key “${name}” created.`,
      before: { id: null, name: null },
      after: { id: made.id, name },
    });
    return made;
  });
  return { ...toApiKeyRow(row), key, message: 'Keep this key now: it is not shown again.' };
}

/**
 * Creates an API key for the user with this address, and the user where there is none. For the command line.
 */
export async function createApiKeyFor(email: string, name: string, now: Date): Promise<CreatedApiKey> {
  const user = await ensureUser(email);
  return createApiKey(user.id, name, 'person', now);
}

/**
 * Revokes a key at once: the next request with it is refused.
 * @throws UsherError not_found (also for a key that is revoked already)
 */
export async function revokeApiKey(
  userId: string,
  keyId: string,
  actor: Actor,
  now: Date,
): Promise<RevokedApiKey> {
  await db().$transaction(async (tx) => {
    const [revoked] = await tx.apiKey.updateManyAndReturn({
      where: { id: keyId, userId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (!revoked) throw new UsherError('not_found', 'There is no API key with this id.');
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'api_key.revoked',
      cause: 'requested',
      summary: `API key “${revoked.name}” revoked.`,
      before: { id: keyId, name: revoked.name },
      after: { id: null, name: null },
    });
  });
  return {
    id: keyId,
    revoked: true,
    message: 'The key is revoked: requests with it are refused from now on.',
  };
}

/** Returns a stored key as the contract shows it. */
function toApiKeyRow(row: ApiKey): ApiKeyRow {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  };
}
