import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { encryptAsOldRelease } from '@/test/old-secret';
import { env } from '../env';
import { decryptSecret, encryptSecret } from './encrypt';

const COLUMN = 'CalendarConnection.refreshToken';
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const { ENCRYPTION_KEY } = env();
const setKeys = (first: string, ...previous: string[]) =>
  Object.assign(env(), { ENCRYPTION_KEY: first, ENCRYPTION_KEY_PREVIOUS: previous });
afterEach(() => void setKeys(ENCRYPTION_KEY));

describe('encryptSecret', () => {
  it('encrypts any text so that it opens in its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        (text, row) => decryptSecret(encryptSecret(text, COLUMN, row), COLUMN, row) === text,
      ),
    );
  });

  it('never returns the same twice, nor the text itself', () => {
    const [first, second] = [1, 2].map(() => encryptSecret('refresh-token', COLUMN, 'cal_1')) as [
      string,
      string,
    ];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^v2\.[0-9a-f]{8}\.[\w-]+$/);
    expect(Buffer.from(first.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain(
      'refresh-token',
    );
  });
});

describe('decryptSecret', () => {
  it('refuses a ciphertext that was copied to another row or another column', () => {
    const stored = encryptSecret('refresh-token', COLUMN, 'cal_1');
    expect(() => decryptSecret(stored, COLUMN, 'cal_2')).toThrow('changed or moved');
    expect(() => decryptSecret(stored, 'CalendarConnection.accessToken', 'cal_1')).toThrow(
      'changed or moved',
    );
  });

  it('refuses one that was changed anywhere', () => {
    const [version, id, payload = ''] = encryptSecret('refresh-token', COLUMN, 'cal_1').split('.');
    const bytes = Buffer.from(payload, 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ flip;
        const stored = [version, id, changed.toString('base64url')].join('.');
        expect(() => decryptSecret(stored, COLUMN, 'cal_1')).toThrow('ENCRYPTION_KEY');
      }),
    );
  });

  it('opens what was written under a key of ENCRYPTION_KEY_PREVIOUS, and nothing of other keys', () => {
    setKeys(key(1));
    const stored = [encryptSecret('text', COLUMN, 'cal_1'), encryptAsOldRelease('text')];
    setKeys(key(2), key(3), key(1));
    for (const one of stored) expect(decryptSecret(one, COLUMN, 'cal_1')).toBe('text');
    expect(encryptSecret('text', COLUMN, 'cal_1').split('.')[1]).not.toBe(stored[0]?.split('.')[1]);
    setKeys(key(2), key(3));
    for (const one of stored) expect(() => decryptSecret(one, COLUMN, 'cal_1')).toThrow('ENCRYPTION_KEY');
  });

  it('does not take a ciphertext of release 0.1.0 for one of its own form', () => {
    const old = encryptAsOldRelease('text');
    expect(decryptSecret(old, COLUMN, 'cal_1')).toBe('text');
    const id = encryptSecret('', COLUMN, 'cal_1').split('.')[1];
    expect(() => decryptSecret(old.replace('v1.', `v2.${id}.`), COLUMN, 'cal_1')).toThrow('changed or moved');
  });

  it.each(['', 'v1.', 'v2.AAAA', 'v2.0a1b2c3d.', 'v3.AAAA', 'plain'])('refuses %j', (stored) => {
    expect(() => decryptSecret(stored, COLUMN, 'cal_1')).toThrow('unknown form');
  });
});
