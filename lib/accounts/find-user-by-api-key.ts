import { db } from '@/lib/platform/database/client';
import type { User } from '@/lib/platform/database/generated/prisma/client';

/** The time of last use is for people; it need not be exact to the second. */
const USED_RESOLUTION_MS = 60_000;

type Found = User & { keyId: string; keyUsedAt: Date | null };

/**
 * The user an API key belongs to.
 * @param keyHash what the key is stored as
 * @returns null for a key that does not exist or was revoked
 */
export async function findUserByApiKey(keyHash: string, now: Date): Promise<User | null> {
  const [found] = await db().$queryRaw<Found[]>`
    SELECT u.*, k."id" AS "keyId", k."lastUsedAt" AS "keyUsedAt"
      FROM "ApiKey" AS k JOIN "User" AS u ON u."id" = k."userId"
     WHERE k."hash" = ${keyHash} AND k."revokedAt" IS NULL`;
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
  return user;
}
