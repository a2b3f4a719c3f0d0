import { db } from '@/lib/db/client';
import type { User } from '@/lib/db/generated/prisma/client';
import { hashToken } from '@/lib/secrets';

/** The time of last use is for people; it need not be exact to the second. */
const USED_RESOLUTION_MS = 60_000;

/**
 * The user an API key belongs to.
 * @returns null for a key that does not exist or was revoked
 */
export async function findUserByApiKey(key: string, now: Date): Promise<User | null> {
  const found = await db().apiKey.findUnique({ where: { hash: hashToken(key) }, include: { user: true } });
  if (!found || found.revokedAt) return null;
  if (!found.lastUsedAt || +now - +found.lastUsedAt > USED_RESOLUTION_MS) {
    await db().apiKey.update({ where: { id: found.id }, data: { lastUsedAt: now } });
  }
  return found.user;
}
