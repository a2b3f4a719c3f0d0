import { afterEach, expect, it } from 'vitest';
import { describeOnDatabases } from '@/test/database';
import { encryptAsOldRelease } from '@/test/old-secret';
import { db } from '../database/client';
import { env } from '../env';
import { installationSecret } from '../installation-secret';
import { checkEncryptionKey } from './check-key';
import { ENCRYPTED_COLUMNS } from './columns';
import { decryptSecret, encryptSecret } from './encrypt';
import { encryptionKeys } from './keys';
import { rewriteOldSecrets, rewriteSecrets, rotateKey } from './rewrite';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const { ENCRYPTION_KEY } = env();
const setKeys = (first: string, ...previous: string[]) =>
  Object.assign(env(), { ENCRYPTION_KEY: first, ENCRYPTION_KEY_PREVIOUS: previous });

const COUNT = 450;
const idOf = (number: number) => `cal_${String(number).padStart(4, '0')}`;

/** Stores connections with secrets that `encrypt` has encrypted, and one answer of each kind. */
async function storeSecrets(encrypt: typeof encryptSecret): Promise<void> {
  await db().user.create({ data: { id: 'usr_1', email: 'ada@example.com' } });
  await db().calendarConnection.createMany({
    data: Array.from({ length: COUNT }, (_, number) => ({
      id: idOf(number),
      ...{ userId: 'usr_1', accountEmail: `${number}@example.com`, clientId: 'client' },
      clientSecret: encrypt('client', 'CalendarConnection.clientSecret', idOf(number)),
      refreshToken: encrypt(`refresh ${number}`, 'CalendarConnection.refreshToken', idOf(number)),
    })),
  });
  await db().idempotencyRecord.create({
    data: {
      ...{ userId: 'usr_1', key: 'a/b', requestHash: 'hash', status: 200, createdAt: new Date() },
      answer: encrypt('answer', 'IdempotencyRecord.answer', 'usr_1/a/b'),
    },
  });
}

async function expectReadable(): Promise<void> {
  const connections = await db().calendarConnection.findMany({ orderBy: { id: 'asc' } });
  expect(connections).toHaveLength(COUNT);
  for (const [number, { id, refreshToken, clientSecret }] of connections.entries()) {
    expect(decryptSecret(refreshToken, 'CalendarConnection.refreshToken', id)).toBe(`refresh ${number}`);
    expect(decryptSecret(clientSecret, 'CalendarConnection.clientSecret', id)).toBe('client');
  }
  const { answer } = await db().idempotencyRecord.findFirstOrThrow();
  expect(decryptSecret(String(answer), 'IdempotencyRecord.answer', 'usr_1/a/b')).toBe('answer');
}

describeOnDatabases('Stored secrets', () => {
  afterEach(async () => {
    setKeys(ENCRYPTION_KEY);
    await db().user.deleteMany();
    await db().installationSecret.deleteMany();
  });

  it('are all rewritten under the new key, also by two processes at once, and the former key is not needed then', async () => {
    setKeys(key(1));
    await checkEncryptionKey();
    await storeSecrets(encryptSecret);
    const secret = await installationSecret('feed', { isFresh: true });
    setKeys(key(2), key(1));
    await checkEncryptionKey();
    await expectReadable();
    const both = await Promise.all([rewriteSecrets(), rewriteSecrets()]);
    expect(both[0].rewritten + both[1].rewritten).toBe(COUNT * 2 + 3);
    expect(await rewriteSecrets()).toEqual({ rewritten: 0, unreadable: 0 });
    setKeys(key(2));
    await checkEncryptionKey();
    await expectReadable();
    expect(await installationSecret('feed', { isFresh: true })).toBe(secret);
    setKeys(key(1));
    await expect(checkEncryptionKey()).rejects.toThrow(
      'ENCRYPTION_KEY is not the key that the stored secrets',
    );
  });

  it('that no key opens stay as they are, and are counted', async () => {
    setKeys(key(1));
    await storeSecrets(encryptSecret);
    setKeys(key(3));
    await db().installationSecret.create({
      data: { name: 'other', secret: encryptSecret('text', 'InstallationSecret.secret', 'other') },
    });
    setKeys(key(2), key(3));
    expect(await rewriteSecrets()).toEqual({ rewritten: 1, unreadable: COUNT * 2 + 1 });
    setKeys(key(2), key(1));
    expect(await rewriteSecrets()).toEqual({ rewritten: COUNT * 2 + 1, unreadable: 0 });
  });

  it('of release 0.1.0 open, and are rewritten so that they open in their place only', async () => {
    await storeSecrets((text) => encryptAsOldRelease(text));
    await checkEncryptionKey();
    await expectReadable();
    expect(await rewriteOldSecrets()).toEqual({ rewritten: COUNT * 2 + 1, unreadable: 0 });
    await expectReadable();
    const { refreshToken } = await db().calendarConnection.findFirstOrThrow({ where: { id: idOf(0) } });
    await db().calendarConnection.update({ where: { id: idOf(1) }, data: { refreshToken } });
    expect(() => decryptSecret(refreshToken, 'CalendarConnection.refreshToken', idOf(1))).toThrow('moved');
  });

  it('of release 0.1.0 refuse a start with another key', async () => {
    await storeSecrets((text) => encryptAsOldRelease(text, key(1)));
    await expect(checkEncryptionKey()).rejects.toThrow(
      'ENCRYPTION_KEY is not the key that the stored secrets',
    );
    setKeys(ENCRYPTION_KEY, key(1));
    await checkEncryptionKey();
  });

  it('are not rewritten by a process that was started with another key than the operator has', async () => {
    await expect(rotateKey('00000000')).rejects.toThrow('restart it, then try again');
    expect(await rotateKey(encryptionKeys()[0].id)).toEqual({ rewritten: 0, unreadable: 0 });
  });

  it('have a column each in the database', async () => {
    const columns = await db().$queryRaw<{ name: string }[]>`
      SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`;
    expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(ENCRYPTED_COLUMNS)));
  });
});
