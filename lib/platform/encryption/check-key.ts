import { db } from '../database/client';
import { DatabaseRefusal } from '../database/refusal';
import { findCiphertexts } from '../queries/ciphertexts';
import { ENCRYPTED_COLUMNS, type EncryptedColumn } from './columns';
import { decryptIfPossible, encryptSecret } from './encrypt';

/** The secret of the installation that only tells whether the keys of the settings are those of the database. */
const NAME = 'encryption-check';
/** In a database without it, so many secrets of a column are tried: some may have been damaged. */
const TRIED = 5;

/**
 * Refuses keys that do not open what is stored. Stores a value to check by, when there is none.
 * @throws DatabaseRefusal
 */
export async function checkEncryptionKey(): Promise<void> {
  const stored = await db().installationSecret.findUnique({ where: { name: NAME } });
  const found = stored
    ? [{ column: 'InstallationSecret.secret' as const, row: NAME, stored: stored.secret }]
    : await someCiphertexts();
  if (found.length > 0 && !found.some(opens)) {
    throw new DatabaseRefusal(
      'ENCRYPTION_KEY is not the key that the stored secrets are encrypted with; set it to that key, or, to change to a new one, name that key in ENCRYPTION_KEY_PREVIOUS.',
    );
  }
  if (stored) return;
  const secret = encryptSecret(NAME, 'InstallationSecret.secret', NAME);
  await db().installationSecret.createMany({ data: { name: NAME, secret }, skipDuplicates: true });
}

type Ciphertext = { column: EncryptedColumn; row: string; stored: string };

async function someCiphertexts(): Promise<Ciphertext[]> {
  const columns = Object.keys(ENCRYPTED_COLUMNS) as EncryptedColumn[];
  const found = await Promise.all(
    columns.map(async (column) =>
      (await findCiphertexts(db(), column, { after: '', limit: TRIED })).map((one) => ({ ...one, column })),
    ),
  );
  return found.flat();
}

function opens({ stored, column, row }: Ciphertext): boolean {
  return decryptIfPossible(stored, column, row) !== null;
}
