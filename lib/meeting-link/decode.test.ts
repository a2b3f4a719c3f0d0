import { describe, expect, it } from 'vitest';
import { decodeQuotedPrintable, fromBase64, percentDecoded } from './decode';

it('percent signs are decoded, and stay when they are not well formed', () => {
  expect(percentDecoded('a%20b')).toBe('a b');
  expect(percentDecoded('%E0%A4%A')).toBe('%E0%A4%A');
});

it('base64 is decoded in both alphabets, and is empty when it is not well formed', () => {
  expect(fromBase64('-_-_-_-_')).toBe(atob('+/+/+/+/'));
  expect(fromBase64('!')).toBe('');
});

describe('quoted-printable', () => {
  it.each([
    ['a soft line break', 'zoom.us/=\r\nj/1=41', 'zoom.us/j/1A'],
    ['a soft line break of Unix', 'zoom.us/=\nj/1=41', 'zoom.us/j/1A'],
    ['the quote of an attribute', '<a href=3D"x">', '<a href="x">'],
    ['the other quote of an attribute', "<a href=3D'x'>", "<a href='x'>"],
    ['an equals sign at its end', 'a=3D"b" c=', 'a="b" c='],
    ['a line that ends in a parameter, beside another sign', 'j?pwd=\r\n=41', 'j?pwd=A'.replace('=', '')],
    ['the last byte of ASCII', 'a=\n=7F', 'a\u007f'],
    ['bytes above ASCII, which become spaces', 'a=\n=80=C3=BC', 'a   '],
  ])('is decoded by %s', (_what, text, decoded) => {
    expect(decodeQuotedPrintable(text)).toBe(decoded);
  });

  it.each([
    ['encodes nothing', 'a=\nb=41 c=d'],
    ['encodes half a byte', 'a=\n=4 b'],
    ['is only an encoded equals sign', 'a=3Db'],
    ['may have been cut behind a parameter', 'zoom.us/j/1?pwd=\nabc'],
    ['may have been cut behind a parameter, and has half a byte', 'zoom.us/j/1?pwd=\nabc&x=\n'],
  ])('is not what %s', (_what, text) => {
    expect(decodeQuotedPrintable(text)).toBe(text);
  });
});
