import { hkdfSync, randomBytes } from 'node:crypto';
import { type Author, recordActivity } from '@/lib/activity/record-activity';
import type { CallbackSecret } from '@/lib/contract/connections';
import { PREVIOUS_SECRET_HOURS } from '@/lib/contract/limits';
import { db } from '@/lib/platform/database/client';
import type { CallbackSecret as Row } from '@/lib/platform/database/generated/prisma/client';
import { decryptSecret, encryptSecret } from '@/lib/platform/encryption/encrypt';
import { encryptionKeys } from '@/lib/platform/encryption/keys';

const SECRET_BYTES = 32;
const SECRET = 'CallbackSecret.secret';
const PREVIOUS = 'CallbackSecret.previous';

/** The secrets that sign a person's callbacks now, the newest first: `whsec_` and base64, as Standard Webhooks writes them. */
type Secrets = [current: string, ...previous: string[]];

/** Returns the secrets that sign a person's callbacks, and makes the first one. */
export async function callbackSecrets(userId: string, now: Date): Promise<Secrets> {
  const row = await readOrMake(userId);
  const { secret, previous } = row;
  return [
    decryptSecret(secret, SECRET, userId),
    ...(previous && isValid(row, now) ? [decryptSecret(previous, PREVIOUS, userId)] : []),
  ];
}

/** Returns the secret that signs a person's callbacks, and until when the one before it does so too. */
export async function readCallbackSecret(userId: string, now: Date): Promise<CallbackSecret> {
  const row = await readOrMake(userId);
  return {
    callback_secret: decryptSecret(row.secret, SECRET, userId),
    previous_valid_until: isValid(row, now) ? (row.previousUntil?.toISOString() ?? null) : null,
  };
}

/** Gives a person a new secret. The one before it signs as well for a day; an earlier one no longer does. */
export async function replaceCallbackSecret(userId: string, { actor, now }: Author): Promise<CallbackSecret> {
  const previousUntil = new Date(+now + PREVIOUS_SECRET_HOURS * 3_600_000);
  for (;;) {
    const { secret } = await readOrMake(userId);
    const isReplaced = await db().$transaction(async (tx) => {
      const { count } = await tx.callbackSecret.updateMany({
        where: { userId, secret },
        data: {
          secret: encryptSecret(newSecret(), SECRET, userId),
          previous: encryptSecret(decryptSecret(secret, SECRET, userId), PREVIOUS, userId),
          previousUntil,
        },
      });
      if (count === 0) return false;
      await recordActivity(tx, {
        ...{ userId, actor, at: now, action: 'settings.callback_secret', cause: 'requested' },
        summary: `Signing secret of callbacks replaced; the previous one stays valid for ${PREVIOUS_SECRET_HOURS} hours.`,
        before: { callback_secret: 'previous' },
        after: { callback_secret: 'new' },
      });
      return true;
    });
    // Otherwise another request has replaced it meanwhile, or its encryption has.
    if (isReplaced) return readCallbackSecret(userId, now);
  }
}

/** Ends the previous secret of a person: from now on the current one alone signs. */
export async function endPreviousSecret(userId: string, { actor, now }: Author): Promise<CallbackSecret> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.callbackSecret.updateMany({
      where: { userId, previousUntil: { gt: now } },
      data: { previous: null, previousUntil: null },
    });
    if (count === 0) return;
    await recordActivity(tx, {
      ...{ userId, actor, at: now, action: 'settings.callback_secret', cause: 'requested' },
      summary: 'Previous signing secret of callbacks ended.',
      before: { callback_secret: 'previous' },
      after: { callback_secret: 'new' },
    });
  });
  return readCallbackSecret(userId, now);
}

/**
 * Stores the secrets that release 0.1.0 derived from the encryption key, of all who have no other one, so that their receivers
 * do not depend on the key any more. Returns how many.
 */
export async function storeDerivedSecrets(): Promise<number> {
  const derived = await db().callbackSecret.findMany({ where: { secret: null }, select: { userId: true } });
  for (const { userId } of derived) await readOrMake(userId);
  return derived.length;
}

type Stored = Row & { secret: string };

/** Returns a person's row with a secret. Of several processes that find none, one stores its own, and all return that one. */
async function readOrMake(userId: string): Promise<Stored> {
  for (;;) {
    const row = await db().callbackSecret.findUnique({ where: { userId } });
    const { secret } = row ?? {};
    if (row && secret) return { ...row, secret };
    if (row) {
      const made = encryptSecret(derivedSecret(userId), SECRET, userId);
      await db().callbackSecret.updateMany({ where: { userId, secret: null }, data: { secret: made } });
    } else {
      const made = encryptSecret(newSecret(), SECRET, userId);
      await db().callbackSecret.createMany({ data: { userId, secret: made }, skipDuplicates: true });
    }
  }
}

function isValid({ previousUntil }: Row, now: Date): boolean {
  return previousUntil !== null && previousUntil > now;
}

function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Returns the secret that release 0.1.0 derived: under its only key, which is the oldest one now. */
function derivedSecret(userId: string): string {
  const { bytes } = encryptionKeys().at(-1) ?? encryptionKeys()[0];
  const secret = hkdfSync('sha256', bytes, userId, 'usher callback signature', SECRET_BYTES);
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}
