/** A meeting with a bot, as a feed tells of it. */
export type FeedMeeting = {
  /** Stays the same when the meeting moves. */
  uid: string;
  /** Grows with every change of the meeting's bots. */
  sequence: number;
  changedAt: Date;
  start: Date;
  end: Date;
  title: string;
  description: string;
  /** The link that the bot joins by. */
  link: string;
  /** The page of the bot. */
  page: string;
};

/** What calendar programs call it. */
const NAME = 'Meetings with a bot';
/** Calendar programs ask again after this long, if they heed it. */
const REFRESH = 'PT15M';
/** RFC 5545 section 3.1: a line has at most 75 octets, without its break. */
const LINE_OCTETS = 75;

/**
 * Returns a calendar in the form of RFC 5545. Times are UTC, so that no zone needs a definition. The meetings do not block time:
 * they are in another calendar already.
 */
export function writeCalendar(meetings: readonly FeedMeeting[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Usher//Meetings with a bot//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${NAME}`,
    `X-WR-CALNAME:${NAME}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...meetings.flatMap(linesOf),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function linesOf(meeting: FeedMeeting): string[] {
  const { uid, sequence, changedAt, start, end, title, description, link, page } = meeting;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}@usher`,
    `DTSTAMP:${stamp(changedAt)}`,
    `LAST-MODIFIED:${stamp(changedAt)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${stamp(start)}`,
    // It must be after the start; without it the event takes no time (section 3.6.1).
    ...(stamp(end) > stamp(start) ? [`DTEND:${stamp(end)}`] : []),
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description)}`,
    `LOCATION:${escaped(link)}`,
    `URL:${page}`,
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** A time as `20270301T080000Z`. */
function stamp(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Escapes a text (section 3.3.11). Control characters have no place in it. */
function escaped(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
      .replace(/[\\;,]/g, '\\$&')
      .replaceAll('\n', '\\n')
  );
}

/** Breaks a line that is too long, between characters; the rest begins with a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const length = utf8Length(character.codePointAt(0) ?? 0);
    if (octets + length > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += length;
  }
  return [...parts, part].join('\r\n');
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
