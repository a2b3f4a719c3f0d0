import { Tokenizer } from 'htmlparser2';

/** Stands for a tag within a line: an address may go on behind it, or not. */
export const SOFT_BREAK = '\u200b';
/** Stands for signs that no one sees: an address goes on behind them. */
export const UNSEEN = '\u2060';
/** Stands for a `<` that opens no tag. */
export const OPENING = '\u2039';
/** Stand around a text that is struck out, and around one that is quoted (characters for private use). */
export const STRUCK = ['\ue000', '\ue001'] as const;
export const QUOTED = ['\ue002', '\ue003'] as const;

const UNSEEN_SIGNS = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const OF_OURS = /[\ue000-\ue003]/g;
const MARK = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\ue003]/;
const NO_TAG = /<(?!\/?(?:[ovw]:)?[a-z][a-z0-9]*[\s/>]|!--)/gi;
const LINE_END = /^(?:br|p|div|li|tr|td|th|ul|ol|table|h\d|hr|blockquote)$/i;
/** Outlook keeps what its filter has replaced in `originalsrc`. */
const READ_ATTRIBUTES = new Set(['href', 'originalsrc', 'style']);
const STRIKES = /^(?:s|del|strike)$/i;
const NUMERIC_ENTITY = /&#(?:(\d{1,7})|x([\da-f]{1,6}));?/gi;
/** Entities that occur in links; one round undoes one escaping. The semicolon is required: `&lt=5` is a parameter. */
const ENTITY = new Map(
  Object.entries({
    ...{
      amp: '&',
      lt: '<',
      gt: '>',
      quot: '"',
      apos: "'",
      nbsp: ' ',
      colon: ':',
      sol: '/',
      period: '.',
      quest: '?',
    },
    ...{
      equals: '=',
      num: '#',
      percnt: '%',
      lowbar: '_',
      commat: '@',
      comma: ',',
      semi: ';',
      excl: '!',
      plus: '+',
    },
    ...{
      lpar: '(',
      rpar: ')',
      lsqb: '[',
      rsqb: ']',
      lbrack: '[',
      rbrack: ']',
      lcub: '{',
      rcub: '}',
      bsol: '\\',
    },
    ...{
      lbrace: '{',
      rbrace: '}',
      verbar: '|',
      ast: '*',
      tilde: '~',
      hyphen: '-',
      dash: '-',
      tab: '\t',
      newline: '\n',
    },
    ...{ ensp: ' ', emsp: ' ', thinsp: ' ', shy: UNSEEN, zwj: UNSEEN, zwnj: UNSEEN, zerowidthspace: UNSEEN },
  }),
);
/** Has the form of one, which is looked up: an expression of all their names would be slow. */
const NAMED_ENTITY = /&([a-z]{2,14});/gi;

/**
 * Returns the text of a description or location, which may be HTML or plain. The `href` of a link stands behind its words,
 * or before them when they are an address themselves. It uses htmlparser2's tokenizer and not its parser: the tokenizer is
 * linear in every input and leaves plain text such as `<https://…>` or `a < b` as it is.
 */
export function htmlToText(html: string): string {
  const seen = MARK.test(html) ? html.replace(UNSEEN_SIGNS, UNSEEN).replace(OF_OURS, ' ') : html;
  const source = seen.includes('<') ? seen.replace(NO_TAG, OPENING) : seen;
  return decodeEntities(source.includes('<') ? textOf(source) : source);
}

/** Follows a tag to its end, past tags of the same name within it, and marks the text between. */
class Marked {
  private name = '';
  private depth = 0;
  constructor(
    private readonly parts: string[],
    private readonly marks: readonly [string, string],
  ) {}
  begin(name: string) {
    if (this.depth > 0) return;
    this.name = name;
    this.depth = 1;
    this.parts.push(this.marks[0]);
  }
  open(name: string) {
    if (this.depth > 0 && name === this.name) this.depth += 1;
  }
  close(name: string) {
    if (this.depth === 0 || name !== this.name) return;
    this.depth -= 1;
    if (this.depth === 0) this.parts.push(this.marks[1]);
  }
}

/** A tokenizer that searches for the next tag. htmlparser2's own looks at each character, which takes many times as long. */
class SearchingTokenizer extends Tokenizer {}
Object.defineProperty(SearchingTokenizer.prototype, 'fastForwardTo', {
  value(this: { index: number; offset: number; buffer: string }, code: number): boolean {
    const found = this.buffer.indexOf(String.fromCharCode(code), this.index + 1 - this.offset);
    this.index = (found < 0 ? this.buffer.length - 1 : found) + this.offset;
    return found >= 0;
  },
});

function textOf(source: string): string {
  const parts: string[] = [];
  let tag = '';
  let attribute = '';
  let value = '';
  /** The link whose words are being read, and the part where they begin. */
  let href: string | null = null;
  let words = 0;
  const struck = new Marked(parts, STRUCK);
  const quoted = new Marked(parts, QUOTED);
  const endLink = () => {
    if (href === null) return;
    const isAddress = parts.slice(words).some((part) => part.includes('://'));
    parts.splice(isAddress ? words : parts.length, 0, ` ${href} `);
    href = null;
  };
  const separate = (start: number, end: number) => {
    const name = source.slice(start, end).toLowerCase();
    if (name === 'a') endLink();
    parts.push(LINE_END.test(name) ? '\n' : name === 'wbr' ? UNSEEN : SOFT_BREAK);
    return name;
  };
  const ignore = () => {};
  const tokenizer = new SearchingTokenizer(
    { decodeEntities: false },
    {
      ontext: (start, end) => parts.push(source.slice(start, end)),
      onopentagname(start, end) {
        tag = separate(start, end);
        struck.open(tag);
        quoted.open(tag);
        if (STRIKES.test(tag)) struck.begin(tag);
        if (tag === 'blockquote') quoted.begin(tag);
      },
      onclosetag(start, end) {
        const name = separate(start, end);
        struck.close(name);
        quoted.close(name);
      },
      onattribname(start, end) {
        const name = source.slice(start, end).toLowerCase();
        attribute = READ_ATTRIBUTES.has(name) ? name : '';
        value = '';
      },
      onattribdata(start, end) {
        if (attribute !== '') value += source.slice(start, end);
      },
      onattribend() {
        if (attribute === 'style' && /line-through/i.test(value)) struck.begin(tag);
        if (attribute === 'href') endLink();
        else if (attribute !== 'originalsrc' || !/^\s*http/i.test(value)) return;
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
  if (!text.includes('&')) return text;
  const once = decodeOnce(text);
  return once === text ? text : decodeOnce(once);
}

function decodeOnce(text: string): string {
  const decoded = text.includes('&#') ? text.replace(NUMERIC_ENTITY, character) : text;
  return decoded.replace(NAMED_ENTITY, (whole, name: string) => ENTITY.get(name.toLowerCase()) ?? whole);
}

function character(whole: string, decimal: string | undefined, hex: string): string {
  const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
