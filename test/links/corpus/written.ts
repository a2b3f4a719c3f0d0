import type { LinkCases } from './case';

const Z = 'zoom:85012345678';
const PLAIN = 'https://zoom.us/j/85012345678';
const PWD = 'https://zoom.us/j/85012345678?pwd=QWxs';
const LONG_PWD = 'https://us02web.zoom.us/j/85012345678?pwd=NkRNZm1vTk9xSWpGNjhSSk9sVnZPdz09';
const TEAMS =
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4YzIxMDctNGU2Yy00%40thread.v2/0?context=%7b%22Tid%22%3a%22d1c2f0aa-7b33-4387-94ae-d2c178decee1%22%2c%22Oid%22%3a%2296da22de-4c1b-487e-a71c-5a023d562820%22%7d';
const T = 'teams:19:meeting_NzA4YzIxMDctNGU2Yy00@thread.v2/0';
/** Cuts a text into lines of so many characters. */
const cut = (text: string, width: number, end: string) =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);
const quotedPrintable = (text: string, end = '=\r\n') => cut(text.replaceAll('=', '=3D'), 75, end);

export const WRITTEN: LinkCases[] = [
  {
    platform: 'Zoom',
    source: 'RFC 3986 appendix C: delimiters and punctuation around addresses in running text',
    cases: [
      ['<https://zoom.us/j/85012345678>', PLAIN, Z],
      ['<https://zoom.us/j/85012345678?pwd=QWxs>, thanks', PWD, Z],
      ['<URL:https://zoom.us/j/85012345678>', PLAIN, Z],
      ['(https://zoom.us/j/85012345678)', PLAIN, Z],
      ['[https://zoom.us/j/85012345678]', PLAIN, Z],
      ['{https://zoom.us/j/85012345678}', PLAIN, Z],
      ['[join](https://zoom.us/j/85012345678)', PLAIN, Z],
      ['"https://zoom.us/j/85012345678"', PLAIN, Z],
      ["'https://zoom.us/j/85012345678',", PLAIN, Z],
      ['“https://zoom.us/j/85012345678”', PLAIN, Z],
      ['«https://zoom.us/j/85012345678»', PLAIN, Z],
      ['`https://zoom.us/j/85012345678`', PLAIN, Z],
      ['|https://zoom.us/j/85012345678|', PLAIN, Z],
      ['Join https://zoom.us/j/85012345678, please.', PLAIN, Z],
      ['https://zoom.us/j/85012345678;', PLAIN, Z],
      ['https://zoom.us/j/85012345678!!', PLAIN, Z],
      ['https://zoom.us/j/85012345678?', PLAIN, Z],
      ['**https://zoom.us/j/85012345678**', PLAIN, Z],
      ['*https://zoom.us/j/85012345678*', PLAIN, Z],
      ['_https://zoom.us/j/85012345678_', PLAIN, Z],
      ['https://zoom.us/j/85012345678…', PLAIN, Z],
      ['https://zoom.us/j/85012345678–passcode 1', PLAIN, Z],
      ['Zoom:https://zoom.us/j/85012345678', PLAIN, Z],
      ['Zoom=https://zoom.us/j/85012345678', PLAIN, Z],
      ['Room 4/https://zoom.us/j/85012345678', PLAIN, Z],
      ['https://zoom.us/j/85012345678%3E', PLAIN, Z],
      ['https://zoom.us/j/85012345678,https://zoom.us/j/999999999', PLAIN, Z],
      ['https://zoom.us/j/85012345678\tPasscode\t123', PLAIN, Z],
      ['https://zoom.us/j/85012345678?pwd=QWxs\\nPasscode: 123', PWD, Z],
      ['DESCRIPTION:https://zoom.us/j/85012345678\\, please', PLAIN, Z],
    ],
  },
  {
    platform: 'Zoom',
    source: 'Text in scripts that put no space between words, and signs that look like ASCII ones',
    cases: [
      ['会议链接https://zoom.us/j/85012345678，密码 123', PLAIN, Z],
      ['参加https://zoom.us/j/85012345678?pwd=QWxs（パスコード：123）', PWD, Z],
      ['ссылкаhttps://zoom.us/j/85012345678вход', PLAIN, Z],
      ['회의https://zoom.us/j/85012345678입니다', PLAIN, Z],
      ['ประชุมhttps://zoom.us/j/85012345678ค่ะ', PLAIN, Z],
      ['رابط‏https://zoom.us/j/85012345678‏ شكرا', PLAIN, Z],
      ['קישור:https://zoom.us/j/85012345678׃', PLAIN, Z],
      ['会議zoom.us/j/85012345678まで', PLAIN, Z],
      ['👉https://zoom.us/j/85012345678👈', PLAIN, Z],
      ['https://zoom.us/j/85012345678\u00a0Passcode', PLAIN, Z],
      ['https://zoom.us/j/85012345678\u200b', PLAIN, Z],
      ['https://zoom.us/j/\u200b85012345678', PLAIN, Z],
      ['https://zoom.us/j/850\u00ad12345678', PLAIN, Z],
      ['https://zoom.us/j/85012345678。', PLAIN, Z],
      ['https://zoom.us/j/85012345678、明日', PLAIN, Z],
    ],
  },
  {
    platform: 'Zoom',
    source: 'Entities and percent signs, as calendars and mail programs escape them, once or twice',
    cases: [
      ['&lt;https://zoom.us/j/85012345678&gt;', PLAIN, Z],
      ['https:&#x2F;&#x2F;zoom.us&#47;j&#47;85012345678', PLAIN, Z],
      ['https://zoom.us/j/85012345678?a=1&amp;pwd=b', 'https://zoom.us/j/85012345678?a=1&pwd=b', Z],
      ['https://zoom.us/j/85012345678?a=1&amp;amp;pwd=b', 'https://zoom.us/j/85012345678?a=1&pwd=b', Z],
      ['https://zoom.us/j/85012345678?a=1&#38;pwd=b', 'https://zoom.us/j/85012345678?a=1&pwd=b', Z],
      ['https://zoom.us/j/85012345678?pwd&#61;QWxs', PWD, Z],
      ['https://zoom.us/j/85012345678&nbsp;Passcode', PLAIN, Z],
      ['&lt;a href=&quot;https://zoom.us/j/85012345678&quot;&gt;', PLAIN, Z],
      ['https%3A%2F%2Fzoom.us%2Fj%2F85012345678', PLAIN, Z],
      [
        'https://zoom.us/j/85012345678?pwd=QWxs&copy=1&lt=2',
        'https://zoom.us/j/85012345678?pwd=QWxs&copy=1&lt=2',
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source:
      'https://github.com/integrations/microsoft-teams/issues/179 and HTML as Google Calendar stores it',
    cases: [
      [
        '<a href="https://zoom.us/j/85012345678?pwd=a&amp;from=b">Join</a>',
        'https://zoom.us/j/85012345678?pwd=a&from=b',
        Z,
      ],
      ["<a target=_blank href='https://zoom.us/j/85012345678'>Join</a>", PLAIN, Z],
      ['<A HREF=https://zoom.us/j/85012345678>Join</A>', PLAIN, Z],
      ['<a\nclass="x"\nhref = "https://zoom.us/j/85012345678">Join</a>', PLAIN, Z],
      ['<p>Join<br>https://zoom.us/j/85012345678<br/>Passcode: 1</p>', PLAIN, Z],
      ['<b>https://zoom.us/j/85012345678</b>Passcode', PLAIN, Z],
      ['<html-blob><u></u>Join:<br><a href="https://zoom.us/j/85012345678">here</a></html-blob>', PLAIN, Z],
      ['https://zoom.us/j/<wbr>85012345678', PLAIN, Z],
      ['<span>https://</span><span>zoom.us/j/85012345678</span>', PLAIN, Z],
      ['https://zoom.us/j/<b>85012345678</b>', PLAIN, Z],
      ['<font color="#000">https://zoom.us/j/850<font>12345678</font></font>', PLAIN, Z],
      ['<a href="https://zoom.us/j/\n85012345678">Join</a>', PLAIN, Z],
      ['<a href=" https://zoom.us/j/85012345678 ">Join</a>', PLAIN, Z],
      ['5 < 6 and a <b https://zoom.us/j/85012345678', PLAIN, Z],
      ['<!-- old --><td>https://zoom.us/j/85012345678</td><td>x</td>', PLAIN, Z],
      ['<![CDATA[https://zoom.us/j/85012345678]]>', PLAIN, Z],
      ['<a href="https://zoom.us/j/85012345678', PLAIN, Z],
      ['<style>a{color:red}</style>https://zoom.us/j/85012345678', PLAIN, Z],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/jstanden/cerb/issues/550 (addresses cut by mail programs)',
    cases: [
      ['https://zoom.us/j/\n85012345678', PLAIN, Z],
      ['https://zoom.us/j/850\r\n12345678', PLAIN, Z],
      ['https://zoom.us/\r\nj/85012345678', PLAIN, Z],
      ['<https://zoom.us/j/85012345678\n?pwd=QWxs>', PWD, Z],
      ['<https://zoom.us/j/85012345678?pwd=\nQWxs>', PWD, Z],
      ['<https://us02web.zoom.us/j/85012345678?pwd=NkRNZm1vTk9x\nSWpGNjhSSk9sVnZPdz09>', LONG_PWD, Z],
      ['> https://zoom.us/j/85012345678\n> Passcode: 123', PLAIN, Z],
      ['https://zoom.us/j/85012345678\nPasscode: 123', PLAIN, Z],
      [`${LONG_PWD}\nPasscode: 123456`, LONG_PWD, Z],
      [`${LONG_PWD}\n123456`, LONG_PWD, Z],
      ['https://zoom.us/j/85012345678\n\n?', PLAIN, Z],
    ],
  },
  {
    platform: 'Teams',
    source:
      'Long Teams addresses over several lines, as in plain-text copies of mails (RFC 5322: 78 characters) and folded iCalendar (RFC 5545 3.1)',
    cases: [
      [cut(TEAMS, 72, '\n'), TEAMS, T],
      [`Join here:\r\n<${cut(TEAMS, 76, '\r\n')}>\r\nMeeting ID: 1`, TEAMS, T],
      [`DESCRIPTION:Join ${cut(TEAMS, 74, '\r\n ')}`, TEAMS, T],
      [`${cut(TEAMS, 60, '\n')}\nMeeting ID: 123 456 789`, TEAMS, T],
      [`> ${cut(TEAMS, 70, '\n> ')}\n> Meeting ID: 123`, TEAMS, T],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://github.com/directus/directus/issues/6074 (quoted-printable, RFC 2045 6.7, left undecoded)',
    cases: [
      [quotedPrintable(`Join here: ${TEAMS}`), TEAMS, T],
      [quotedPrintable(`<a href="${TEAMS}">Join</a>`, '=\n'), TEAMS, T],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/dani-garcia/vaultwarden/issues/7401 (quoted-printable)',
    cases: [
      [
        'https://us02web.zoom.us/j/850=\r\n12345678?pwd=3DQWxs',
        'https://us02web.zoom.us/j/85012345678?pwd=QWxs',
        Z,
      ],
      ['https://us02web.zoom.us/j/850=\n12345678', 'https://us02web.zoom.us/j/85012345678', Z],
      ['<a href=3D"https://zoom.us/j/85012345678?pwd=3DQWxs">Join</a>', PWD, Z],
      ['Bj=C3=B6rn l=C3=A4dt ein: https://zoom.us/j/8501234=\r\n5678?pwd=3DQWxs', PWD, Z],
    ],
  },
];
