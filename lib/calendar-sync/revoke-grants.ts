import { revokeGrant } from '@/lib/google/oauth';
import { db, type Tx } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { decryptIfPossible, decryptSecret, encryptSecret } from '@/lib/platform/encryption/encrypt';
import { env } from '@/lib/platform/env';
import { withinLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { newId } from '@/lib/platform/secrets';

/** Someone who disconnects an account waits so long for Google at most; the sweep tries again. */
const PATIENCE_MS = 3_000;
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 3_600_000;
const GIVE_UP_MS = 86_400_000;
const MOST = 20;
const COLUMN = 'GrantRevocation.refreshToken';

/**
 * Stores which grants are to be revoked, with the change that removes their connections. Only a grant that the person gave to
 * this installation's own OAuth client is ours to revoke.
 * @param connections as they were, with their credentials
 */
export async function leaveGrants(
  tx: Tx,
  connections: Pick<
    CalendarConnection,
    'id' | 'googleSub' | 'clientId' | 'grantedHere' | 'refreshToken' | 'status'
  >[],
  now: Date,
): Promise<void> {
  const data = connections.flatMap(
    ({ id: connectionId, googleSub, clientId, grantedHere, refreshToken, status }) => {
      const isOurs = grantedHere && status === 'active' && clientId === env().GOOGLE_CLIENT_ID;
      const token = isOurs
        ? decryptIfPossible(refreshToken, 'CalendarConnection.refreshToken', connectionId)
        : null;
      if (!googleSub || token === null) return [];
      const id = newId('rev');
      return {
        id,
        googleSub,
        refreshToken: encryptSecret(token, COLUMN, id),
        nextAttemptAt: now,
        createdAt: now,
      };
    },
  );
  await tx.grantRevocation.createMany({ data });
}

/** Revokes what was left a moment ago, as far as Google answers soon. */
export async function revokeSoon(now: Date): Promise<void> {
  const work = revokeGrants(now).catch((error: unknown) =>
    logger.warn({ error }, 'Grants could not be revoked; the sweep tries again'),
  );
  await withinLimit(work, PATIENCE_MS, null);
}

/**
 * Revokes the grants that are to be revoked, and returns how many it has asked Google about. A grant that another connection
 * uses, or uses again, stays. Google is asked for a day.
 */
export async function revokeGrants(now: Date): Promise<number> {
  const due = await db().grantRevocation.findMany({
    where: { nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: 'asc' },
    take: MOST,
  });
  for (const { id, attempts, googleSub, refreshToken, createdAt } of due) {
    const pause = Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS);
    const { count } = await db().grantRevocation.updateMany({
      where: { id, attempts },
      data: { attempts: attempts + 1, nextAttemptAt: new Date(+now + pause) },
    });
    if (count === 0) continue;
    try {
      if (!(await isUsed(googleSub))) await revokeGrant(decryptSecret(refreshToken, COLUMN, id));
    } catch (error) {
      if (+now - +createdAt < GIVE_UP_MS) continue;
      logger.warn({ error }, 'A grant could not be revoked for a day: its person can do it at Google');
    }
    await db().grantRevocation.deleteMany({ where: { id } });
  }
  return due.length;
}

/** Returns whether a connection has a grant of this Google account to our own OAuth client: Google revokes all of them at once. */
async function isUsed(googleSub: string): Promise<boolean> {
  const where = { googleSub, clientId: env().GOOGLE_CLIENT_ID, status: 'active' as const };
  return (await db().calendarConnection.count({ where })) > 0;
}
