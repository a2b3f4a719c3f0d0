import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { RevokedApiKey } from '@/lib/contract/api-keys';
import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';

/**
 * Ends a key at once: the next request with it is refused.
 * @throws UsherError not_found (also when it is revoked already)
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
      cause: 'asked',
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
