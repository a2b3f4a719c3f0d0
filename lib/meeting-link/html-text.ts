import { Tokenizer } from 'htmlparser2';

/** Stands where a tag inside a line was: an address may go on behind it, or not. */
export const SOFT_BREAK = '\u200b';
/** Stands for a `<` that opens no tag. */
export const OPENING = '\u2039';

const NO_TAG = /<(?!\/?[a-z][a-z0-9]*[\s/>]|!--)/gi;
const LINE_END = /^(?:br|p|div|li|tr|td|th|ul|ol|table|h\d|hr|blockquote)$/i;
/** What occurs in links; `&amp;` comes last, so that one round undoes one escaping. */
const ENTITIES: [RegExp, string][] = [
  [/&lt;/gi, '<'],
  [/&gt;/gi, '>'],
  [/&quot;/gi, '"'],
  [/&apos;/gi, "'"],
  [/&nbsp;/gi, ' '],
  [/&amp;/gi, '&'],
];
const NUMERIC_ENTITY = /&#(?:(\d{1,7})|x([\da-f]{1,6}));/gi;

/**
 * The text of a calendar description or location, which may be HTML or plain. Each link's `href` is put behind its
 * words, or before them where they are an address themselves. The tokenizer is used rather than the parser: it is
 * linear in every input, and plain text such as `<https://…>` or `a < b` goes through unharmed.
 */
export function htmlToText(html: string): string {
  const source = html.includes('<') ? html.replace(NO_TAG, OPENING) : html;
  return decodeEntities(source.includes('<') ? textOf(source) : source);
}

function textOf(source: string): string {
  const parts: string[] = [];
  let attribute = '';
  let value = '';
  /** The link whose words are being read, and where they begin. */
  let href: string | null = null;
  let words = 0;
  const endLink = () => {
    if (href === null) return;
    const isAddress = parts.slice(words).some((part) => part.includes('://'));
    parts.splice(isAddress ? words : parts.length, 0, ` ${href} `);
    href = null;
  };
  const isLink = (start: number, end: number) => end - start === 1 && /a/i.test(source.charAt(start));
  const separate = (start: number, end: number) =>
    parts.push(LINE_END.test(source.slice(start, end)) ? '\n' : SOFT_BREAK);
  const ignore = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ontext: (start, end) => parts.push(source.slice(start, end)),
      onopentagname(start, end) {
        if (isLink(start, end)) endLink();
        separate(start, end);
      },
      onclosetag(start, end) {
        if (isLink(start, end)) endLink();
        separate(start, end);
      },
      onattribname(start, end) {
        attribute = end - start === 4 ? source.slice(start, end).toLowerCase() : '';
        value = '';
      },
      onattribdata(start, end) {
        if (attribute === 'href') value += source.slice(start, end);
      },
      onattribend() {
        if (attribute !== 'href') return;
        endLink();
        // A long address may have been wrapped inside the quotes.
        href = value.replace(/\s+/g, '');
        words = parts.length;
      },
      onend: endLink,
      onattribentity: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return parts.join('');
}

/** Decodes twice, since descriptions are often escaped by two programs in turn. */
function decodeEntities(text: string): string {
  return text.includes('&') ? decodeOnce(decodeOnce(text)) : text;
}

function decodeOnce(text: string): string {
  let decoded = text.includes('&#') ? text.replace(NUMERIC_ENTITY, character) : text;
  // The semicolon is required: `&lt=5` and `&copy=1` are ordinary parameters of an address.
  for (const [entity, replacement] of ENTITIES) decoded = decoded.replace(entity, replacement);
  return decoded;
}

function character(whole: string, decimal: string | undefined, hex: string): string {
  const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
