import type { LinkCases } from './case';

const M = 'meet:abc-defg-hij';
const MEET = 'https://meet.google.com/abc-defg-hij';
const MTID = 'm0123456789abcdef0123456789abcdef';

export const OTHERS: LinkCases[] = [
  {
    platform: 'GMeet',
    source:
      'https://developers.google.com/workspace/meet/api/guides/meeting-spaces (codes are not case sensitive)',
    cases: [
      [MEET, '=', M],
      ['https://meet.google.com/ABC-DEFG-HIJ', MEET, M],
      ['https://meet.google.com/abc-defg-hij/', MEET, M],
      ['http://meet.google.com/abc-defg-hij', MEET, M],
      ['meet.google.com/abc-defg-hij', MEET, M],
      ['Join: meet.google.com/abc-defg-hij.', MEET, M],
      ['HTTPS://MEET.GOOGLE.COM/abc-defg-hij', MEET, M],
    ],
  },
  {
    platform: 'GMeet',
    source:
      'https://github.com/leits/MeetingBar/blob/master/MeetingBarTests/MeetingLinkDetectorTests.swift (authuser is about the person)',
    cases: [
      ['https://meet.google.com/abc-defg-hij?authuser=1&hs=122', MEET, M],
      ['https://meet.google.com/abc-defg-hij?authuser=user@example.com', MEET, M],
      ['https://meet.google.com/abc-defg-hij?pli=1#x', MEET, M],
      ['https://meet.google.com/abc-defg-hij?hl=pt-BR', MEET, M],
      ['https://meet.google.com/_meet/abc-defg-hij?ijlm=1', MEET, M],
      ['https://meet.google.com/lookup/team-sync', '=', 'meet:lookup/team-sync'],
      [`<a href="${MEET}">${MEET}</a>`, MEET, M],
      ['<p>Join us</p><a href="https://meet.google.com/abc-defg-hij">Open</a>', MEET, M],
    ],
  },
  {
    platform: 'Webex',
    source:
      'https://github.com/pakerwreah/Calendr/issues/293, https://github.com/leits/MeetingBar/issues/727',
    cases: [
      [`https://acme.webex.com/acme/j.php?MTID=${MTID}`, '=', `webex:${MTID}`],
      [`https://acme.webex.com/acme/j.php?mtid=${MTID.toUpperCase()}`, '=', `webex:${MTID}`],
      [
        `https://acme.webex.com/acme/j.php?MTID=${MTID}%3E`,
        `https://acme.webex.com/acme/j.php?MTID=${MTID}`,
        `webex:${MTID}`,
      ],
      [`https://acme.webex.com/acme/e.php?MTID=${MTID}`, '=', `webex:${MTID}`],
      ['https://acme.webex.com/acme/j.php?MTID=huer7834hbfe7', '=', 'webex:huer7834hbfe7'],
      [`https://acme.my.webex.com/acme.my/j.php?MTID=${MTID}`, '=', `webex:${MTID}`],
      ['https://acme.webex.com/meet/jane', '=', 'webex:acme.webex.com/jane'],
      ['acme.webex.com/meet/jane', 'https://acme.webex.com/meet/jane', 'webex:acme.webex.com/jane'],
      ['https://acme.webex.com/acme/meet/jane', '=', 'webex:acme.webex.com/jane'],
      ['https://acme.webex.com/join/Jane.Doe', '=', 'webex:acme.webex.com/jane.doe'],
      [`https://acme.webex.com/acme/j.php?MTID=${MTID}&lang=ja`, '=', `webex:${MTID}`],
    ],
  },
  {
    platform: 'Webex',
    source: 'https://github.com/leits/MeetingBar/pull/217 (http, hyphens)',
    cases: [
      [
        `http://acme-corp.webex.com/acme-corp/j.php?MTID=${MTID}`,
        `https://acme-corp.webex.com/acme-corp/j.php?MTID=${MTID}`,
        `webex:${MTID}`,
      ],
      ['https://acme-corp.webex.com/meet/j-doe', '=', 'webex:acme-corp.webex.com/j-doe'],
    ],
  },
  {
    platform: 'Webex',
    source: 'https://github.com/Leko/crx-gcal-url-opener/issues/39 (numbered sites)',
    cases: [
      [`https://meet1234.webex.com/meet1234/j.php?MTID=${MTID}`, '=', `webex:${MTID}`],
      ['https://meet1234.webex.com/meet/pr12345678901', '=', 'webex:meet1234.webex.com/pr12345678901'],
      ['https://web.webex.com/meet/jane', '=', 'webex:web.webex.com/jane'],
    ],
  },
  {
    platform: 'Webex',
    source: 'https://github.com/webex/webex-js-sdk/pull/4114, /pull/1111 (join links of the SDK)',
    cases: [
      [
        'https://cisco.webex.com/cisco/j.php?MTID=m6dfc73927ea656a2f9b5637c32a2dac5',
        '=',
        'webex:m6dfc73927ea656a2f9b5637c32a2dac5',
      ],
      [
        'https://cisco.webex.com/m/7a56e1c2-0f7a-4c7e-8a58-8d1a1b0c2d3e',
        '=',
        'webex:7a56e1c2-0f7a-4c7e-8a58-8d1a1b0c2d3e',
      ],
      [
        'https://acme.webex.com/wbxmjs/joinservice/sites/acme/meeting/download/0a1b2c3d4e5f?siteurl=acme',
        '=',
        'webex:0a1b2c3d4e5f',
      ],
      [
        `https://acme.webex.com/wbxmjs/joinservice/sites/acme/meeting/download/0a1b2c3d4e5f?siteurl=acme&MTID=${MTID}`,
        '=',
        `webex:${MTID}`,
      ],
      ['https://acme.webex.com/webappng/sites/acme/meeting/info/0a1b2c3d4e5f', '=', 'webex:0a1b2c3d4e5f'],
      [
        `https://acme.webex.com/webappng/sites/acme/meeting/info/0a1b2c3d4e5f?MTID=${MTID}`,
        '=',
        `webex:${MTID}`,
      ],
    ],
  },
  {
    platform: 'Webex',
    source:
      'https://raw.githubusercontent.com/mozilla/releases-comm-central/HEAD/mail/components/calendar/modules/JoinLinkParser.sys.mjs',
    cases: [
      [
        'https://meetings.webex.com/collabs/meetings/join?uuid=M0123456789ABCDEF-9XYZ',
        '=',
        'webex:m0123456789abcdef-9xyz',
      ],
    ],
  },
  {
    platform: 'GoToMeeting',
    source: 'https://docs.recall.ai/v1.10/docs/meeting-urls, https://support.logmeininc.com/gotomeeting',
    cases: [
      ['https://global.gotomeeting.com/join/680504437', '=', 'goto:680504437'],
      ['https://www.gotomeeting.com/join/123456789', '=', 'goto:123456789'],
      ['https://www4.gotomeeting.com/join/123456789', '=', 'goto:123456789'],
      ['https://gotomeeting.com/join/123456789', '=', 'goto:123456789'],
      ['https://global.gotomeeting.com/join/123456789?a=b', '=', 'goto:123456789'],
      [
        'global.gotomeeting.com/join/123456789',
        'https://global.gotomeeting.com/join/123456789',
        'goto:123456789',
      ],
      ['https://meet.goto.com/123456789', '=', 'goto:123456789'],
      ['https://meet.goto.com/123456789?authenticated=false', '=', 'goto:123456789'],
      ['https://meet.goto.com/jane.doe', '=', 'goto:room/jane.doe'],
      ['https://meet.goto.com/acme/standup', '=', 'goto:room/acme/standup'],
      ['https://gotomeet.me/JaneDoe', '=', 'goto:room/janedoe'],
      ['https://www.gotomeet.me/JaneDoe', '=', 'goto:room/janedoe'],
      ['https://app.goto.com/meeting/123456789', '=', 'goto:123456789'],
      ['https://app.gotomeeting.com/?meetingId=123456789', '=', 'goto:123456789'],
      ['https://app.gotomeeting.com/?meetingid=123456789&lang=de', '=', 'goto:123456789'],
    ],
  },
  {
    platform: 'BlueJeans',
    source:
      'https://sites.google.com/view/umflintbluejeansfaculty (numbers on an organisation’s host), BlueJeans user guide',
    cases: [
      ['https://bluejeans.com/123456789', '=', 'bluejeans:123456789'],
      ['https://bluejeans.com/123456789/4321', '=', 'bluejeans:123456789'],
      ['https://umich.bluejeans.com/123456789', '=', 'bluejeans:123456789'],
      ['https://bluejeans.com/123456789/webrtc', '=', 'bluejeans:123456789'],
      ['https://bluejeans.com/123456789/browser?src=calendarLink', '=', 'bluejeans:123456789'],
      ['https://meetings.bluejeans.com/m/123456789', '=', 'bluejeans:123456789'],
      ['https://primetime.bluejeans.com/a2m/live-event/abcdwxyz', '=', 'bluejeans:event/abcdwxyz'],
      ['https://www.bluejeans.com/123456789', '=', 'bluejeans:123456789'],
      ['bluejeans.com/123456789', 'https://bluejeans.com/123456789', 'bluejeans:123456789'],
    ],
  },
  {
    platform: 'Whereby',
    source:
      'https://docs.whereby.com/reference/using-url-parameters, https://gist.github.com/tkbremnes/f7a4fba22b52cc9aa9d4 (appear.in)',
    cases: [
      ['https://whereby.com/jane-doe', '=', 'whereby:jane-doe'],
      ['https://whereby.com/Jane-Doe?roomKey=abc', '=', 'whereby:jane-doe'],
      ['https://acme.whereby.com/standup', '=', 'whereby:acme/standup'],
      ['https://acme.whereby.com/standup?roomKey=eyJ', '=', 'whereby:acme/standup'],
      ['https://acme.whereby.com/standup?displayName=Jane&lang=nb&embed', '=', 'whereby:acme/standup'],
      [
        'https://acme.whereby.com/b9b16a62-93b1-4a5e-a1b0-0c6c2d1fd1a5',
        '=',
        'whereby:acme/b9b16a62-93b1-4a5e-a1b0-0c6c2d1fd1a5',
      ],
      ['https://www.whereby.com/jane-doe', '=', 'whereby:jane-doe'],
      ['https://appear.in/jane-doe', '=', 'whereby:jane-doe'],
      ['whereby.com/jane-doe', 'https://whereby.com/jane-doe', 'whereby:jane-doe'],
    ],
  },
];
