import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isApiKey, makeApiKey, shownPart } from './api-key-format';

it('new API keys are all different, and are recognized', () => {
  const keys = new Set(Array.from({ length: 500 }, makeApiKey));
  expect(keys.size).toBe(500);
  for (const key of keys) {
    expect(key).toMatch(/^ush_[0-9A-Za-z]{49}$/);
    expect(isApiKey(key)).toBe(true);
    expect(shownPart(key)).toHaveLength(12);
  }
});

it('a key with a wrong character, or with two that changed places, is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 52 }), fc.constantFrom(...'0Oo1lIaZ9'), (at, wrong) => {
      const key = makeApiKey();
      fc.pre(key[at] !== wrong);
      expect(isApiKey(key.slice(0, at) + wrong + key.slice(at + 1))).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 51 }), (at) => {
      const key = makeApiKey();
      fc.pre(key[at] !== key[at + 1]);
      expect(isApiKey(key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2))).toBe(false);
    }),
  );
});

it('a text that is cut short, too long, or something else is no API key', () => {
  const key = makeApiKey();
  for (const text of [
    key.slice(0, -1),
    `${key}0`,
    key.slice(1),
    '',
    'ush_',
    'sk_live_1',
    key.toUpperCase(),
  ]) {
    expect(isApiKey(text)).toBe(false);
  }
});

it('keys of version 0.1.0 are still accepted', () => {
  expect(isApiKey(`ush_${'a-_Z9'.repeat(9).slice(0, 43)}`)).toBe(true);
});
