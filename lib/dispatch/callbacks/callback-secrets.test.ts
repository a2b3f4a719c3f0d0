import { hkdfSync } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { rewriteSecrets } from '@/lib/platform/encryption/rewrite';
import { env } from '@/lib/platform/env';
import { describeOnDatabases } from '@/test/database';
import {
  callbackSecrets,
  endPreviousSecret,
  readCallbackSecret,
  replaceCallbackSecret,
  storeDerivedSecrets,
} from './callback-secrets';

const NOW = new Date('2027-03-01T08:00:00Z');
const after = (hours: number) => new Date(+NOW + hours * 3_600_000);
const replace = (now: Date) => replaceCallbackSecret('usr_1', { actor: 'person', now });

describeOnDatabases('The secret that signs a person’s callbacks', () => {
  beforeEach(async () => {
    await db().user.deleteMany();
    for (const id of ['usr_1', 'usr_2']) await db().user.create({ data: { id, email: `${id}@example.com` } });
  });

  it('is random, stored encrypted, and the same for all who ask for it at once for the first time', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => callbackSecrets('usr_1', NOW)));
    const [secret = ''] = asked[0] ?? [];
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(asked).toEqual(Array(8).fill([secret]));
    expect(await callbackSecrets('usr_2', NOW)).not.toEqual([secret]);
    expect(JSON.stringify(await db().callbackSecret.findMany())).not.toContain(secret);
    expect(await readCallbackSecret('usr_1', NOW)).toEqual({
      callback_secret: secret,
      previous_valid_until: null,
    });
  });

  it('is replaced, and the one before it stays valid for a day', async () => {
    const [first] = await callbackSecrets('usr_1', NOW);
    const { callback_secret: second, previous_valid_until } = await replace(NOW);
    expect(second).not.toBe(first);
    expect(previous_valid_until).toBe(after(24).toISOString());
    expect(await callbackSecrets('usr_1', after(23.9))).toEqual([second, first]);
    expect(await callbackSecrets('usr_1', after(24))).toEqual([second]);
    expect((await readCallbackSecret('usr_1', after(24))).previous_valid_until).toBeNull();
    const { callback_secret: third } = await replace(after(1));
    expect(await callbackSecrets('usr_1', after(2))).toEqual([third, second]);
    const entries = await db().activityEntry.findMany({ where: { action: 'settings.callback_secret' } });
    expect(entries).toHaveLength(2);
    expect(JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
      'whsec_',
    );
  });

  it('is alone when the previous one is ended', async () => {
    const { callback_secret } = await replace(NOW);
    const end = () => endPreviousSecret('usr_1', { actor: 'api', now: after(1) });
    for (let i = 0; i < 2; i++) expect(await end()).toEqual({ callback_secret, previous_valid_until: null });
    expect(await callbackSecrets('usr_1', after(1))).toEqual([callback_secret]);
    expect(
      await db().activityEntry.count({ where: { summary: 'Previous signing secret of callbacks ended.' } }),
    ).toBe(1);
  });

  it('is one of those that were returned when several are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => replace(NOW)));
    const valid = await callbackSecrets('usr_1', NOW);
    expect(valid).toHaveLength(2);
    const returned = made.map(({ callback_secret }) => callback_secret);
    expect(returned).toEqual(expect.arrayContaining([valid[0]]));
  });

  it('of release 0.1.0 stays, also under a new encryption key', async () => {
    const { ENCRYPTION_KEY } = env();
    const key = Buffer.from(ENCRYPTION_KEY, 'base64');
    const derive = (userId: string) =>
      `whsec_${Buffer.from(hkdfSync('sha256', key, userId, 'usher callback signature', 32)).toString('base64')}`;
    // As the migration leaves those who are there.
    await db().callbackSecret.createMany({ data: [{ userId: 'usr_1' }, { userId: 'usr_2' }] });
    const newKey = Buffer.alloc(32, 9).toString('base64');
    Object.assign(env(), { ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: [ENCRYPTION_KEY] });
    try {
      expect(await callbackSecrets('usr_1', NOW)).toEqual([derive('usr_1')]);
      expect(await storeDerivedSecrets()).toBe(1);
      await rewriteSecrets();
      env().ENCRYPTION_KEY_PREVIOUS = [];
      for (const id of ['usr_1', 'usr_2']) expect(await callbackSecrets(id, NOW)).toEqual([derive(id)]);
    } finally {
      Object.assign(env(), { ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS: [] });
    }
  });
});
