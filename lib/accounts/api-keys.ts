import { type Actor, type Author, recordActivity, recordSeldom } from '@/lib/activity/record-activity';
import {
  type ApiKeyRow,
  type ApiKeysResponse,
  type CreateApiKey,
  type CreatedApiKey,
  createApiKeyBody,
  type RevokedApiKey,
} from '@/lib/contract/api-keys';
import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import type { ApiKey } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logSeldom } from '@/lib/platform/log-seldom';
import { hashToken, newId } from '@/lib/platform/secrets';
import { isApiKey, makeApiKey, shownPart } from './api-key-format';
import { userOfApiKey } from './queries';
import { ensureUser, toUser, type User } from './users';

/** The time of last use is for people, and exact to the minute. */
const USED_RESOLUTION_MS = 60_000;
/** Keys of a person that are not revoked. */
const MAX_KEYS = 50;

/** An API key that a request came with, and what it may do. */
export type UsedKey = { id: string; name: string; access: 'full' | 'read'; mayManageKeys: boolean };

/**
 * Returns the user whom an API key belongs to and what the key may do, and stores when it was used.
 * @param keyHash as the key is stored
 * @returns null for a key that does not exist, was revoked or has expired, and for one of a person who is disabled
 */
export async function findUserByApiKey(
  keyHash: string,
  now: Date,
): Promise<{ user: User; key: UsedKey } | null> {
  const [found] = await userOfApiKey(db(), keyHash, now);
  if (!found) return null;
  const { keyId, keyName, keyUsedAt, keyAccess, keyMayManageKeys, ...user } = found;
  const stale = new Date(+now - USED_RESOLUTION_MS);
  if (!keyUsedAt || keyUsedAt <= stale) {
    // Of many requests at once, one writes.
    await db().apiKey.updateMany({
      where: { id: keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: stale } }] },
      data: { lastUsedAt: now },
    });
  }
  return {
    user: toUser(user),
    key: { id: keyId, name: keyName, access: keyAccess, mayManageKeys: keyMayManageKeys },
  };
}

/** Logs that a key was refused, once a minute: anyone can send one. What has not the form of a key may be any secret. */
export function logRefusedKey(address: string, key: string | undefined, now: Date): void {
  const line = { level: 'info', kind: 'refused-key', message: 'An API key was refused' } as const;
  logSeldom(line, { address, key: key && isApiKey(key) ? shownPart(key) : null }, now);
}

/** Records that a key was refused which someone once had, once an hour: its person is to know that it is still used. */
export async function recordRefusedKey(keyHash: string, now: Date): Promise<void> {
  const known = await db().apiKey.findUnique({ where: { hash: keyHash } });
  if (!known) return;
  const { userId, id, name, revokedAt, expiresAt } = known;
  const why = revokedAt
    ? 'it was revoked'
    : expiresAt && expiresAt <= now
      ? 'it has expired'
      : 'your account is disabled, or not allowed here any more';
  await recordSeldom({
    userId,
    at: now,
    actor: 'api',
    action: 'api_key.refused',
    cause: 'refused',
    summary: `API key “${name}” was refused: ${why}.`,
    before: {},
    after: { id, name },
  });
}

/** Returns whether a key was not revoked and has not expired, and its person is not disabled. */
export async function hasApiKey(keyId: string, now: Date): Promise<boolean> {
  const valid = { revokedAt: null, user: { disabledAt: null } };
  const where = { id: keyId, ...valid, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  return (await db().apiKey.count({ where })) > 0;
}

/** Returns the user's keys that are not revoked, newest first; one that has expired says so. */
export async function listApiKeys(userId: string): Promise<ApiKeysResponse> {
  const rows = await db().apiKey.findMany({
    where: { userId, revokedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return { api_keys: rows.map(toApiKeyRow) };
}

/**
 * Creates an API key for a user, who may have 50 that are not revoked.
 * @returns also the key itself; only its hash is stored, so it can never be read again
 * @throws UsherError too_many_keys (50), validation_failed (an expiry in the past)
 */
export async function createApiKey(
  userId: string,
  wanted: CreateApiKey,
  { actor, now }: Author,
): Promise<CreatedApiKey> {
  const expiresAt = wanted.expires_at ? new Date(wanted.expires_at) : null;
  if (expiresAt && expiresAt <= now) {
    throw new UsherError('validation_failed', 'expires_at must be in the future.', {
      details: [{ path: 'expires_at', message: 'must be in the future' }],
    });
  }
  const { name } = wanted;
  const key = makeApiKey();
  const row = await db().$transaction(async (tx) => {
    // Two requests at once must not pass the limit together.
    await lockUser(tx, userId);
    if ((await tx.apiKey.count({ where: { userId, revokedAt: null } })) >= MAX_KEYS) {
      throw new UsherError('too_many_keys', `There are ${MAX_KEYS} API keys already: revoke one first.`);
    }
    const made = await tx.apiKey.create({
      data: {
        id: newId('key'),
        userId,
        name,
        prefix: shownPart(key),
        hash: hashToken(key),
        access: wanted.access,
        mayManageKeys: wanted.may_manage_keys,
        expiresAt,
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
  return createApiKey(user.id, createApiKeyBody.parse({ name }), { actor: 'person', now });
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
    access: row.access,
    may_manage_keys: row.mayManageKeys,
    expires_at: row.expiresAt?.toISOString() ?? null,
  };
}
