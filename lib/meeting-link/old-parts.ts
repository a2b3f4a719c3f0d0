import { OPENING, QUOTED, SOFT_BREAK, STRUCK, UNSEEN } from './html-text';
import { FORWARDED, FROM, HEADER, WROTE } from './mail-words';
import { ABOUT_LINKS, NEW, OLD } from './words';

/** A part of a text that counts less than what stands before it. */
type Part = { from: number; to: number };

/** A heading longer than this is a sentence. */
const MAX_HEADING = 80;
/** A header's other lines stand within so many lines of the first one. */
const HEADER_LINES = 5;

const RULED = /^\s*[-_=*]{2,}\s*(\p{L}[^\n]{2,60}?)\s*[-_=*]{2,}\s*$/u;
const FIELD = /^\s*[*_]{0,2}(\p{L}[\p{L} .’'-]{0,24}?)[*_]{0,2}\s?[:：]\s?[*_]{0,2}\s*(.*)$/u;
/** How many characters may stand before the colon of a field. */
const MAX_NAME = 30;
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
  const parts = [...between(text, STRUCK), ...between(text, QUOTED), ...tildes(text)];
  let heading: number | null = null;
  const lines = text.split('\n');
  for (let index = 0, at = 0, next = 0; index < lines.length; index += 1, at = next) {
    const raw = lines[index] ?? '';
    next = at + raw.length + 1;
    if (raw.includes('>') && QUOTE.test(raw)) parts.push({ from: at, to: at + raw.length });
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

function between(text: string, [begin, end]: readonly [string, string]): Part[] {
  const parts: Part[] = [];
  for (let from = text.indexOf(begin); from >= 0; from = text.indexOf(begin, from + 1)) {
    const to = text.indexOf(end, from);
    parts.push({ from, to: to < 0 ? text.length : to });
    if (to < 0) break;
    from = to;
  }
  return parts;
}

/** Struck out in Markdown. */
function tildes(text: string): Part[] {
  if (!text.includes('~~')) return [];
  return [...text.matchAll(/~~(?=[^\s~])[^~\n]{1,600}~~/g)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }));
}

function isHeading(line: string): boolean {
  if (line.length > MAX_HEADING) return false;
  return /[:：]\s*$/.test(line) || RULED.test(line);
}

/** Tells whether a heading speaks of a link or an invitation, or is too short to speak of anything else. */
function isAboutLinks(line: string): boolean {
  return line.trim().split(/\s+/).length <= 3 || ABOUT_LINKS.test(line);
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
  const field = fieldOf(line);
  if (!field) return false;
  const [, name = '', value = ''] = field;
  const isFrom = FROM.test(name.trim());
  if (!isFrom && !ADDRESS.test(value)) return false;
  const others = lines
    .slice(index + 1, index + 1 + HEADER_LINES)
    .map(wordsOf)
    .filter(isField);
  const named = others.filter((other) => HEADER.test(fieldOf(other)?.[1]?.trim() ?? '')).length;
  return isFrom
    ? named >= 1 && others.length >= (ADDRESS.test(value) ? 1 : 2)
    : named >= 1 && others.length >= 2;
}

function fieldOf(line: string): RegExpExecArray | null {
  const colon = line.trimStart().search(/[:：]/);
  return colon < 0 || colon > MAX_NAME ? null : FIELD.exec(line);
}

function isField(line: string): boolean {
  return line.length <= 300 && fieldOf(line) !== null && !/^\s*https?:/i.test(line);
}
