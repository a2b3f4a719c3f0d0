/** Characters that only belong to the emoji before or after them: joiners, variants, skin tones, tags, keycaps. */
const EMOJI_PARTS = /[\u200D\uFE0E\uFE0F\u20E3\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]/u;
const ASTRAL = /[\u{10000}-\u{10FFFF}]/u;
/** Stands where an emoji was; no text has it, as NUL is left out. */
const LEFT_OUT = '\0';
/** Emoji, with the spaces around them. */
const GAP = / *(?:\0 *)+/g;
/** Stands for a letter that has no other form. */
const NO_SIGN = '\u25A1';

/**
 * Returns a text without characters beyond U+FFFF, which some bot providers refuse: emoji are left out together with the
 * spaces that stood around them, styled letters become plain ones, and a letter that has no other form becomes □. So do
 * characters that no JSON or database of a provider takes: half surrogate pairs and NUL are left out.
 */
export function plainText(text: string): string {
  const normal = text.replace(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g,
    '',
  );
  if (!ASTRAL.test(normal)) return normal;
  let plain = '';
  let isAfterEmoji = false;
  let isJoined = false;
  for (const character of normal) {
    if (isAfterEmoji && (isJoined || EMOJI_PARTS.test(character))) {
      isJoined = character === '\u200D';
      continue;
    }
    isAfterEmoji = false;
    if (!ASTRAL.test(character)) {
      plain += character;
      continue;
    }
    const other = character.normalize('NFKC');
    if (!ASTRAL.test(other)) plain += other;
    else if (/\p{L}/u.test(character)) plain += NO_SIGN;
    else {
      isAfterEmoji = true;
      plain += LEFT_OUT;
    }
  }
  return plain.replace(GAP, (gap, place: number) => {
    const before = plain[place - 1] ?? '\n';
    const after = plain[place + gap.length] ?? '\n';
    return before === '\n' || /[\n,.;:!?)]/.test(after) || !gap.includes(' ') ? '' : ' ';
  });
}
