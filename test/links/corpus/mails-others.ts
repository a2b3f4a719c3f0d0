import type { LinkCases } from './case';

const TEAMS =
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4YzIxMDct%40thread.v2/0?context=%7b%22Tid%22%3a%22d1c2-4f%22%2c%22Oid%22%3a%22a0b1-77%22%7d';
const T = 'teams:19:meeting_NzA4YzIxMDct@thread.v2/0';
const SHORT = 'https://teams.microsoft.com/meet/2345678901234?p=AbCdEfGhIjKl';
const S = 'teams:2345678901234';
const LINE = '_'.repeat(80);
const WEBEX = 'https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef0123456789abcdef';
const W = 'webex:m0123456789abcdef0123456789abcdef';

export const MAILS_OTHERS: LinkCases[] = [
  {
    platform: 'Teams',
    source:
      'https://github.com/caleb531/open-conference-url/issues/17 (dial-in and bridge links beside the meeting)',
    cases: [
      [
        `${LINE}\nMicrosoft Teams meeting\nJoin on your computer, mobile app or room device\nClick here to join the meeting<${TEAMS}>\nMeeting ID: 333 333 333\nPasscode: dddd\nDownload Teams<https://www.microsoft.com/en-us/microsoft-teams/download-app> | Join on the web<https://www.microsoft.com/microsoft-teams/join-a-meeting>\nJoin with a video conferencing device\n12373132324@teams.bjn.vc\nVideo Conference ID: 13333333\nAlternate VTC instructions<https://dialin.bluejeans.com/teams?key=1283744&conf=1172332&domain=teams.bjn.vc>\nOr call in (audio only)\n+41 43 226 95 56,,17327071#<tel:+4143,,1737071#> Switzerland\nFind a local number<https://dialin.teams.microsoft.com/8781314-dca4?id=1734773321> | Reset PIN<https://dialin.teams.microsoft.com/usp/pstnconferencing>\nLearn More<https://aka.ms/JoinTeamsMeeting> | Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=96da&tenantId=b1b5&threadId=19_meeting_Mza@thread.v2&messageId=0&language=en-US>\n${LINE}`,
        TEAMS,
        T,
      ],
      [
        `${LINE}\nMicrosoft Teams meeting\nJoin on your computer, mobile app or room device\nJoin with a video conferencing device\nacme@m.webex.com\nVideo ID: 120 000 000 0\nOther VTC instructions<https://www.webex.com/msteams?confid=1200000000&tenantkey=acme&domain=m.webex.com>\nClick here to join the meeting<${TEAMS}>`,
        TEAMS,
        T,
      ],
      [
        `${LINE}\nMicrosoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>\nJoin the meeting now<${SHORT}>\nMeeting ID: 234 567 890 123 4\nPasscode: aB3dE5\n${'-'.repeat(32)}\nDial in by phone\n+46 8 502 413 45,,123456789#<tel:+46850241345,,123456789#> Sweden\nFind a local number<https://dialin.teams.microsoft.com/5b1c?id=123456789>\nPhone conference ID: 123 456 789#\nJoin on a video conferencing device\nTenant key: acme@m.webex.com\nVideo ID: 120 000 000 0\nMore info<https://pexip.me/teams/m.webex.com/1200000000>\nFor organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=a0b1> | Reset dial-in PIN<https://dialin.teams.microsoft.com/usp/pstnconferencing>\n${LINE}`,
        SHORT,
        S,
      ],
      [
        `<div style="margin-bottom:24px"><span style="font-size:24px">Microsoft Teams</span> <a id="meet_invite_block.action.help" href="https://aka.ms/JoinTeamsMeeting?omkt=de-DE">Benötigen Sie Hilfe?</a></div><div><a id="meet_invite_block.action.join_link" title="Meeting join link" href="${SHORT.replace('?', '?anon=1&amp;')}">Jetzt an der Besprechung teilnehmen</a></div><div>Besprechungs-ID: <span>234 567 890 123 4</span></div><div>Passcode: aB3dE5</div><hr><div>Für Organisatoren: <a href="https://teams.microsoft.com/meetingOptions/?organizerId=a0b1">Besprechungsoptionen</a></div>`,
        SHORT.replace('?', '?anon=1&'),
        S,
      ],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://learn.microsoft.com/en-us/graph/api/resources/joinwebinvitation — the block in other languages, and forwarded',
    cases: [
      [
        `コンピューターまたはモバイル アプリで参加できます会議に参加するにはここをクリックしてください<${TEAMS}>会議のオプション<https://teams.microsoft.com/meetingOptions/?organizerId=1>`,
        TEAMS,
        T,
      ],
      [
        `${LINE}\nRéunion Microsoft Teams\nRejoindre sur votre ordinateur ou application mobile\nCliquez ici pour participer à la réunion<${TEAMS}>\nEn savoir plus<https://aka.ms/JoinTeamsMeeting> | Options de réunion<https://teams.microsoft.com/meetingOptions/?organizerId=1>`,
        TEAMS,
        T,
      ],
      [
        `Riunione di Microsoft Teams\nFare clic qui per partecipare alla riunione<${TEAMS}>\nAltre informazioni<https://aka.ms/JoinTeamsMeeting>`,
        TEAMS,
        T,
      ],
      [
        `Microsoft Teams-vergadering\nNeem deel via uw computer of mobiele app\nKlik hier om deel te nemen aan de vergadering [${TEAMS}]\nMeer informatie [https://aka.ms/JoinTeamsMeeting]`,
        TEAMS,
        T,
      ],
      [
        `Spotkanie w aplikacji Microsoft Teams\nKliknij tutaj, aby dołączyć do spotkania ( ${TEAMS} )\nDowiedz się więcej ( https://aka.ms/JoinTeamsMeeting )`,
        TEAMS,
        T,
      ],
      [`שיחת Microsoft Teams\nלחץ כאן כדי להצטרף לפגישה<${TEAMS}>`, TEAMS, T],
      [`加入 Microsoft Teams 会议${TEAMS}　会议 ID：234`, TEAMS, T],
      [
        `From: Jane\nSent: Monday, 1 March 2027 10:00\nTo: All\nSubject: FW: Review\n\nFYI, I'm double booked, please cover.\n\n-- original appointment --\nWhere: Microsoft Teams Meeting\n\n\tJoin conversation<https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=${encodeURIComponent(TEAMS)}&data=05%7C02&reserved=0>\n\nCONFIDENTIALITY NOTICE https://example.com/legal`,
        TEAMS,
        T,
      ],
      [
        `You don't often get email from jane@example.com. Learn why this is important<https://aka.ms/LearnAboutSenderIdentification>\nCAUTION: External\nTeams: ${SHORT}\nBackup bridge: https://zoom.us/j/91111111111`,
        SHORT,
        S,
      ],
      [
        `Jane Doe invited you to a meeting\nhttps://teams.live.com/meet/9312345678901?p=AbC\nMeeting on Microsoft Teams - with support for up to 300 participants https://www.microsoft.com/en-us/microsoft-teams/teams-for-home`,
        'https://teams.live.com/meet/9312345678901?p=AbC',
        'teams:9312345678901',
      ],
    ],
  },
  {
    platform: 'Webex',
    source: 'https://help.webex.com/en-us/article/n62wi3c (the invitation Webex writes)',
    cases: [
      [
        `Jane Doe invites you to join this Webex meeting.\n\nMeeting number (access code): 2551 234 5678\nMeeting password: aBcD1234\n\nWhen it's time, join the meeting from your computer or mobile device.\n\nJoin meeting\n${WEBEX}\n\nTap to join from a mobile device (attendees only)\n+1-650-479-3208,,25512345678## tel:%2B1-650-479-3208,,*01*25512345678%23%23*01*\n\nJoin by phone\nGlobal call-in numbers\nhttps://acme.webex.com/acme/globalcallin.php?MTID=mffffffffffffffffffffffffffffffff\n\nJoin from a video system or application\nDial 25512345678@acme.webex.com\n\nNeed help? Go to https://help.webex.com`,
        WEBEX,
        W,
      ],
      [
        `<table><tr><td style="padding:0"><a href="${WEBEX}" style="color:#fff;background:#43A942">Join meeting</a></td></tr><tr><td>More ways to join:</td></tr><tr><td>Join from the meeting link</td></tr><tr><td><a href="${WEBEX}">${WEBEX}</a></td></tr><tr><td>Join by meeting number 2551 234 5678</td></tr></table>`,
        WEBEX,
        W,
      ],
      [
        `Jane Doe さんが Webex ミーティングに招待しています。\nミーティングに参加する\n${WEBEX}\nミーティング番号: 2551 234 5678\nヘルプ: https://help.webex.com/ja-jp`,
        WEBEX,
        W,
      ],
      [
        `-- Do not delete or change any of the following text. --\n\nJane Doe's Personal Room\nhttps://acme.webex.com/meet/jane.doe\n\nMeeting number: 120 000 000\nVideo address: jane.doe@acme.webex.com\nCan't join? https://collaborationhelp.cisco.com/article/WBX000029055`,
        'https://acme.webex.com/meet/jane.doe',
        'webex:acme.webex.com/jane.doe',
      ],
      [
        `Entre à reunião Webex\nhttps://acme.my.webex.com/acme.my-pt/j.php?MTID=m0123456789abcdef0123456789abcdef\nSenha: a1`,
        'https://acme.my.webex.com/acme.my-pt/j.php?MTID=m0123456789abcdef0123456789abcdef',
        W,
      ],
    ],
  },
  {
    platform: 'GoToMeeting',
    source: 'https://support.logmeininc.com/gotomeeting (the invitation GoTo writes)',
    cases: [
      [
        `Please join my meeting from your computer, tablet or smartphone.\nhttps://global.gotomeeting.com/join/123456789\n\nYou can also dial in using your phone.\nSweden: +46 775 75 74 71\nAccess Code: 123-456-789\n\nMore phone numbers: https://global.gotomeeting.com/123456789/numbersdisplay.html\n\nNew to GoToMeeting? Get the app now and be ready when your first meeting starts: https://global.gotomeeting.com/install/123456789`,
        'https://global.gotomeeting.com/join/123456789',
        'goto:123456789',
      ],
      [
        `Bitte nehmen Sie über Computer, Tablet oder Smartphone an meinem Meeting teil.\nhttps://meet.goto.com/123456789\nGoTo herunterladen: https://meet.goto.com/install\nSystem prüfen: https://support.goto.com/meeting/system-check`,
        'https://meet.goto.com/123456789',
        'goto:123456789',
      ],
      [
        `Join from a video-conferencing room or system.\nDial or type: 67.217.95.2 or inroomlink.goto.com\nMeeting ID: 123 456 789\nOr dial directly: 123456789@67.217.95.2 or 67.217.95.2##123456789\nPlease join https://meet.goto.com/acme/standup`,
        'https://meet.goto.com/acme/standup',
        'goto:room/acme/standup',
      ],
    ],
  },
  {
    platform: 'BlueJeans',
    source: 'https://manualzz.com/doc/31736172/getting-started-guide (the invitation BlueJeans writes)',
    cases: [
      [
        `Meeting URL\nhttps://bluejeans.com/123456789/4321?src=join_info\n\nMeeting ID\n123 456 789\n\nParticipant Passcode\n4321\n\nWant to dial in from a phone?\n+1.408.740.7256 (United States)\n(see all numbers - https://www.bluejeans.com/premium-numbers)\n\nConnecting from a room system?\nDial: bjn.vc or 199.48.152.152\n\nTest your connection: https://bluejeans.com/111`,
        'https://bluejeans.com/123456789/4321?src=join_info',
        'bluejeans:123456789',
      ],
    ],
  },
  {
    platform: 'Whereby',
    source: 'https://docs.whereby.com (meeting links, with help and booking pages beside them)',
    cases: [
      [
        `Video: https://acme.whereby.com/standup?lang=de\nTips: https://whereby.helpscoutdocs.com/article/1\nTerms: https://whereby.com/information/tos`,
        'https://acme.whereby.com/standup?lang=de',
        'whereby:acme/standup',
      ],
      [
        `Wir treffen uns in meinem Raum whereby.com/jane-doe – ohne Anmeldung. https://whereby.com/pricing`,
        'https://whereby.com/jane-doe',
        'whereby:jane-doe',
      ],
    ],
  },
];
