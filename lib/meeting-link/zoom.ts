import { firstGroup, type Platform } from './platform';

const ZOOM_NUMBER = /^\/(?:j|w|s|wc(?:\/join)?|launch\/jc)\/([\d-]{9,14})\/?$/i;
const ZOOM_WEB_CLIENT = /^\/wc\/(\d{9,12})\/(?:join|start)\/?$/i;
const ZOOM_PERSONAL = /^\/(?:my|wc\/my)\/([\w.-]{2,})\/?$/i;
/** The link by which the host starts a meeting. */
const ZOOM_HOST = /^\/s\//i;

export const zoom: Platform = {
  name: 'Zoom',
  prefix: 'zoom',
  hosts: [
    '.zoom.us',
    '.zoom.com',
    '.zoom-x.de',
    '.zoom.com.cn',
    '.zoomgov.com',
    '.zm.page',
    'reclaim.ai',
    'app.reclaim.ai',
  ],
  recognize(url) {
    const { hostname, pathname } = url;
    if (hostname.endsWith('reclaim.ai')) {
      return /^\/z\/[\w.-]+(?:\/[\w.-]+)?\/?$/i.test(pathname)
        ? { linkId: `reclaim${pathname.replace(/\/$/, '').toLowerCase()}` }
        : null;
    }
    if (hostname.endsWith('.zm.page')) return pathname === '/' ? { linkId: hostname } : null;
    // The government cloud has meeting numbers of its own.
    const cloud = /(?:^|\.)zoomgov\.com$/.test(hostname) ? 'gov/' : '';
    const isHostLink = ZOOM_HOST.test(pathname) || /[?&]zak=/i.test(url.search);
    const written = (ZOOM_NUMBER.exec(pathname) ?? ZOOM_WEB_CLIENT.exec(pathname))?.[1];
    const number = written?.replaceAll('-', '');
    if (number) {
      if (!/^\d{9,12}$/.test(number)) return null;
      return { linkId: `${cloud}${number}`, ...(isHostLink && { url: joinAddress(url, `/j/${number}`) }) };
    }
    const person = firstGroup(ZOOM_PERSONAL, pathname);
    if (person)
      return {
        linkId: `${cloud}my/${person.toLowerCase()}`,
        ...(isHostLink && { url: joinAddress(url, `/my/${person}`) }),
      };
    const conference = url.searchParams.get('confno');
    if (!conference || !/^\d{9,12}$/.test(conference) || !/^\/(?:join|start)\/?$/.test(pathname)) return null;
    return { linkId: `${cloud}${conference}`, url: joinAddress(url, `/j/${conference}`) };
  },
};

/**
 * Returns the address by which a guest joins. A host's link carries the host's identity (`zak`, valid for two hours): only the
 * passcode and a guest's own token are taken over.
 */
function joinAddress(url: URL, path: string): string {
  const joined = new URL(`https://${url.host}${path}`);
  for (const name of ['pwd', 'tk']) {
    const value = url.searchParams.get(name);
    if (value) joined.searchParams.set(name, value);
  }
  return joined.href;
}
