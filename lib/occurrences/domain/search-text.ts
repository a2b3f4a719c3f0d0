import type { GoogleEvent } from './google-event';

/** What is searched of one event, in UTF-16 units. Google stores 1,024 of a title and 200 guests. */
const MOST_CHARACTERS = 16_384;

/** Letters that Unicode takes for letters of their own, and people type without their stroke or ligature. */
const PLAIN: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ς: 'σ' },
};

/** Returns a text as it is compared in a search: in lower case, without accents, in compatible characters (NFKD). */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßæœøđðþłħıς]/g, (letter) => PLAIN[letter] ?? letter);
}

/** Returns the words of a search, as they are compared: a meeting must contain all of them. */
export function searchWords(search: string): string[] {
  return foldText(search).split(/\s+/).filter(Boolean);
}

/** Returns what a search compares its words with: title, location, organizer and guests of an event, folded. */
export function searchTextOf({ summary, location, organizer, attendees = [] }: Partial<GoogleEvent>): string {
  const people = [organizer, ...attendees].flatMap((person) => [person?.displayName, person?.email]);
  const lines = [summary, location, ...people].flatMap((line) => line?.trim() || []);
  // Half of a surrogate pair cannot be stored.
  return foldText([...new Set(lines)].join('\n'))
    .slice(0, MOST_CHARACTERS)
    .replace(/[\ud800-\udbff]$/, '');
}

/**
 * Returns where the words of a search stand in a text, as half-open ranges in UTF-16 units, in order and without overlap.
 * @param words as `searchWords` returns them
 */
export function findWords(text: string, words: readonly string[]): [from: number, to: number][] {
  let folded = '';
  /** For each unit of the folded text, the range of the character that it comes from. */
  const origins: [number, number][] = [];
  let at = 0;
  for (const character of text) {
    const part = foldText(character);
    for (let index = 0; index < part.length; index++) origins.push([at, at + character.length]);
    folded += part;
    at += character.length;
  }
  const found = words.flatMap((word) => {
    const ranges: [number, number][] = [];
    for (let index = folded.indexOf(word); index >= 0 && word; index = folded.indexOf(word, index + 1))
      ranges.push([origins[index]?.[0] ?? 0, origins[index + word.length - 1]?.[1] ?? 0]);
    return ranges;
  });
  const merged: [number, number][] = [];
  for (const [from, to] of found.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
