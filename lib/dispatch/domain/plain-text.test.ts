import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text';

const TEXTS: [text: string, plain: string][] = [
  ['Notes by Åsa – 記録 ✅', 'Notes by Åsa – 記録 ✅'],
  ['Scribe 🤖', 'Scribe'],
  ['🤖 Scribe', 'Scribe'],
  ['Hello 👋 there', 'Hello there'],
  ['Hello 👋🏽, I take notes.', 'Hello, I take notes.'],
  ['👩‍👩‍👧‍👦 family', 'family'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag 🇸🇪', 'flag'],
  ['𝓐𝓭𝓪’𝓼 𝟐𝟎 bots', 'Ada’s 20 bots'],
  ['𠮷野家', '□野家'],
  ['One 🎉\nTwo', 'One\nTwo'],
  ['👩‍⚕️ doctor 🧑🏽‍🚀', 'doctor'],
  ['✋🏽 hand', '✋ hand'],
  ['🤖', ''],
  ['a🤖b', 'ab'],
  ['Bonjour ! 🎉', 'Bonjour !'],
  ['🤖  🤖 two', 'two'],
  ['❤️ stays', '❤️ stays'],
  ['half \ud83d pair\0', 'half  pair'],
  ['  spaces  stay  ', '  spaces  stay  '],
];

describe('A text without characters beyond U+FFFF', () => {
  it.each(TEXTS)('%j is %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('has none, whatever the text, and is itself plain', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = plainText(text);
        expect(plain).not.toMatch(/[\u{10000}-\u{10FFFF}\0]|\p{Cs}/u);
        expect(plainText(plain)).toBe(plain);
      }),
    );
  });
});
