import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storable } from './storable';

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});

describe('storable', () => {
  it('storable drops NUL and replaces lone surrogates, also in keys, and changes nothing else', () => {
    expect(storable({ 'a\0': ['\ud83d', 'x\0y', '😀 é', 1, null, true] })).toEqual({
      a: ['\ufffd', 'xy', '😀 é', 1, null, true],
    });
  });

  it('storable returns well-formed text without NUL for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = storable(text);
        expect(clean).not.toContain('\0');
        expect(Buffer.from(clean, 'utf8').toString('utf8')).toBe(clean);
      }),
    );
  });
});
