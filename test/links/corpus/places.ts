import type { LinkCases } from './case';

const Z = 'zoom:85012345678';
const PLAIN = 'https://zoom.us/j/85012345678';

/** Texts that people and programs write into the location beside the link. */
export const PLACES: LinkCases[] = [
  {
    platform: 'Zoom',
    source: 'Locations as calendars join them: rooms and links in one field',
    cases: [
      ['Room 4.12; https://zoom.us/j/85012345678', PLAIN, Z],
      ['Microsoft Teams Meeting; https://zoom.us/j/85012345678', PLAIN, Z],
      ['https://zoom.us/j/85012345678 / Stockholm', PLAIN, Z],
      ['HQ, 4th floor (https://zoom.us/j/85012345678)', PLAIN, Z],
      ['Zoom (zoom.us/j/85012345678)', PLAIN, Z],
      ['Zoom - https://zoom.us/j/85012345678 - passcode 123', PLAIN, Z],
      ['https://zoom.us/j/85012345678; Big Room (12 seats); https://example.com/map', PLAIN, Z],
      [
        'ACME-HQ-2-Glass (8) [TV], https://zoom.us/j/85012345678?pwd=QWxs',
        'https://zoom.us/j/85012345678?pwd=QWxs',
        Z,
      ],
    ],
  },
  {
    platform: 'Webex',
    source: 'https://github.com/leits/MeetingBar/issues/464 (a link and nothing else, in odd forms)',
    cases: [
      ['Webex: acme.webex.com/meet/jane', 'https://acme.webex.com/meet/jane', 'webex:acme.webex.com/jane'],
      [
        'https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef; Room 1',
        'https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef',
        'webex:m0123456789abcdef',
      ],
    ],
  },
];
