// Encrypts all stored secrets anew after ENCRYPTION_KEY has changed: `npm run rotate-key`. The former key must be named in
// ENCRYPTION_KEY_PREVIOUS.
import { z } from 'zod';
import { closeDatabase, openDatabase } from '@/lib/platform/database/client';
import { DatabaseRefusal } from '@/lib/platform/database/refusal';
import { checkEncryptionKey } from '@/lib/platform/encryption/check-key';
import { encryptionKeys } from '@/lib/platform/encryption/keys';
import { rewriteSecrets } from '@/lib/platform/encryption/rewrite';
import { askApp, fail, settingsOrFail } from './admin';

const env = settingsOrFail();
const [{ id }] = encryptionKeys();
const { rewritten, unreadable } = z
  .object({ rewritten: z.number(), unreadable: z.number() })
  .parse((await askApp(env, 'rotate-key', { key_id: id })) ?? (await rotateHere()));

console.log(`${rewritten} ${rewritten === 1 ? 'secret was' : 'secrets were'} encrypted anew.`);
if (unreadable > 0) {
  fail(
    `${unreadable} cannot be read with ENCRYPTION_KEY, nor with ENCRYPTION_KEY_PREVIOUS; name the key they were written with there, then run this again.`,
  );
}
console.log('All stored secrets are under ENCRYPTION_KEY.');

async function rotateHere() {
  const refuse = (error: unknown) => fail(error instanceof DatabaseRefusal ? error.message : String(error));
  await openDatabase().catch(refuse);
  await checkEncryptionKey().catch(refuse);
  const result = await rewriteSecrets();
  await closeDatabase();
  return result;
}
