/**
 * Returns a meeting's address as Attendee's server makes it from what it is given, or null where it takes none
 * (bots/meeting_url_utils.py of attendee-labs/attendee): a search for what looks like a link, repeated on the text with its
 * percent signs resolved.
 */
export function normalMeetingUrl(given: string): string | null {
  let text = given.trim().replace(/>+$/, '');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const found = zoom(text) ?? meet(text) ?? teams(text);
    if (found && !hasTwoAddresses(found)) return found;
    text = unquote(text);
  }
  return null;
}

/** Returns whether a meeting is on Zoom, which needs credentials. */
export const isZoom = (meetingUrl: string) => /^https:\/\/([^/]+\.)?zoom\.us\//.test(meetingUrl);

function unquote(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  );
}

function hasTwoAddresses(url: string): boolean {
  return (url.match(/https?:\/\/[^\s<>"']/g)?.length ?? 0) > 1;
}

function hostOf(text: string): string | null {
  const host = /^(?:[a-z][a-z+.-]*:)?\/{0,2}(?:[^/?#@]*@)?([^/?#:]+)/i.exec(text)?.[1];
  return host ? host.toLowerCase() : null;
}

const isUnder = (host: string | null, domain: string) =>
  host === domain || Boolean(host?.endsWith(`.${domain}`));

function zoom(text: string): string | null {
  const host = hostOf(text);
  if (!host || !(isUnder(host, 'zoom.us') || isUnder(host, 'zoom.com'))) return null;
  const url = URL.canParse(text)
    ? new URL(text)
    : URL.canParse(`https://${text}`)
      ? new URL(`https://${text}`)
      : null;
  if (!url) return null;
  const path = `/${/^[\w/-]*/.exec(url.pathname)?.[0] ?? ''}`.replace(/\/+/g, '/');
  if (!/\d/.test(path)) return null;
  const query: string[] = [];
  const passcode = /^[a-z0-9]+(?:\.\d+)?/i.exec(url.searchParams.get('pwd') ?? '')?.[0];
  if (passcode) query.push(`pwd=${passcode}`);
  const token = url.searchParams.get('tk')?.trim();
  if (token) query.push(`tk=${token}`);
  const asks = query.length > 0 ? `?${query.join('&')}` : '';
  return `https://${host.replace(/zoom\.com$/, 'zoom.us')}${path}${asks}`;
}

function meet(text: string): string | null {
  if (hostOf(text) !== 'meet.google.com') return null;
  const code = /meet\.google\.com\/([a-z0-9-]+)/i.exec(text)?.[1];
  return code ? `https://meet.google.com/${code}` : null;
}

function teams(text: string): string | null {
  const host = hostOf(text);
  if (host !== 'teams.microsoft.com' && host !== 'teams.live.com') return null;
  const ids = /\/l\/meetup-join\/([^/]+)\/([^?]+)\?context=.*?"Tid":"([^"]+)".*?"Oid":"([^"]+)"/.exec(text);
  if (ids) {
    const [, thread, message, tenant, organizer] = ids;
    return `https://teams.microsoft.com/l/meetup-join/${thread}/${message}?context={"Tid":"${tenant}","Oid":"${organizer}"}`;
  }
  const coords = /light-meetings\/launch\?.*coords=([^&]+)/.exec(text)?.[1];
  if (coords) return lightMeeting(coords);
  const [, domain, number, passcode] =
    /teams\.((?:live|microsoft)\.com)\S*?\/meet\/([^?]+)\?p=([^&\s]+)/.exec(text) ?? [];
  return number ? `https://teams.${domain}/meet/${number}?p=${passcode}` : null;
}

function lightMeeting(coords: string): string | null {
  try {
    const at = JSON.parse(Buffer.from(unquote(coords), 'base64').toString());
    if (!at.conversationId || !at.tenantId || !at.organizerId) return null;
    return `https://teams.microsoft.com/l/meetup-join/${at.conversationId}/${at.messageId ?? '0'}?context={"Tid":"${at.tenantId}","Oid":"${at.organizerId}"}`;
  } catch {
    return null;
  }
}
