import { OPENING, QUOTED, SOFT_BREAK, STRUCK, UNSEEN } from './html-text';
import { FORWARDED, FROM, HEADER, WROTE } from './mail-words';
import { countWords } from './word-pattern';
import { ABOUT_LINKS, NEW, OLD } from './words';

/** A part of a text that counts less than what stands before it. */
type Part = { from: number; to: number };

/** A heading longer than this is a sentence. */
const MAX_HEADING = 80;
/** A header's other lines stand within so many lines of the first one. */
const HEADER_LINES = 5;

const RULED = /^\s*[-_=*]{2,}\s*(\p{L}[^\n]{2,60}?)\s*[-_=*]{2,}\s*$/u;
/** A line such as “Sent: Monday”: its name and its value. */
const FIELD = /^\s*[*_]{0,2}(?!https?:)(\p{L}[\p{L} .’'-]{0,24}?)[*_]{0,2}\s?[:：]\s?[*_]{0,2}\s*(.*)$/u;
const MESSAGE =
  /mail|messag|nachricht|bericht|besked|meddel|viest|wiadom|zpráv|správ|üzenet|сообщ|письм|повідом|mesaj|mensaje|mensagem|μήνυμα|pesan|メッセージ|メール|邮件|郵件|메일|메시지|رسالة|הודעה/;
const ADDRESS = /[\w.+-]+@[\w-]+\.\w/;
/** A mail address in angle brackets; html-text.ts writes one that opens no tag in its own way. */
const ANGLED = new RegExp(`[<${OPENING}][^\\s<>@]+@[^\\s<>]+>`);

/**
 * Returns the parts of a text that are older than the rest: struck out, quoted, under a heading such as “Old link:”, and all
 * that stands behind the header of an earlier mail or invitation, in any language.
 * @param text as far as it is of interest
 */
export function oldParts(text: string): Part[] {
  const parts = MARKED.flatMap((pattern) => matchesOf(text, pattern));
  let heading: number | null = null;
  const lines = text.split('\n');
  let next = 0;
  for (const [index, raw] of lines.entries()) {
    const at = next;
    next += raw.length + 1;
    if (QUOTE.test(raw)) parts.push({ from: at, to: at + raw.length });
    if (raw.includes('://') || !(/[:：]/.test(raw) || /[-_=*]{2}\s*$/.test(raw))) continue;
    const line = wordsOf(raw);
    if (isMailHeader(lines, index, line)) {
      parts.push({ from: at, to: text.length });
      break;
    }
    if (!isHeading(line)) continue;
    if (OLD.test(line) && isAboutLinks(line)) heading ??= at;
    else if (heading !== null && NEW.test(line)) {
      parts.push({ from: heading, to: at });
      heading = null;
    }
  }
  if (heading !== null) parts.push({ from: heading, to: text.length });
  return parts;
}

/** What stands for tags in a text, and is no part of its words. */
const MARKS = new RegExp(`[${[SOFT_BREAK, UNSEEN, ...STRUCK, ...QUOTED].join('')}]`, 'g');

/** A line that a mail program has quoted. */
const QUOTE = new RegExp(`^[\\s${SOFT_BREAK}${UNSEEN}${STRUCK.join('')}${QUOTED.join('')}]*>`);

function wordsOf(raw: string): string {
  return raw.replace(MARKS, '').toLowerCase();
}

/** What is struck out, and quoted, by tags, and what is struck out in Markdown. */
const MARKED = [
  new RegExp(`${STRUCK[0]}[^${STRUCK[1]}]*`, 'g'),
  new RegExp(`${QUOTED[0]}[^${QUOTED[1]}]*`, 'g'),
  /~~(?=[^\s~])[^~\n]{1,600}~~/g,
];

function matchesOf(text: string, pattern: RegExp): Part[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: match }) => ({
    from: index,
    to: index + match.length,
  }));
}

function isHeading(line: string): boolean {
  if (line.length > MAX_HEADING) return false;
  return /[:：]\s*$/.test(line) || RULED.test(line);
}

/** Tells whether a heading speaks of a link or an invitation, or is too short to speak of anything else. */
function isAboutLinks(line: string): boolean {
  return countWords(line) <= 3 || ABOUT_LINKS.test(line);
}

/** Tells whether the header of an earlier mail begins on a line: a ruled title, "… wrote:", or From, Sent, To, Subject. */
function isMailHeader(lines: string[], index: number, line: string): boolean {
  if (line.length > 300) return false;
  const ruled = RULED.exec(line)?.[1];
  if (ruled && FORWARDED.test(ruled)) return true;
  if (/[:：]\s*$/.test(line)) {
    // Mail programs cut this line in two.
    const whole = line.length < 40 ? `${wordsOf(lines[index - 1]?.slice(-200) ?? '')} ${line}` : line;
    if (/\d/.test(whole) && (WROTE.test(line) || ANGLED.test(line))) return true;
    if (line.length < 60 && FORWARDED.test(line) && MESSAGE.test(line)) return true;
  }
  const [, name = '', value = ''] = FIELD.exec(line) ?? [];
  // “From: 9:00” says when, not who.
  const isFrom = FROM.test(name) && !/^\d/.test(value);
  const hasAddress = ADDRESS.test(value);
  if (!isFrom && !hasAddress) return false;
  const others = lines
    .slice(index + 1, index + 1 + HEADER_LINES)
    .flatMap((other) => FIELD.exec(wordsOf(other))?.[1] ?? []);
  return others.length >= (isFrom && hasAddress ? 1 : 2) && others.some((other) => HEADER.test(other));
}
