import { db } from '../database/client';
import { findCiphertexts, replaceCiphertexts } from '../queries/ciphertexts';
import { ENCRYPTED_COLUMNS, type EncryptedColumn } from './columns';
import { currentPrefix, decryptIfPossible, encryptSecret, OLD_VERSION } from './encrypt';
import { encryptionKeys } from './keys';

const BATCH = 200;

/** How many ciphertexts were rewritten, and how many others no key opens. */
export type Rewritten = { rewritten: number; unreadable: number };

/**
 * Encrypts every stored secret anew that is not under ENCRYPTION_KEY, or that is of the form of release 0.1.0. The process goes
 * on working meanwhile, and any number of processes may do this at once: a ciphertext is replaced only while it is the one that
 * was read. What is left when the process dies, the next call finds.
 */
export async function rewriteSecrets(): Promise<Rewritten> {
  for (let total = 0; ; ) {
    const { rewritten, unreadable } = await rewrite({ notPrefix: currentPrefix() });
    total += rewritten;
    // Meanwhile another process may have stored more under a former key.
    if (rewritten === 0) return { rewritten: total, unreadable };
  }
}

/**
 * Encrypts every stored secret anew under ENCRYPTION_KEY (`rewriteSecrets`), for an operator who has changed it.
 * @param keyId the id of the ENCRYPTION_KEY in the operator's settings
 * @throws Error when this process was started with another one
 */
export async function rotateKey(keyId: string): Promise<Rewritten> {
  if (encryptionKeys()[0].id !== keyId) {
    throw new Error('The running Usher was started with another ENCRYPTION_KEY: restart it, then try again.');
  }
  return rewriteSecrets();
}

/** Encrypts the stored secrets anew that are of the form of release 0.1.0. */
export function rewriteOldSecrets(): Promise<Rewritten> {
  return rewrite({ prefix: `${OLD_VERSION}.` });
}

async function rewrite(which: { prefix?: string; notPrefix?: string }): Promise<Rewritten> {
  const total = { rewritten: 0, unreadable: 0 };
  for (const column of Object.keys(ENCRYPTED_COLUMNS) as EncryptedColumn[]) {
    for (let after = ''; ; ) {
      const found = await findCiphertexts(db(), column, { ...which, after, limit: BATCH });
      const replacements = found.flatMap((one) => replacementOf(one, column));
      total.unreadable += found.length - replacements.length;
      if (replacements.length > 0) total.rewritten += await replaceCiphertexts(db(), column, replacements);
      const last = found.at(-1);
      if (!last || found.length < BATCH) break;
      after = last.row;
    }
  }
  return total;
}

function replacementOf(one: { row: string; stored: string }, column: EncryptedColumn) {
  const text = decryptIfPossible(one.stored, column, one.row);
  return text === null ? [] : [{ ...one, fresh: encryptSecret(text, column, one.row) }];
}
