import type { LinkCases } from './case';

const ZOOM = 'https://us02web.zoom.us/j/85012345678?pwd=NkRNZm1vTk9xSWpGNjhSSk9sVnZPdz09';
const Z = 'zoom:85012345678';
const MEET = 'https://meet.google.com/abc-defg-hij';
const M = 'meet:abc-defg-hij';
const RULE = '──────────';

export const MAILS_ZOOM_MEET: LinkCases[] = [
  {
    platform: 'Zoom',
    source:
      'https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0064751 (the invitation Zoom writes)',
    cases: [
      [
        `Jane Doe is inviting you to a scheduled Zoom meeting.

Topic: Weekly
Time: Mar 1, 2027 10:00 AM Stockholm

Join Zoom Meeting
${ZOOM}

Meeting ID: 850 1234 5678
Passcode: 123456

---

One tap mobile
+46850539728,,85012345678#,,,,*123456# Sweden
+46844682488,,85012345678#,,,,*123456# Sweden

---

Dial by your location
• +46 8 5053 9728 Sweden
• +1 669 900 6833 US (San Jose)

Find your local number: https://us02web.zoom.us/u/kbUcBPC7zo`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe is inviting you to a scheduled Zoom meeting.
Every week on Mon, until Dec 27, 2027, 43 occurrence(s)
Please download and import the following iCalendar (.ics) files to your calendar system.
Weekly: https://us02web.zoom.us/meeting/tZUqd-uqqz0tE9c/ics?icsToken=98tyKuCrrD8rGt2dsBqDRow
Join Zoom Meeting
${ZOOM}
Join by SIP
• 85012345678@zoomcrc.com
Join by H.323 162.255.37.11 (US West) Meeting ID: 850 1234 5678 Passcode: 123456
Join instructions
https://us02web.zoom.us/meetings/85012345678/invitations?signature=4Rx2`,
        ZOOM,
        Z,
      ],
      [
        `${RULE}<br /><br />Jane Doe is inviting you to a scheduled Zoom meeting.<br /><br /><b>Join Zoom Meeting</b><br /><a href="${ZOOM}" target="_blank">${ZOOM}</a><br /><br /><b>Meeting ID:</b> 850 1234 5678<br /><b>Passcode:</b> 123456<br /><br /><b>Dial by your location</b><br />+46 8 5053 9728 Sweden<br />Find your local number: <a href="https://us02web.zoom.us/u/kbUcBPC7zo">https://us02web.zoom.us/u/kbUcBPC7zo</a><br /><br />${RULE}`,
        ZOOM,
        Z,
      ],
      [
        `Join our Cloud HD Video Meeting\n<https://acme.zoom.us/j/85012345678?pwd=QWxs&from=addon>\n\nJoin by Skype for Business\nhttps://acme.zoom.us/skype/85012345678\n\nPhone one-tap: US: +16699006833,,85012345678#`,
        'https://acme.zoom.us/j/85012345678?pwd=QWxs&from=addon',
        Z,
      ],
      [
        `Hi there,\nYou are invited to a Zoom webinar.\nWhen: Mar 1, 2027 10:00 AM\nPlease click the link below to join the webinar:\nhttps://us06web.zoom.us/w/85290429520?tk=xyz.abc&pwd=QWxs\nPasscode: 1\nOr Telephone: +46 8 5053 9728\nInternational numbers available: https://us06web.zoom.us/u/kdX`,
        'https://us06web.zoom.us/w/85290429520?tk=xyz.abc&pwd=QWxs',
        'zoom:85290429520',
      ],
      [
        `Hello Jane,\nThank you for registering for "Onboarding".\nPlease submit any questions to: a@example.com\nYou can cancel your registration at any time: https://us02web.zoom.us/meeting/register/tZUkdeC/success?act=cancel&user_id=3k\nClick Here to Join: https://us02web.zoom.us/w/85012345678?tk=DQM.abc&pwd=QWxs\nNote: This link should not be shared with others; it is unique to you.\nAdd to Calendar: https://us02web.zoom.us/meeting/tZUkdeC/ics?user_id=3k`,
        'https://us02web.zoom.us/w/85012345678?tk=DQM.abc&pwd=QWxs',
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'The same invitation in other languages; the words around the link must not matter',
    cases: [
      [
        `Jane Doe lädt Sie zu einem geplanten Zoom-Meeting ein.\n\nThema: Jour fixe\nUhrzeit: 1. März 2027\n\nZoom-Meeting beitreten\n${ZOOM}\n\nMeeting-ID: 850 1234 5678\nKenncode: 123456\nSchnelleinwahl mobil\n+496938079883,,85012345678#\nOrtseinwahl suchen: https://us02web.zoom.us/u/kb`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe vous invite à une réunion Zoom planifiée.\nSujet : Point hebdo\nParticiper à la réunion Zoom\n${ZOOM}\nID de réunion : 850 1234 5678\nCode secret : 123456\nTrouvez votre numéro local : https://us02web.zoom.us/u/kb`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe le está invitando a una reunión de Zoom programada.\nTema: Semanal\nEntrar Zoom Reunión\n${ZOOM}\nID de reunión: 850 1234 5678\nCódigo de acceso: 123456\nEncuentre su número local: https://us02web.zoom.us/u/kb`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe está convidando você para uma reunião Zoom agendada.\nEntrar na reunião Zoom\n${ZOOM}\nID da reunião: 850 1234 5678\nSenha: 123456`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doeさんがあなたを予約されたZoomミーティングに招待しています。\nトピック: 定例\n参加 Zoom ミーティング\n${ZOOM}\nミーティング ID: 850 1234 5678\nパスコード: 123456`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe邀请您参加预先安排的Zoom会议。\n主题：周会\n加入Zoom会议\n${ZOOM}\n会议号：850 1234 5678\n密码：123456`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe 님이 예약된 Zoom 회의에 귀하를 초대합니다.\nZoom 회의 참가\n${ZOOM}\n회의 ID: 850 1234 5678\n암호: 123456`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe приглашает вас на запланированную конференцию: Zoom.\nПодключиться к конференции Zoom\n${ZOOM}\nИдентификатор конференции: 850 1234 5678\nКод доступа: 123456`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe bjuder in dig till ett schemalagt Zoom-möte.\nDelta i Zoom-möte\n${ZOOM}\nMötes-ID: 850 1234 5678\nLösenord: 123456`,
        ZOOM,
        Z,
      ],
      [
        `Jane Doe sizi planlanmış bir Zoom toplantısına davet ediyor.\nZoom Toplantısına Katıl\n${ZOOM}\nToplantı Kimliği: 850 1234 5678`,
        ZOOM,
        Z,
      ],
      [
        `تدعوك Jane Doe إلى اجتماع Zoom مجدول.\nالانضمام إلى اجتماع Zoom\n${ZOOM}\nمعرف الاجتماع: 850 1234 5678`,
        ZOOM,
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'Mails people write: several addresses, one of them the meeting’s own',
    cases: [
      [
        `Agenda: https://docs.example.com/d/1\nDeck: https://slides.example.com/2\nZoom: https://zoom.us/j/85012345678 (pw 1234)\nMinutes: https://wiki.example.com/3`,
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        `Last week's recording: https://us02web.zoom.us/rec/share/AbC.dEf?startTime=1700000000000\nToday: ${ZOOM}\nFeedback: https://us02web.zoom.us/survey/1`,
        ZOOM,
        Z,
      ],
      [
        `Test your setup at https://zoom.us/test before the call.\nCall: ${ZOOM}\nDownload: https://zoom.us/download`,
        ZOOM,
        Z,
      ],
      [
        `In case Zoom fails we fall back to https://meet.google.com/xyz-wxyz-xyz.\nJoin Zoom Meeting: ${ZOOM}`,
        ZOOM,
        Z,
      ],
      [
        `Office hours (not this meeting) are at https://zoom.us/j/91111111111.\n\nJoin this meeting:\n${ZOOM}`,
        ZOOM,
        Z,
      ],
      [`Previously: https://zoom.us/j/91111111111\nPlease join here from now on: ${ZOOM}`, ZOOM, Z],
      [
        `Link: https://zoom.us/j/85012345678\nLink with passcode: ${ZOOM}\nBrowser: https://app.zoom.us/wc/85012345678/join`,
        ZOOM,
        Z,
      ],
      [
        `-----Original Message-----\nFrom: Jane Doe <jane@example.com>\nSent: Monday\nTo: All\nSubject: FW: FW: Weekly\n\n> > Join Zoom Meeting\n> > ${ZOOM}\n> >\n> > Meeting ID: 850 1234 5678`,
        ZOOM,
        Z,
      ],
      [
        `Anfang der weitergeleiteten Nachricht:\n\nVon: Jane <jane@example.com>\nBetreff: Einladung\n\nHallo,\nhier der Link<${ZOOM}>.\nGruß`,
        ZOOM,
        Z,
      ],
      [
        `<div dir="ltr"><p class="MsoNormal"><span style="color:#0E71EB"><a href="${ZOOM}"><span style="color:#0E71EB">Join Zoom Meeting</span></a></span><o:p></o:p></p><p class="MsoNormal"><a href="tel:+46850539728">+46 8</a> <a href="https://us02web.zoom.us/u/kb">numbers</a></p></div>`,
        ZOOM,
        Z,
      ],
      [
        `Hi team - dial +1 669 900 6833, id 85012345678, or click ${ZOOM}. Slack: https://acme.slack.com/archives/C01 Cheers`,
        ZOOM,
        Z,
      ],
      [
        `Booked with Calendly\nLocation: This is a Zoom web conference.\nYou can join this meeting from your computer, tablet, or smartphone.\n${ZOOM}\nNeed to make changes to this event?\nCancel: https://calendly.com/cancellations/GB\nReschedule: https://calendly.com/reschedulings/GB`,
        ZOOM,
        Z,
      ],
    ],
  },
  {
    platform: 'GMeet',
    source: 'https://github.com/kewisch/gdata-provider/issues/73 (the block Google adds to descriptions)',
    cases: [
      [
        `Weekly\n\n-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-\nPlease do not edit this section of the description.\n\nThis event has a video call.\nJoin: ${MEET}\n+1 234-567-8901 PIN: 123456789#\nView more phone numbers: https://tel.meet/abc-defg-hij?pin=123456789&hs=7\n-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-`,
        MEET,
        M,
      ],
      [
        `Join with Google Meet: ${MEET}\nOr dial: (SE) +46 8 505 455 24 PIN: 123456789#\nMore phone numbers: https://tel.meet/abc-defg-hij?pin=1\n\nLearn more about Meet at: https://support.google.com/a/users/answer/9282720`,
        MEET,
        M,
      ],
      [
        `Google Meet-Videokonferenz\nTeilnehmen: meet.google.com/abc-defg-hij\nPer Telefon teilnehmen: +49 40 8081617343 PIN: 123`,
        MEET,
        M,
      ],
      [
        `<div><b>Informações de participação do Google Meet</b></div><div>Link da videochamada: <a href="https://www.google.com/url?q=https://meet.google.com/abc-defg-hij&amp;sa=D&amp;ust=1&amp;usg=x">${MEET}</a></div><div>Ou disque: <a href="tel:+551143495599">+55</a></div>`,
        MEET,
        M,
      ],
      [
        `Weekly\nMonday, 1 March · 10:00 – 11:00\nTime zone: Europe/Stockholm\nGoogle Meet joining info\nVideo call link: ${MEET}\nLivestream: https://stream.meet.google.com/stream/1b2c3d4e`,
        MEET,
        M,
      ],
    ],
  },
];
