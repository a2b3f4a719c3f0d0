import { db } from './database/client';
import { decryptIfPossible, encryptSecret } from './encryption/encrypt';
import { logger } from './logger';
import { processGlobal } from './process-global';
import { randomToken } from './secrets';

const SECRET_BYTES = 32;

/** The secrets that this process has read, by database. */
const known = processGlobal(
  'installation-secrets',
  () => new WeakMap<object, Map<string, Promise<string>>>(),
);

/**
 * Returns a random secret of this installation, which is the same for all its processes and stays the same. It is made
 * when it is first asked for, and stored encrypted: another ENCRYPTION_KEY leaves it as it is. A secret that cannot be read any more is replaced.
 * @param name what it is for
 * @param options `isFresh`: it is read from the database, also when this process knows it
 */
export async function installationSecret(
  name: string,
  { isFresh = false }: { isFresh?: boolean } = {},
): Promise<string> {
  const client = db();
  const secrets = known.get(client) ?? new Map<string, Promise<string>>();
  known.set(client, secrets);
  const earlier = isFresh ? undefined : secrets.get(name);
  if (earlier) return earlier;
  const reading = readOrMake(name);
  secrets.set(name, reading);
  try {
    return await reading;
  } catch (error) {
    if (secrets.get(name) === reading) secrets.delete(name);
    throw error;
  }
}

/** Reads a secret. Of several processes that find none, one stores its own, and all return that one. */
async function readOrMake(name: string): Promise<string> {
  for (;;) {
    const stored = await db().installationSecret.findUnique({ where: { name } });
    const secret = stored && decryptIfPossible(stored.secret, 'InstallationSecret.secret', name);
    if (secret) return secret;
    const made = encryptSecret(randomToken(SECRET_BYTES), 'InstallationSecret.secret', name);
    if (stored) {
      await db().installationSecret.updateMany({
        where: { name, secret: stored.secret },
        data: { secret: made },
      });
      logger.error({ name }, 'A secret of the installation cannot be read; it is replaced');
    } else {
      await db().installationSecret.createMany({ data: { name, secret: made }, skipDuplicates: true });
    }
  }
}
