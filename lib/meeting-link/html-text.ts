import { Tokenizer } from 'htmlparser2';

/** Stands for a tag within a line: an address may go on behind it, or not. */
export const SOFT_BREAK = '\u200b';
/** Stands for a `<` that opens no tag. */
export const OPENING = '\u2039';

const NO_TAG = /<(?!\/?[a-z][a-z0-9]*[\s/>]|!--)/gi;
const LINE_END = /^(?:br|p|div|li|tr|td|th|ul|ol|table|h\d|hr|blockquote)$/i;
/** Entities that occur in links; `&amp;` comes last, so that one round undoes one escaping. */
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
 * Returns the text of a description or location, which may be HTML or plain. The `href` of a link stands behind its words,
 * or before them when they are an address themselves. It uses htmlparser2's tokenizer and not its parser: the tokenizer is
 * linear in every input and leaves plain text such as `<https://…>` or `a < b` as it is.
 */
export function htmlToText(html: string): string {
  const source = html.includes('<') ? html.replace(NO_TAG, OPENING) : html;
  return decodeEntities(source.includes('<') ? textOf(source) : source);
}

function textOf(source: string): string {
  const parts: string[] = [];
  let attribute = '';
  let value = '';
  /** The link whose words are being read, and the part where they begin. */
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
        // A long address may be wrapped inside the quotes.
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

/** Decodes twice, since two programs in turn often escape a description. */
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
