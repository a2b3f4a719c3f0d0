/** Pieces whose repetition makes parsers slow: each opens something that is never closed, or is almost a link. */
export const HOSTILE_PIECES = [
  'http',
  'https://',
  'ahttps://',
  'https://a\n',
  'https%3A%2F%2F',
  '<',
  '>',
  '<b>',
  '</x>',
  '</',
  '<a ',
  '<a href="',
  '<a href="https://zoom.us/',
  '<div><p>',
  '<!--',
  '<https://zoom.us/\n',
  '&',
  '&amp;',
  '&#104;',
  '%',
  '%25',
  '%3',
  '=\r\n',
  '=3D"',
  '\n',
  '\u200b',
  '.',
  'a.',
  '@',
  '*',
  '__;',
  '19:@',
  'zoom.us/',
  '@zoom.us/',
  'zoom.us/\n',
  'https://zoom.us/j/1.',
  'https://zoom.us/j/85012345678 ',
  'https://zoom.us/\n> ',
  'zoommtg:',
  'msteams:',
  'https://teams.microsoft.com/l/meetup-join/19:@',
  'https://teams.microsoft.com/#/',
  '?context=%7b',
  'https://www.google.com/url?q=',
  'https://x.safelinks.protection.outlook.com/?url=',
  'https://urldefense.com/v3/__',
  'https://secure-web.cisco.com/1/',
];

/** Starts that put the repetition into an address, a path or an attribute. */
export const HOSTILE_STARTS = [
  '',
  '<a href="',
  'https://zoom.us/',
  'https://teams.microsoft.com/l/meetup-join/19:',
  'https://urldefense.com/v3/__',
];

/** Returns a text of so many characters, made of a start and a repeated piece. */
export function hostileText(start: string, piece: string, length: number): string {
  return (start + piece.repeat(Math.ceil(length / piece.length))).slice(0, length - 1).concat('x');
}
