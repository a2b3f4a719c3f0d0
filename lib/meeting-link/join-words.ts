import type { ReadLink } from './read-links';

/** How far before a link its words are looked for. */
const REACH = 120;

/** "Join", as the platforms' own invitations and the people around us write it. */
const JOIN =
  /\bjoin\b|click here|beitreten|teilnehmen|teilzunehmen|\bparticip(?:er|ez|ar|e)\b|partecip|rejoindre|\bentrar\b|unirse|deelneme|deel te nemen|\bdelta\b|\banslut|\bdeltag|osallistu|liity|dołącz|připoj|katıl|подключ|присоедин|приєдна|参加|加入|참가|참여|الانضمام|הצטרף|להצטרף|เข้าร่วม|tham gia/iu;

/**
 * Puts links first whose words ask to join: those on the link's own line before it, or where it stands alone, on the
 * line above. The order stays otherwise.
 */
export function joiningFirst(text: string, links: ReadLink[]): ReadLink[] {
  if (new Set(links.map((link) => link.key)).size < 2) return links;
  const asks = new Map(links.map((link) => [link, JOIN.test(wordsBefore(text, link.at))]));
  return [...links.filter((link) => asks.get(link)), ...links.filter((link) => !asks.get(link))];
}

function wordsBefore(text: string, at: number): string {
  const lines = text.slice(Math.max(0, at - REACH), at).split(/\r?\n/);
  const own = lines.pop() ?? '';
  if (/\p{L}/u.test(own)) return own;
  return lines.reverse().find((line) => /\p{L}/u.test(line)) ?? '';
}
