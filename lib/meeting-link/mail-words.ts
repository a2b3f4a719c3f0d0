import { wordPattern } from './word-pattern';

/** A line that says that an older mail or invitation follows: “Original Appointment”, “Forwarded message”. */
export const FORWARDED = wordPattern(
  [
    'original|origin[ea]|forwarded|reply|begin forwarded|ursprüngl|weitergeleitet|transféré|transmis|reenviad|encaminhad|inoltrat|oorspronkelijk|doorgestuurd|ursprunglig|vidarebefordra|oprindelig|opprinnelig|videresendt|alkuperäi|välitetty|oryginaln|przekazan|původní|přeposlan|pôvodn|preposlan|eredeti|továbbított|inițial|redirecționat|orijinal|özgün|iletilen|исходн|пересыла|пересланн|оригинал|початков|переслан|αρχικ|προωθημ|asli|diteruskan|gốc|chuyển tiếp',
  ],
  [
    '元の',
    '転送',
    '原始',
    '转发',
    '轉寄',
    '轉發',
    '原邮件',
    '原郵件',
    '원본',
    '전달',
    'الأصلية',
    'المعاد',
    'המקורי',
    'שהועבר',
    'ต้นฉบับ',
    'ส่งต่อ',
  ],
);

/** The names of the first line of a mail's header. */
export const FROM =
  /^(?:from|von|de|da|van|från|fra|lähettäjä|od|odesílatel|odosielateľ|feladó|от|від|kimden|gönderen|expeditor|de la|από|dari|từ|šalje|差出人|送信元|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|发自|מאת|من|จาก|प्रेषक)$/u;

/** The names of the other lines. */
export const HEADER =
  /^(?:sent|to|cc|date|subject|when|where|gesendet|an|datum|betreff|wann|wo|kopie|envoyé|à|objet|quand|où|enviado(?: el)?|para|asunto|fecha|cuándo|enviado em|enviada em|data|assunto|quando|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|dato|lähetetty|vastaanottaja|aihe|päivä|wysłano|do|temat|odesláno|komu|předmět|predmet|elküldve|címzett|tárgy|отправлено|дата|кому|тема|копия|надіслано|gönderildi|gönderilme tarihi|kime|konu|tarih|trimis|către|subiect|εστάλη|προς|θέμα|terkirim|kepada|perihal|đã gửi|đến|chủ đề|送信日時|日時|日付|宛先|件名|发送时间|時間|时间|日期|收件人|主题|主旨|보낸 날짜|날짜|받는 사람|제목|נשלח|אל|נושא|תאריך|إرسال|إلى|الموضوع|التاريخ|ส่ง|ถึง|เรื่อง|วันที่)$/u;

/** “… wrote:” */
export const WROTE = wordPattern(
  [
    'wrote|schrieb|a écrit|escribi|escreveu|ha scritto|schreef|skrev|kirjoitti|napisa|napsal|írta|a scris|yazd|напис|пиш|έγραψε|menulis|đã viết|pisał',
  ],
  ['書きました', 'のメッセージ', '写道', '寫道', '작성', 'كتب', 'כתב', 'เขียน', 'ने लिखा'],
);
