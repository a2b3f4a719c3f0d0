import { db } from '@/lib/db/client';
import { hashToken, newId, randomToken } from '@/lib/secrets';
import { ensureUser } from './sign-in';

/** Recognisable in logs and by secret scanners. */
const KEY_PREFIX = 'ush_';
const SHOWN_CHARACTERS = 12;

/**
 * Makes an API key for the user of an address, who is made if there is none.
 * @returns the key; only its hash is kept, so this is the one time it can be read
 */
export async function createApiKey(input: {
  email: string;
  name: string;
  now: Date;
}): Promise<{ key: string }> {
  const user = await ensureUser(input.email);
  const key = `${KEY_PREFIX}${randomToken(32)}`;
  await db().apiKey.create({
    data: {
      id: newId('key'),
      userId: user.id,
      name: input.name,
      prefix: key.slice(0, SHOWN_CHARACTERS),
      hash: hashToken(key),
      createdAt: input.now,
    },
  });
  return { key };
}
