/** A link wrapped more often than this was not wrapped by mail filters. */
const MAX_DEPTH = 8;

/**
 * Takes a link out of the redirects that calendars and mail filters wrap around it: Google's `/url?q=`, Outlook Safe
 * Links, Proofpoint URL Defense v1, v2 and v3. Other redirects stay as they are: where they lead cannot be told from
 * their text, or anybody could forge them.
 */
export function unwrapUrl(url: URL): URL {
  let current = url;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const inner = innerOf(current);
    if (!inner || !URL.canParse(inner)) return current;
    current = new URL(inner);
  }
  return current;
}

function innerOf(url: URL): string | null {
  const { hostname, pathname, searchParams } = url;
  if (/^(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}$/.test(hostname) && pathname === '/url') {
    return searchParams.get('q') ?? searchParams.get('url');
  }
  if (/(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn)$/.test(hostname)) {
    return searchParams.get('url');
  }
  if (!/^(?:www\.)?urldefense(?:\.proofpoint)?\.(?:com|us)$/.test(hostname)) return null;
  if (pathname.startsWith('/v3/')) return proofpointV3(url.href);
  const written = searchParams.get('u');
  if (!written) return null;
  return pathname.startsWith('/v2/')
    ? percentDecoded(written.replace(/-/g, '%').replace(/_/g, '/'))
    : written;
}

/**
 * Proofpoint v3: `/v3/__<url>__;<base64>!!…`. `*` in the URL stands for the next byte of the base64 part, `**` and a
 * letter for a run of 2 to 65 bytes.
 */
function proofpointV3(href: string): string | null {
  const start = href.indexOf('/v3/__') + 6;
  const end = href.lastIndexOf('__;');
  if (start < 6 || end < start) return null;
  const written = href.slice(start, end).replace(/^(https?):\/(?!\/)/, '$1://');
  const [bytes = ''] = href.slice(end + 3).split('!', 1);
  const replaced = fromBase64(bytes);
  let used = 0;
  return written.replace(/\*(?:\*([A-Za-z0-9_-]))?/g, (_, run: string | undefined) => {
    const length = run === undefined ? 1 : RUN_LENGTHS.indexOf(run) + 2;
    used += length;
    return replaced.slice(used - length, used);
  });
}

const RUN_LENGTHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function fromBase64(text: string): string {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return '';
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
