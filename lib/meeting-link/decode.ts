/** Decodes percent signs; returns the text as it is when they are not well formed. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Decodes base64 of either alphabet; returns one character for each byte, or an empty text when it is not well formed. */
export function fromBase64(text: string): string {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return '';
  }
}

/** Parses an address; returns null when it is none. */
export function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

/** Shows that a text is encoded: a soft line break, or an attribute's quote. */
const SIGN = /=\r?\n|=3D["']/;
/** Shows that a text is not encoded: an equals sign that encodes nothing. */
const PLAIN_EQUALS = /=(?!\r?\n|[0-9A-F]{2}|$)/;

/**
 * Decodes a text that is still in quoted-printable encoding (RFC 2045 section 6.7), and returns any other text as it is.
 * Bytes above ASCII become spaces: no address has them.
 */
export function decodeQuotedPrintable(text: string): string {
  if (!SIGN.test(text) || PLAIN_EQUALS.test(text)) return text;
  // A line that ends in `?pwd=` is no proof: an address may be cut there.
  if (!/=[0-9A-F]{2}/.test(text) && /[?&][\w.-]{1,40}=\r?\n/.test(text)) return text;
  return text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x80 ? String.fromCharCode(code) : ' ';
  });
}
