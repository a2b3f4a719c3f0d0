/**
 * Words that people write before a meeting link, in the languages of the platforms' invitations. They only order links
 * where an event names several, and place and structure count more. Each entry is a piece of a regular expression.
 */

/** Returns a pattern for entries that begin a word, and for entries of scripts that put no space between words. */
function pattern(words: string[], glued: string[] = []): RegExp {
  const begun = `(?<![\\p{L}\\p{N}])(?:${words.join('|')})`;
  return new RegExp([begun, ...glued].join('|'), 'iu');
}

/** “Join”. */
export const JOIN = pattern(
  [
    'join(?![\\p{L}])|click here',
    'beitreten|teilnehmen|teilzunehmen|beizutreten',
    'particip(?:er|ez|ar|e)(?!\\p{L})|rejoindre|rejoignez|(?:re)?ingres(?:ar|e)|unir(?:se|me)|únete|acced(?:er|e|a)(?!\\p{L})|entrar(?!\\p{L})|conectar(?:se|me)?(?!\\p{L})',
    'partecip|unisciti|deelneme|neem .{0,20}deel|deel te nemen|delta(?!\\p{L})|anslut|deltag|tilmeld|bli med|osallistu|liity',
    'dołącz|připoj|pripoj|csatlakoz|alătur|alatur|participă|katıl|bergabung|gabung|sertai|tham gia|pridruži|prisijun|pievieno|liitu|συμμετοχ|συμμετάσχ|подключ|присоедин|приєдна|долучи|присъедин|придруж',
  ],
  ['参加', '加入', '참가', '참여', 'الانضمام', 'انضم', 'הצטרף', 'להצטרף', 'เข้าร่วม', 'जुड़', 'शामिल'],
);

/** What one joins that is not this meeting. */
export const OTHER_THING = pattern([
  'wait(?:ing)? ?list|waitlist|newsletter|mailing|community|slack|discord|whatsapp|telegram|channel|group|club|survey|programme?|beta|raffle|after-?party|office hours|team(?= of|$)',
  'warteliste|verteiler|gruppe|liste d’attente|liste d\'attente|groupe|lista de espera|grupo|lista d\'attesa|gruppo|wachtlijst|groep|väntelista|grupp|venteliste|gruppe',
]);

/** A meeting at another time, or what is left of one. */
export const OTHER_TIME = pattern(
  [
    '(?:last|next|previous|past|following|upcoming|other|another|yesterday|tomorrow)(?:[\'’]s)? (?:\\p{L}+ )?(?:week|month|year|time|quarter|sprint|meeting|session|one|call|monday|tuesday|wednesday|thursday|friday|event|edition|webinar)|(?:last|next) time|yesterday|record(?:ing|ed)|replay|again (?:on|next|in|at)|not this meeting|every other',
    'aufzeichnung|aufnahme|mitschnitt|(?:letzte|vorige|nächste|kommende|vergangene)[nrms]? (?:woche|monat|mal|jahr|termin|sitzung|besprechung|mo|di|mi|do|fr)|gestern|letztes mal|nächstes mal',
    'enregistrement|(?:semaine|mois|fois|réunion|séance) (?:dernière|dernier|prochaine?|passée?)|(?:prochaine?|dernière?) (?:fois|réunion|séance|semaine)|hier(?= *:)',
    'grabación|(?:próxim|pasad|últim|anterior)[oa]s? (?:semana|mes|vez|reunión|sesión)|(?:semana|mes|vez|reunión|sesión) (?:pasad|que viene|próxim|anterior)|ayer',
    'gravação|(?:próxim|passad|últim)[oa]s? (?:semana|mês|vez|reunião)|(?:semana|mês|vez|reunião) (?:passad|que vem|anterior)|ontem',
    'registrazione|(?:prossim|scors|ultim)[oa] (?:settimana|mese|volta|riunione)|(?:settimana|mese|volta|riunione) (?:scors|prossim)|ieri',
    'opname|(?:volgende|vorige|afgelopen) (?:week|keer|maand|vergadering)|gisteren',
    'inspelning|(?:nästa|förra) (?:veckan?|gång|månad|möte)|optagelse|opptak|(?:næste|neste|sidste|forrige) (?:uge|uke|gang|møde|møte)|tallenne|(?:ensi|viime) (?:viiko|ker)',
    'nagrani|(?:następn|przyszł|zeszł|poprzedni|ostatni)\\p{L}* (?:tydzie|tygodni|raz|spotkan|miesi)|záznam|(?:příští|minul)\\p{L}* (?:týd|schůz|měs)|felvétel|(?:jövő|múlt) (?:hét|heti)',
    'kayıt|kaydı|(?:gelecek|geçen|önceki|sonraki) (?:hafta|toplantı|ay|sefer)|запис|(?:прошл|следующ|будущ|минул|наступн)\\p{L}* (?:недел|раз|встреч|тиж|зустріч|месяц)|înregistrare|săptămâna (?:trecută|viitoare)|rekaman|minggu (?:lalu|depan)|bản ghi|tuần (?:trước|sau)|ηχογράφηση',
  ],
  ['録画', '録音', '先週', '来週', '前回', '次回', '录制', '录像', '錄影', '上周', '下周', '上週', '下週', '上次', '下次', '녹화', '녹음', '지난', '다음 주', '다음주', 'تسجيل', 'الأسبوع', 'הקלטה', 'שבוע (?:שעבר|הבא)', 'บันทึก', 'สัปดาห์', 'रिकॉर्ड'],
);

/** A link to use when the right one fails. */
export const SPARE = pattern(
  [
    'back-? ?up|fall-? ?back|falls? back|plan b|alternat|spare|reserv|emergency|secondary|last resort|just in case|contingency|rescue',
    'ersatz|ausweich|notfall|notlösung|zweitlink|(?:de )?secours|repli|respaldo|emergencia|suplente|riserva|emergenza|noodgeval|nödfall|varalla|vara-|varayhteys|zapasow|rezerw|awaryjn|záložn|záloha|náhradn|tartalék|rezerv|yedek|acil|alternatif|резерв|запасн|аварийн|εφεδρ|εναλλακτ|cadangan|darurat|dự phòng|thay thế',
  ],
  ['予備', '代替', 'バックアップ', '代わり', '备用', '備用', '备选', '備選', '替代', '后备', '예비', '대체', '백업', '비상', 'بديل', 'احتياط', 'גיבוי', 'חלופ', 'สำรอง', 'बैकअप', 'वैकल्पिक'],
);

/** A negation or a condition: the link behind it is for those who cannot join by the right one. */
export const CONDITION = pattern(
  [
    '(?:can|could|won|does|do|is|are|did|would)(?:n[\'’]?t|not)(?! (?:forget|be late|miss|share|hesitate))|(?:can|could|will|does|do|is|are|did) not(?! (?:forget|be late|miss|share|hesitate))|unable|not able|(?:zoom|meet|teams|webex|it|this|that|link|video|audio) (?:fails|crashes|breaks|drops|is down|goes down)|fail(?:s|ed|ure)|trouble|problem|difficult|issues?(?= |\\?|:|$)|in case|in the event|otherwise|only if|if (?:that|this|it|zoom|meet|teams|webex|google meet|nothing|all else|necessary|needed|not)(?!\\p{L})|without(?= \\p{L})|no access|not working|stuck|locked out',
    'falls|sollte(?:n|st)?(?!\\p{L})|nicht(?! (?:vergessen|verpassen|teilen))|kein(?:e[nrms]?)?(?!\\p{L})|ohne|andernfalls|sonst(?!\\p{L})|ansonsten|im fall|probleme?|störung|schwierigkeit|wenn (?:es|das|zoom|teams|meet|sie nicht|du nicht|ihr nicht)',
    'si (?:vous|tu|ça|cela|zoom|teams|meet|le lien|besoin|jamais|problème|impossible)|en cas|sinon|impossible|ne (?:pouvez|peux|marche|fonctionne|parvenez|parviens|peut|peuvent)|n[\'’](?:arrive|est|y)|problème|souci|panne|sans(?= \\p{L})|à défaut|difficulté',
    'si (?:no|hay|tiene|zoom|teams|meet|falla|algo|el enlace)|no (?:puede|pued|funciona|logra|consigue|te|le)|en caso|de lo contrario|problema|dificultad|sin(?= (?:zoom|acceso|cuenta|conexi|app|teams|meet|audio|v[ií]deo))|fall[ao](?!\\p{L})',
    'se (?:não|nao|o zoom|houver|tiver|zoom|teams|der)|não (?:consegu|pod|pud|funcion|est)|nao (?:consegu|pod|funcion)|caso(?= \\p{L})|em caso|do contrário|caso contrário|dificuldade|sem(?= (?:zoom|acesso|conta|teams|meet|conexão|áudio|vídeo))',
    'se (?:non|hai|avete|zoom|teams|meet|il link)|non (?:riesc|funzion|puo|può|puoi|pote)|in caso|altrimenti|difficoltà|senza(?= \\p{L})',
    'niet(?! (?:vergeten|missen|delen))|geen(?!\\p{L})|zonder|anders(?!\\p{L})|in geval|mocht(?:en)?(?!\\p{L})|lukt|als (?:het|zoom|teams|meet|je|u|dit)(?!\\p{L})|problemen',
    'inte(?!\\p{L})(?! (?:glömma|missa))|ikke(?!\\p{L})(?! (?:glem))|ikkje(?!\\p{L})|annars|ellers|utan(?!\\p{L})|uden(?!\\p{L})|uten(?!\\p{L})|ifall|i fall|vid problem|ved problem|hvis|om (?:du|det|ni|zoom|teams|meet|länken) |krångl',
    'jos(?!\\p{L})|ei (?:toimi|onnistu|pääse|aukea)|et (?:pysty|pääse|voi)|muuten|ongelm|ilman(?!\\p{L})',
    'nie (?:mo[żg]|dzia|uda|da)|jeśli|jeżeli|gdyby|w razie|w przypadku|bez(?= \\p{L})|inaczej|problem',
    'nelze|nemůž|nemôž|nefung|nejde|nejd|pokud|ak (?:sa|nem|zoom|by)|v případě|v prípade|jinak|inak|když',
    'nem (?:tud|műk|siker|m[ué]k)|ha (?:a|az|nem|ez|zoom|teams|gond|valami)|esetén|nélkül|gond',
    'nu (?:po[tț]|pute|func|merg|reu|se|v)|dac[ăa]|în caz|in caz|altfel|fără',
    'aksi|durumunda|değil|sorun|olmazsa|çalışm|katılam|giremez|eğer|\\p{L}+(?:amıyor|emiyor|amaz|emez|mazsa|mezse|amazsan|emezsen)\\p{L}*',
    'не(?= \\p{L})|если|в случае|проблем|иначе|без(?= \\p{L})|якщо|у разі|в разі|інакше|ако|нельзя|невозможно',
    'δεν|αν(?= )|εάν|πρόβλημα|σε περίπτωση|διαφορετικά|χωρίς|tidak|jika|kalau|apabila|kendala|masalah|tanpa|gagal|không|nếu|trường hợp|sự cố|ne mo[žz]e|ako(?= )|jei(?= )|negal|ja (?:nevar|ne)|kui(?= )|ei saa',
  ],
  ['できない', 'できなかった', '出来ない', 'できません', '入れない', '入室できず', 'つながらない', '繋がらない', '場合', '不具合', 'トラブル', '障害', 'うまくいかない', '万が一', 'もし', '无法', '無法', '不能', '如果', '若', '如遇', '否则', '否則', '问题', '問題', '故障', '以防', '失败', '失敗', '进不', '打不开', '不了', '万一', '萬一', '안 되', '안되', '못', '어려', '경우', '문제', '만약', '장애', '없', '(?:^|\\s)لا(?=\\s)', 'لم ', 'تعذر', 'إذا', 'في حال', 'مشكل', 'بدون', '(?:^|\\s)לא(?=\\s)', '(?:^|\\s)אם(?=\\s)', 'בעיה', 'במקרה', 'ללא', 'ไม่', 'หาก', 'ถ้า', 'กรณี', 'ปัญหา', 'नहीं', 'अगर', 'यदि', 'समस्या'],
);

/** A link that counts no more. */
export const OLD = pattern(
  [
    'old(?:er)?(?!\\p{L})|previous(?:ly)?(?!\\p{L})|formerly|former(?!\\p{L})|outdated|obsolete|expired|(?:do not|don[\'’]?t) use|no longer|cancell?ed|deprecated|superseded|replaced|invalid|wrong|earlier (?:link|invit|meeting|zoom)|ignore|was(?= *:)',
    'alte[nrms]?(?!\\p{L})|bisher|ehemalig|frühere|veraltet|ungültig|nicht mehr|nicht (?:verwenden|benutzen|nutzen)|abgesagt|storniert|ersetzt|entfällt|falsch',
    'ancien(?:ne)?s?(?!\\p{L})|précédent|périmé|annulé|obsolète|(?:ne )?plus (?:valable|valide|utiliser)|ne pas utiliser|expiré|antigu[oa]|anterior|viej[oa]|cancelad|caducad|ya no|no (?:usar|use|utiliz)|antig[oa]|velh[oa]|não (?:usar|use|utiliz)|expirad',
    'vecchi[oa]|precedente|annullat|scadut|non (?:usare|utilizzare)|non più|oude?(?!\\p{L})|vorige(?! week)|verlopen|geannuleerd|vervallen|vervangen',
    'gam(?:la|mal|mel|le)(?!\\p{L})|tidigare|tidligere|inställ[td]|aflyst|avlyst|använd inte|ikke bruk|utgått|vanha|aiempi|edellinen|peruttu|perutt',
    'star[yaeáýéí](?!\\p{L})|poprzedni|nieaktualn|odwołan|nie używa|předchozí|původní|pôvodn|zrušen|neplatn|nepouž|régi|előző|korábbi|érvénytelen|törölt|lemond|vech[ie]|vechea|anulat|expirat',
    'eski(?!\\p{L})|önceki|iptal|geçersiz|kullanmayın|стар(?:ая|ый|ое|ые|а|ий|е|і)(?!\\p{L})|прежн|предыдущ|отмен|недейств|не использ|устар|скасован|попередн|παλι|προηγούμεν|ακυρ|lama(?!\\p{L})|sebelumnya|dibatalkan|kedaluwarsa|cũ(?!\\p{L})|hủy',
  ],
  ['旧', '舊', '古い', '以前', '前の', 'キャンセル', '中止', '無効', '使わない', '使用しない', '之前', '原来', '原來', '已取消', '作废', '作廢', '失效', '过期', '過期', '不要使用', '勿用', '이전', '기존', '구 링크', '취소', '만료', '사용하지', 'القديم', 'سابق', 'ملغ', 'ישן', 'הישן', 'קודם', 'בוטל', 'เก่า', 'เดิม', 'ยกเลิก', 'पुराना', 'पुरानी', 'रद्द'],
);

/** A link that has taken the place of another. */
export const NEW = pattern(
  [
    'new(?!\\p{L})(?! (?:york|zealand|to|hires?|joiners?|clients?|customers?))|updated?(?!\\p{L})|changed|moved(?!\\p{L})|switched|instead|from now on|corrected|correct(?!\\p{L})|current(?!\\p{L})|now(?= *:)',
    'neue[nrms]?(?!\\p{L})|geändert|aktualisiert|aktuell|stattdessen|ab sofort|künftig|korrigiert|richtig',
    'nouve(?:au|lle|l)(?!\\p{L})|désormais|mis à jour|à la place|dorénavant|nuev[oa](?!\\p{L})|actualizad|ahora|en su lugar|nov[oa](?!\\p{L})|atualizad|agora|nuov[oa](?!\\p{L})|aggiornat|invece|d[\'’]ora in poi',
    'nieuwe?(?!\\p{L})|bijgewerkt|voortaan|gewijzigd|nytt|nya|nye|ny (?:länk|lenke|link|adress)|uppdatera|ändra|i stället|istället|opdater|oppdater|i stedet|uusi(?!\\p{L})|päivitetty',
    'now[aey](?!\\p{L})|zaktualizowan|zmienion|nov[ýáéí](?!\\p{L})|aktuáln|új(?!\\p{L})|frissített|nou[ăa]?(?!\\p{L})|actualizat|yeni(?!\\p{L})|güncel|нов(?:ая|ый|ое|ые|а|ий|е|і)(?!\\p{L})|обновл|измен[её]н|вместо|оновлен|νέο|νέος|baru(?!\\p{L})|terbaru|mới(?!\\p{L})',
  ],
  ['新しい', '新リンク', '新URL', '新規', '変更', '更新', '新', '改为', '改為', '更改', '새', '변경', 'الجديد', 'جديد', 'חדש', 'החדש', 'ใหม่', 'नया', 'नई'],
);

/** A line that says that an older mail or invitation follows: “Original Appointment”, “Forwarded message”. */
export const FORWARDED = pattern(
  [
    'original|origin[ea]|forwarded|reply|begin forwarded|ursprüngl|weitergeleitet|transféré|transmis|reenviad|encaminhad|inoltrat|oorspronkelijk|doorgestuurd|ursprunglig|vidarebefordra|oprindelig|opprinnelig|videresendt|alkuperäi|välitetty|oryginaln|przekazan|původní|přeposlan|pôvodn|preposlan|eredeti|továbbított|inițial|redirecționat|orijinal|özgün|iletilen|исходн|пересыла|пересланн|оригинал|початков|переслан|αρχικ|προωθημ|asli|diteruskan|gốc|chuyển tiếp',
  ],
  ['元の', '転送', '原始', '转发', '轉寄', '轉發', '原邮件', '原郵件', '원본', '전달', 'الأصلية', 'المعاد', 'המקורי', 'שהועבר', 'ต้นฉบับ', 'ส่งต่อ'],
);

/** The names of the first line of a mail's header. */
export const FROM =
  /^(?:from|von|de|da|van|från|fra|lähettäjä|od|odesílatel|odosielateľ|feladó|от|від|kimden|gönderen|expeditor|de la|από|dari|từ|šalje|差出人|送信元|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|发自|מאת|من|จาก|प्रेषक)$/iu;

/** The names of the other lines. */
export const HEADER =
  /^(?:sent|to|cc|date|subject|when|where|gesendet|an|datum|betreff|wann|wo|kopie|envoyé|à|objet|quand|où|enviado(?: el)?|para|asunto|fecha|cuándo|enviado em|enviada em|data|assunto|quando|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|dato|lähetetty|vastaanottaja|aihe|päivä|wysłano|do|temat|odesláno|komu|předmět|predmet|elküldve|címzett|tárgy|отправлено|дата|кому|тема|копия|надіслано|gönderildi|gönderilme tarihi|kime|konu|tarih|trimis|către|subiect|εστάλη|προς|θέμα|terkirim|kepada|perihal|đã gửi|đến|chủ đề|送信日時|日時|日付|宛先|件名|发送时间|時間|时间|日期|收件人|主题|主旨|보낸 날짜|날짜|받는 사람|제목|נשלח|אל|נושא|תאריך|إرسال|إلى|الموضوع|التاريخ|ส่ง|ถึง|เรื่อง|วันที่)$/iu;

/** “… wrote:” */
export const WROTE = pattern(
  [
    'wrote|schrieb|a écrit|escribi|escreveu|ha scritto|schreef|skrev|kirjoitti|napisa|napsal|írta|a scris|yazd|напис|пиш|έγραψε|menulis|đã viết|pisał',
  ],
  ['書きました', 'のメッセージ', '写道', '寫道', '작성', 'كتب', 'כתב', 'เขียน', 'ने लिखा'],
);

/** Words of a line that speaks of a link or an invitation. */
export const ABOUT_LINKS =
  /link|länk|lenke|lien|enlace|collegamento|odkaz|ссыл|посилан|bağlantı|url|zoom|meet|teams|webex|hangout|room|raum|salle|sala|rum|pokój|invit|einlad|uitnod|inbjud|kutsu|zaprosz|pozván|meghív|приглаш|davet|undang|mời|address|adress|instead|stattdessen|dial|einwahl|リンク|招待|链接|連結|会议|會議|邀请|邀請|링크|초대|رابط|دعوة|קישור|הזמנה|ลิงก์|लिंक/i;
