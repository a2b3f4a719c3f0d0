import { Tokenizer } from 'htmlparser2';

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Tags inside which a link may continue: they offer a place to break the line. */
const TRANSPARENT = new Set(['wbr']);
/** Tags that end a line. */
const LINE_ENDS = new Set(['br', 'p', 'div', 'li', 'tr', 'td', 'ul', 'ol', 'table', 'h1', 'h2', 'h3', 'hr']);

/**
 * The text of a calendar description or location, which may be HTML or plain, with each link's `href` put where the
 * link stands. The tokenizer is used rather than the parser: it is linear in every input, and plain text such as
 * `<https://…>` or `a < b` goes through unharmed.
 */
export function htmlToText(html: string): string {
  // Without this, `<https://zoom.us/j/1>` would be read as a tag.
  const source = html.replace(/<(?!\/?[a-z][a-z0-9]*[\s/>]|!--)/gi, ' ');
  if (!source.includes('<')) return decodeEntities(source);
  const parts: string[] = [];
  let tag = '';
  let attribute = '';
  let value = '';
  const separate = (name: string) => {
    if (!TRANSPARENT.has(name)) parts.push(LINE_ENDS.has(name) ? '\n' : ' ');
  };
  const ignore = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ontext: (start, end) => parts.push(source.slice(start, end)),
      onopentagname: (start, end) => {
        tag = source.slice(start, end).toLowerCase();
        separate(tag);
      },
      onclosetag: (start, end) => separate(source.slice(start, end).toLowerCase()),
      onattribname: (start, end) => {
        attribute = source.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => {
        value += source.slice(start, end);
      },
      onattribend: () => {
        // A long address may have been wrapped inside the quotes.
        if (attribute === 'href') parts.push(` ${value.replace(/\s+/g, '')} `);
      },
      onattribentity: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return decodeEntities(parts.join(''));
}

/** Decodes what occurs in links, twice, since descriptions are often escaped by two programs in turn. */
function decodeEntities(text: string): string {
  return text.includes('&') ? decodeOnce(decodeOnce(text)) : text;
}

function decodeOnce(text: string): string {
  // The semicolon is required: `&lt=5` and `&copy=1` are ordinary parameters of an address.
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi, (whole, dec, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = dec ? Number(dec) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
