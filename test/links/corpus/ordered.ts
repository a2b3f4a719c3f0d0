import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';

/** Events that name more than one meeting, and the link key of the right one. */
export type OrderedCase = [what: string, event: Partial<GoogleEvent>, key: string];

const A = 'https://us02web.zoom.us/j/81234567890';
const B = 'https://meet.google.com/qrs-tuvw-xyz';
const OLD_A = 'https://us02web.zoom.us/j/87654321098';
const [KEY_A, KEY_B] = ['zoom:81234567890', 'meet:qrs-tuvw-xyz'];
const TEAMS = 'https://teams.microsoft.com/meet/29876543210987?p=Zy9Xw8';
const KEY_T = 'teams:29876543210987';
const WEBEX = 'https://umbrella.webex.com/umbrella/j.php?MTID=mfedcba9876543210fedcba9876543210';
const KEY_W = 'webex:mfedcba9876543210fedcba9876543210';

const text = (description: string): Partial<GoogleEvent> => ({ description });
const zoomInvitation = (join: string, id = 'Meeting ID') =>
  `${join}\n${A}?pwd=Nm9w\n\n${id}: 812 3456 7890\nPasscode: 445566`;
const teamsInvitation = (join: string, id = 'Meeting ID') =>
  `${'_'.repeat(40)}\nMicrosoft Teams\n${join}<${TEAMS}>\n${id}: 298 765 432 109 87\n${'_'.repeat(40)}`;
const meetOfGoogle = {
  hangoutLink: B,
  conferenceData: {
    conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    entryPoints: [{ entryPointType: 'video', uri: B }],
  },
};

/** What people write before a link for those who cannot join by the right one. */
const FALLBACKS = [
  'If Zoom fails',
  'Trouble joining?',
  'Backup link:',
  'Plan B:',
  'Cannot get in?',
  'In case of problems',
  'Only if needed:',
  'Falls Zoom nicht geht:',
  'Ersatzlink:',
  'Wenn es nicht klappt,',
  'Notfalls hier:',
  'Ohne Zoom-Zugang:',
  'Si Zoom ne marche pas :',
  'En cas de problème :',
  'Lien de secours :',
  'Sinon :',
  'Impossible de vous connecter ?',
  'Si no funciona:',
  'En caso de problemas:',
  'Enlace de respaldo:',
  'Si no puede entrar:',
  'Se não conseguir entrar:',
  'Link reserva:',
  'Caso tenha dificuldade:',
  'Em caso de problemas:',
  'Se non funziona:',
  'Link di riserva:',
  'In caso di problemi:',
  'Altrimenti:',
  'Werkt het niet?',
  'Lukt het niet?',
  'Reservelink:',
  'Bij problemen:',
  'Zonder Zoom:',
  'Om det inte fungerar:',
  'Reservlänk:',
  'Annars:',
  'Hvis Zoom ikke virker:',
  'Ellers:',
  'Jos Zoom ei toimi:',
  'Varalinkki, vara-:',
  'Jeśli nie możesz dołączyć:',
  'W razie problemów:',
  'Link zapasowy:',
  'Pokud se nelze připojit:',
  'Záložní odkaz:',
  'V případě potíží:',
  'Ha nem működik:',
  'Tartalék link:',
  'Dacă nu merge:',
  'În caz de probleme:',
  'Katılamıyorsanız:',
  'Yedek bağlantı:',
  'Sorun olursa:',
  'Если не получается подключиться:',
  'Резервная ссылка:',
  'В случае проблем:',
  'Якщо не працює:',
  'Запасне посилання:',
  '参加できない場合',
  '予備リンク：',
  'つながらないときは',
  'うまくいかない場合は',
  '无法加入？',
  '备用链接：',
  '如果打不开：',
  '無法加入時：',
  '참가가 안 되면',
  '예비 링크:',
  '문제가 있으면',
  'إذا لم تتمكن من الانضمام:',
  'رابط بديل:',
  'אם לא מצליחים להיכנס:',
  'קישור גיבוי:',
  'หากเข้าไม่ได้:',
  'ลิงก์สำรอง:',
  'Nếu không vào được:',
  'Liên kết dự phòng:',
  'Jika tidak bisa masuk:',
  'Tautan cadangan:',
  'Αν δεν λειτουργεί:',
  'अगर नहीं खुलता:',
];

/** What people write before a link that counts no more, and before the one in its place. */
const REPLACED: [old: string, now: string][] = [
  ['Old:', 'New:'],
  ['Previous link:', 'Updated link:'],
  ['Do not use:', 'Use this instead:'],
  ['No longer valid:', 'Current link:'],
  ['CANCELED', 'Moved to'],
  ['Alt (ungültig):', 'Neu:'],
  ['Bisheriger Link:', 'Aktueller Link:'],
  ['Ancien lien :', 'Nouveau lien :'],
  ['Annulé :', 'Désormais :'],
  ['Enlace anterior:', 'Nuevo enlace:'],
  ['Antiguo:', 'Nuevo:'],
  ['Link antigo:', 'Link novo:'],
  ['Cancelado:', 'Agora:'],
  ['Vecchio link:', 'Nuovo link:'],
  ['Oude link:', 'Nieuwe link:'],
  ['Gammal länk:', 'Ny länk:'],
  ['Gammelt link:', 'Nyt link:'],
  ['Vanha linkki:', 'Uusi linkki:'],
  ['Stary link:', 'Nowy link:'],
  ['Starý odkaz:', 'Nový odkaz:'],
  ['Régi link:', 'Új link:'],
  ['Link vechi:', 'Link nou:'],
  ['Eski bağlantı:', 'Yeni bağlantı:'],
  ['Старая ссылка:', 'Новая ссылка:'],
  ['Старе посилання:', 'Нове посилання:'],
  ['旧リンク：', '新リンク：'],
  ['以前のURL', '新しいURL'],
  ['旧链接：', '新链接：'],
  ['已取消：', '改为：'],
  ['기존 링크:', '새 링크:'],
  ['الرابط القديم:', 'الرابط الجديد:'],
  ['קישור ישן:', 'קישור חדש:'],
  ['ลิงก์เก่า:', 'ลิงก์ใหม่:'],
  ['Link cũ:', 'Link mới:'],
  ['Tautan lama:', 'Tautan baru:'],
];

/** How mails and calendars begin what they quote. */
const HEADERS = [
  '-----Original Appointment-----\nFrom: Jo Roe <jo@example.org>\nSent: Tuesday, 2 March 2027\nTo: Team',
  '---------- Forwarded message ---------\nFrom: Jo Roe <jo@example.org>\nDate: Tue, 2 Mar 2027',
  'From: Jo Roe\nSent: Tuesday\nTo: Team\nSubject: RE: Weekly',
  'Von: Jo Roe <jo@example.org>\nGesendet: Dienstag, 2. März 2027\nAn: Team\nBetreff: AW: Weekly',
  '-----Ursprünglicher Termin-----\nVon: Jo Roe',
  'De : Jo Roe <jo@example.org>\nEnvoyé : mardi 2 mars 2027\nÀ : Équipe\nObjet : RE: Hebdo',
  'De: Jo Roe <jo@example.org>\nEnviado el: martes, 2 de marzo de 2027\nPara: Equipo\nAsunto: RE: Semanal',
  'Da: Jo Roe <jo@example.org>\nInviato: martedì 2 marzo 2027\nA: Team\nOggetto: R: Settimanale',
  'Van: Jo Roe <jo@example.org>\nVerzonden: dinsdag 2 maart 2027\nAan: Team\nOnderwerp: RE: Week',
  'Från: Jo Roe <jo@example.org>\nSkickat: den 2 mars 2027\nTill: Team\nÄmne: SV: Vecka',
  'Od: Jo Roe <jo@example.org>\nWysłano: wtorek, 2 marca 2027\nDo: Zespół\nTemat: ODP: Tydzień',
  'От: Jo Roe <jo@example.org>\nОтправлено: 2 марта 2027\nКому: Команда\nТема: RE: Неделя',
  'Kimden: Jo Roe <jo@example.org>\nGönderildi: 2 Mart 2027\nKime: Ekip\nKonu: YNT: Hafta',
  '差出人: Jo Roe <jo@example.org>\n送信日時: 2027年3月2日\n宛先: チーム\n件名: RE: 定例',
  '发件人: Jo Roe <jo@example.org>\n发送时间: 2027年3月2日\n收件人: 团队\n主题: 回复: 周会',
  '보낸 사람: Jo Roe <jo@example.org>\n보낸 날짜: 2027년 3월 2일\n받는 사람: 팀\n제목: RE: 주간',
  'On Tue, 2 Mar 2027 at 09:00, Jo Roe <jo@example.org> wrote:',
  'Am Di., 2. März 2027 um 09:00 Uhr schrieb Jo Roe <jo@example.org>:',
  'Le mar. 2 mars 2027 à 09:00, Jo Roe <jo@example.org> a écrit :',
  'El mar, 2 mar 2027 a las 9:00, Jo Roe (<jo@example.org>) escribió:',
  '2027年3月2日(火) 9:00 Jo Roe <jo@example.org>:',
];

/** The words of the platforms' own invitations. */
const JOINS = [
  'Join the meeting now',
  'Jetzt an der Besprechung teilnehmen',
  'Rejoindre la réunion maintenant',
  'Unirse a la reunión ahora',
  'Ingressar na reunião agora',
  'Entrar na reunião agora',
  'Partecipa alla riunione ora',
  'Neem nu deel aan de vergadering',
  'Anslut till mötet nu',
  'Deltag i mødet nu',
  'Bli med i møtet nå',
  'Liity kokoukseen nyt',
  'Dołącz do spotkania teraz',
  'Připojit se ke schůzce nyní',
  'Csatlakozzon az értekezlethez',
  'Alăturați-vă acum la întâlnire',
  'Toplantıya şimdi katılın',
  'Присоединиться к собранию сейчас',
  'Приєднатися до наради зараз',
  '今すぐ会議に参加する',
  '立即加入会议',
  '立即加入會議',
  '지금 모임에 참가',
  'الانضمام إلى الاجتماع الآن',
  'הצטרף לפגישה עכשיו',
  'เข้าร่วมการประชุมทันที',
  'Tham gia cuộc họp ngay',
  'Gabung rapat sekarang',
  'Συμμετάσχετε στη σύσκεψη τώρα',
  'अभी मीटिंग में शामिल हों',
];

export const ORDERED: OrderedCase[] = [
  ...FALLBACKS.flatMap((words): OrderedCase[] => [
    [`the right link before a fallback: ${words}`, text(`Zoom: ${A}\n${words} ${B}`), KEY_A],
    [`a fallback before the right link: ${words}`, text(`${words} ${B}\n\nZoom: ${A}`), KEY_A],
    [
      `a fallback in HTML: ${words}`,
      text(`<p>${words}</p><p><a href="${B}">Meet</a></p><p>Zoom: <a href="${A}">${A}</a></p>`),
      KEY_A,
    ],
  ]),
  ...REPLACED.flatMap(([old, now]): OrderedCase[] => [
    [`an old link above a new one: ${old}`, text(`${old} ${OLD_A}\n${now} ${A}`), KEY_A],
    [`an old link behind a new one: ${old}`, text(`${now} ${A}\n${old} ${OLD_A}?pwd=x`), KEY_A],
    [`both in one line: ${old}`, text(`${old} ${OLD_A} ${now} ${A}`), KEY_A],
  ]),
  ...HEADERS.map(
    (header): OrderedCase => [
      `a quoted invitation: ${header.slice(0, 30)}`,
      text(`We meet here: ${B}\n\n${header}\n\n${zoomInvitation('Join Zoom Meeting')}`),
      KEY_B,
    ],
  ),
  ...HEADERS.map(
    (header): OrderedCase => [
      `a quoted invitation in HTML: ${header.slice(0, 30)}`,
      text(
        `<div>New room <a href="${B}">here</a></div><hr><div>${header.replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</div><div><a href="${OLD_A}">Join Zoom Meeting</a></div>`,
      ),
      KEY_B,
    ],
  ),
  ...JOINS.flatMap((join): OrderedCase[] => [
    [
      `an invitation of Teams behind a note: ${join}`,
      text(`Notes of the retro room: ${A}\n\n${teamsInvitation(join)}`),
      KEY_T,
    ],
    [
      `an invitation instead of Google's Meet: ${join}`,
      { ...meetOfGoogle, description: teamsInvitation(join) },
      KEY_T,
    ],
  ]),
  ['struck out', text(`<del>${OLD_A}</del> ${A}`), KEY_A],
  [
    'struck out by style',
    text(
      `<span style="color:red; text-decoration: line-through">Zoom <a href="${OLD_A}">link</a></span><br><a href="${A}">Zoom</a>`,
    ),
    KEY_A,
  ],
  ['struck out in Markdown', text(`~~${OLD_A}~~\n${A}`), KEY_A],
  [
    'a block quote',
    text(`<blockquote><a href="${OLD_A}">Join Zoom Meeting</a></blockquote><a href="${A}">Zoom</a>`),
    KEY_A,
  ],
  ['quoted lines', text(`> Join Zoom Meeting\n> ${OLD_A}\n\n${A}`), KEY_A],
  ['said to be old behind it', text(`${OLD_A} (old)\n${A}`), KEY_A],
  ['said to be a backup behind it', text(`${B} (backup)\n${A}`), KEY_A],
  [
    'a heading over an old invitation',
    text(
      `Please use ${A}\n\nPrevious invitation:\n\n${zoomInvitation('Join Zoom Meeting').replaceAll('81234567890', '87654321098')}`,
    ),
    KEY_A,
  ],
  ['a condition that names its own link', text(`If you cannot join by Zoom (${A}), use ${B}`), KEY_A],
  ['a recording', text(`Recording of the kick-off: ${OLD_A}\nThis call: ${A}`), KEY_A],
  ['next week’s room', text(`${A}\nNext week we join in ${B}`), KEY_A],
  ['something else to join', text(`${A}\nJoin our community call: ${B}`), KEY_A],
  [
    'Google’s footer',
    text(`${A}\n\n-::~:~::~:~::-\nJoin with Google Meet: ${B}\nLearn more\n-::~:~::~:~::-`),
    KEY_A,
  ],
  [
    'an invitation of Webex behind a note',
    text(`Retro board room: ${A}\n\nJoin meeting\n${WEBEX}\nMeeting number (access code): 2551 234 5678`),
    KEY_W,
  ],
  ['another platform in the location', { ...meetOfGoogle, location: `${A}?pwd=Nm9w` }, KEY_A],
  ['another platform in the location, with a room', { ...meetOfGoogle, location: `Room 7; ${WEBEX}` }, KEY_W],
  ['a fallback in the location', { ...meetOfGoogle, location: `Backup: ${A}` }, KEY_B],
  [
    'a whole invitation instead of Google’s Meet',
    { ...meetOfGoogle, description: zoomInvitation('Zoom-Meeting beitreten', 'Meeting-ID') },
    KEY_A,
  ],
  [
    'a quoted invitation beside Google’s Meet',
    {
      ...meetOfGoogle,
      description: `From: Jo Roe <jo@example.org>\nSent: Monday\nTo: Team\n\n${zoomInvitation('Join Zoom Meeting')}`,
    },
    KEY_B,
  ],
  ['a bare link beside Google’s Meet', { ...meetOfGoogle, description: `Zoom: ${A}` }, KEY_B],
  [
    'another Meet in the location',
    { ...meetOfGoogle, location: 'https://meet.google.com/aaa-bbbb-ccc' },
    KEY_B,
  ],
  ['Google’s Meet without conference data', { hangoutLink: B, location: TEAMS }, KEY_T],
  [
    'an add-on and another platform in the location',
    {
      conferenceData: {
        conferenceSolution: { key: { type: 'addOn' } },
        entryPoints: [{ entryPointType: 'video', uri: A }],
      },
      location: TEAMS,
      description: teamsInvitation('Join the meeting now'),
    },
    KEY_A,
  ],
  [
    'the notes of an add-on',
    { conferenceData: { entryPoints: [], notes: `<a href="${A}">Join</a>` } },
    KEY_A,
  ],
  ['the notes of an add-on, beside a description', { conferenceData: { notes: B }, description: A }, KEY_A],
  [
    'an entry point of the kind more',
    { conferenceData: { entryPoints: [{ entryPointType: 'more', uri: A }] } },
    KEY_A,
  ],
  [
    'a recording in the description, beside a title',
    { description: `Recording: ${OLD_A}`, summary: A },
    KEY_A,
  ],
  [
    'a Meet whose conference does not say its kind',
    { conferenceData: { entryPoints: [{ entryPointType: 'video', uri: B }] }, location: TEAMS },
    KEY_T,
  ],
  ['the source', { source: { url: A, title: 'Booking' } }, KEY_A],
  ['the source, beside a title', { source: { url: A }, summary: B }, KEY_B],
  [
    'two invitations, the title names the second',
    {
      summary: 'Teams call with Jo',
      description: `${zoomInvitation('Join Zoom Meeting')}\n\n${teamsInvitation('Join the meeting now')}`,
    },
    KEY_T,
  ],
  [
    'two invitations, the location names the second',
    {
      location: 'Zoom',
      description: `${teamsInvitation('Join the meeting now')}\n\n${zoomInvitation('Join Zoom Meeting')}`,
    },
    KEY_A,
  ],
  [
    'two invitations, none is named',
    { description: `${teamsInvitation('Join the meeting now')}\n\n${zoomInvitation('Join Zoom Meeting')}` },
    KEY_T,
  ],
];
