/** Tells whether a text in lower case has one of many words. */
export type WordPattern = { test(text: string): boolean };

const WORD_START = /(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu;
/** Letters that English has not. */
const NOT_ENGLISH = /[^\0-\x7f]/;

/** The beginning of a word, with its first two letters and its first one. */
type Start = { at: number; two: string; one: string };

/** The beginnings of the words of the text that was looked at last: several patterns look at each text in turn. */
let last: { text: string; starts: Start[] } = { text: '', starts: [] };

function startsOf(text: string): Start[] {
  if (last.text === text) return last.starts;
  const starts: Start[] = [];
  for (const { index: at } of text.matchAll(WORD_START))
    starts.push({ at, two: text.slice(at, at + 2), one: text.charAt(at) });
  last = { text, starts };
  return starts;
}

/**
 * Returns a pattern for words, each a piece of a regular expression that begins with a word. One regular expression of
 * hundreds of words is slow: it tries them all at each place. Here a word's first letters tell which are to be tried.
 * @param words pieces in lower case, which match at the beginning of a word
 * @param anywhere pieces that match anywhere: of scripts without spaces, and ends of words
 */
export function wordPattern(words: string[], anywhere: string[] = []): WordPattern {
  const pieces = new Map<string, string[]>();
  for (const piece of words.flatMap(alternatives).flatMap(opened)) {
    const key = /^[\p{L}\p{N}]{2}(?![?*+{])/u.exec(piece)?.[0] ?? piece.charAt(0);
    pieces.set(key, [...(pieces.get(key) ?? []), piece]);
  }
  const byStart = new Map([...pieces].map(([key, some]) => [key, new RegExp(`(?:${some.join('|')})`, 'uy')]));
  const glued = anywhere.length > 0 ? new RegExp(anywhere.join('|'), 'u') : null;
  const matches = (key: string, text: string, at: number): boolean => {
    const tried = byStart.get(key);
    if (!tried) return false;
    tried.lastIndex = at;
    return tried.test(text);
  };
  return {
    test: (text) =>
      text !== '' &&
      (startsOf(text).some(({ at, two, one }) => matches(two, text, at) || matches(one, text, at)) ||
        Boolean(glued && NOT_ENGLISH.test(text) && glued.test(text))),
  };
}

/** Returns the alternatives of a piece, those within brackets untouched. */
function alternatives(piece: string): string[] {
  const found: string[] = [];
  let [from, depth] = [0, 0];
  for (let index = 0; index <= piece.length; index += 1) {
    const sign = piece[index];
    if (sign === '\\') index += 1;
    else if (sign === '(' || sign === '[') depth += 1;
    else if (sign === ')' || sign === ']') depth -= 1;
    else if ((sign === '|' && depth === 0) || sign === undefined) {
      found.push(piece.slice(from, index));
      from = index + 1;
    }
  }
  return found;
}

/** Returns a piece that begins with a group as one piece for each alternative of the group. */
function opened(piece: string): string[] {
  if (!piece.startsWith('(?:')) return [piece];
  let depth = 0;
  let end = 0;
  for (; end < piece.length; end += 1) {
    if (piece[end] === '(') depth += 1;
    else if (piece[end] === ')') depth -= 1;
    if (depth === 0) break;
  }
  const isOptional = piece[end + 1] === '?';
  const rest = piece.slice(end + (isOptional ? 2 : 1));
  const begun = alternatives(piece.slice(3, end)).map((inner) => inner + rest);
  return (isOptional ? [...begun, rest] : begun).flatMap(opened);
}

/** Returns how many words a text has: parts between spaces. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
