import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantTimeEqual, hashToken, newId, randomToken } from './secrets';

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
