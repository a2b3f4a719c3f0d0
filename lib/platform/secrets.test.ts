import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantTimeEqual, decryptSecret, encryptSecret, hashToken, newId, randomToken } from './secrets';

describe('encryptSecret', () => {
  it('any text is decrypted as it was encrypted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => decryptSecret(encryptSecret(text)) === text),
    );
  });

  it('encryptSecret never returns the same twice, nor the text itself', () => {
    const [first, second] = [encryptSecret('refresh-token'), encryptSecret('refresh-token')];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(first.slice(3), 'base64url').toString('latin1')).not.toContain('refresh-token');
  });

  it('a secret that was changed anywhere is refused', () => {
    const stored = encryptSecret('refresh-token');
    const bytes = Buffer.from(stored.slice(3), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ flip;
        expect(() => decryptSecret(`v1.${changed.toString('base64url')}`)).toThrow('ENCRYPTION_KEY');
      }),
    );
  });

  it.each(['', 'v1.', 'v2.AAAA', 'plain'])('decryptSecret refuses %j', (stored) => {
    expect(() => decryptSecret(stored)).toThrow('unknown form');
  });
});

describe('tokens', () => {
  it('hashToken hashes as SHA-256 does (FIPS 180-2, appendix B.1)', () => {
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('constantTimeEqual compares two texts', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => constantTimeEqual(a, b) === (a === b)));
    expect(constantTimeEqual('same', 'same')).toBe(true);
  });

  it('tokens and ids are new each time', () => {
    expect(newId('evt')).toMatch(/^evt_[0-9a-f]{24}$/);
    expect(newId('evt')).not.toBe(newId('evt'));
    expect(Buffer.from(randomToken(32), 'base64url')).toHaveLength(32);
  });
});
