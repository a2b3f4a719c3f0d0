/** A sign of the encoding: a soft line break, or an attribute's quote. */
const SIGN = /=\r?\n|=3D["']/;
/** What the encoding never leaves in a text: an equals sign that encodes nothing. */
const PLAIN_EQUALS = /=(?!\r?\n|[0-9A-F]{2}|$)/;

/**
 * Text whose quoted-printable encoding (RFC 2045 6.7) was forgotten, decoded; any other text as it is. Bytes above
 * ASCII become spaces: no address has them.
 */
export function decodeQuotedPrintable(text: string): string {
  if (!SIGN.test(text) || PLAIN_EQUALS.test(text)) return text;
  // Without another sign, an address may just have been cut after `?pwd=`.
  if (!/=[0-9A-F]{2}/.test(text) && /[?&][\w.-]{1,40}=\r?\n/.test(text)) return text;
  return text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x80 ? String.fromCharCode(code) : ' ';
  });
}
