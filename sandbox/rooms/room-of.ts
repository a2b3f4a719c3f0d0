const ZOOM = /(^|\.)(zoom|zoomgov)\.(us|com)$/;
const GOTO = /(^|\.)(gotomeeting|goto|gotomeet)\.(com|me)$/;

/**
 * Returns the name of the room that a meeting link leads to: links of many forms (another subdomain, with or without a
 * passcode) lead to one room. A text that is no link is its own room.
 */
export function roomOf(link: string): string {
  let url: URL;
  try {
    url = new URL(link.trim());
  } catch {
    return link.trim().toLowerCase();
  }
  const host = url.hostname.toLowerCase().replace(/^www\./, '');
  const path = decoded(url.pathname).toLowerCase().replace(/\/+$/, '');
  const number = /\/(?:j|w|wc|s|join)\/(?:join\/)?(\d{9,12})/.exec(path)?.[1];
  if (ZOOM.test(host) && number) return `zoom ${number}`;
  if (GOTO.test(host)) return `goto ${/(\d{9})$/.exec(path.replace(/\D/g, ''))?.[1] ?? path}`;
  const thread = /\/l\/meetup-join\/([^/]+)/.exec(path)?.[1];
  if (thread) return `teams ${thread}`;
  const meeting = url.searchParams.get('MTID') ?? url.searchParams.get('mtid');
  return `${host}${path}${meeting ? ` ${meeting.toLowerCase()}` : ''}`;
}

/** Returns the rooms that a text's links lead to, also links within HTML and within the addresses of rewriters. */
export function roomsIn(text: string): string[] {
  const readable = decoded(text.replaceAll('&amp;', '&'));
  const links = readable
    .split(/(?=https?:\/\/)/i)
    .map((piece) => /^https?:\/\/[^\s"'<>)\]}&?]+(\?[^\s"'<>)\]}]*)?/i.exec(piece)?.[0])
    .filter((link) => link !== undefined);
  return [...new Set(links.map(roomOf))];
}

/** Returns a text without its percent escapes, however often it has been escaped; wrong ones stay. */
function decoded(text: string): string {
  let plain = text;
  for (let times = 0; times < 3 && plain.includes('%'); times += 1) {
    plain = plain.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
      try {
        return decodeURIComponent(escaped);
      } catch {
        return escaped;
      }
    });
  }
  return plain;
}
