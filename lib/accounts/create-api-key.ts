import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { CreatedApiKey } from '@/lib/contract/api-keys';
import { db } from '@/lib/platform/database/client';
import { hashToken, newId } from '@/lib/platform/secrets';
import { makeApiKey, shownPart } from './api-key';
import { toApiKeyRow } from './list-api-keys';
import { ensureUser } from './sign-in';

/**
 * Makes an API key for a user.
 * @returns with the key itself; only its hash is kept, so this is the one time it can be read
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
      cause: 'asked',
      summary: `API key “${name}” created.`,
      before: { id: null, name: null },
      after: { id: made.id, name },
    });
    return made;
  });
  return { ...toApiKeyRow(row), key, message: 'Keep this key now: it is not shown again.' };
}

/** The same for whoever has an address, who is made if there is none: for the command line. */
export async function createApiKeyFor(email: string, name: string, now: Date): Promise<CreatedApiKey> {
  const user = await ensureUser(email);
  return createApiKey(user.id, name, 'person', now);
}
