import { firstGroup, type Platform } from './platform';

const ZOOM_NUMBER = /^\/(?:j|w|s|wc\/join)\/([\d-]{9,14})\/?$/i;
const ZOOM_WEB_CLIENT = /^\/wc\/(\d{9,12})\/(?:join|start)\/?$/i;
const ZOOM_PERSONAL = /^\/(?:my|wc\/my)\/([\w.-]{2,})\/?$/i;

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
    const written = (ZOOM_NUMBER.exec(pathname) ?? ZOOM_WEB_CLIENT.exec(pathname))?.[1];
    const number = written?.replaceAll('-', '');
    if (number) return /^\d{9,12}$/.test(number) ? { linkId: `${cloud}${number}` } : null;
    const person = firstGroup(ZOOM_PERSONAL, pathname)?.toLowerCase();
    if (person) return { linkId: `${cloud}my/${person}` };
    const conference = url.searchParams.get('confno');
    if (!conference || !/^\d{9,12}$/.test(conference) || !/^\/(?:join|start)\/?$/.test(pathname)) return null;
    const joined = new URL(`https://${url.host}/j/${conference}`);
    for (const name of ['pwd', 'tk']) {
      const value = url.searchParams.get(name);
      if (value) joined.searchParams.set(name, value);
    }
    return { linkId: `${cloud}${conference}`, url: joined.href };
  },
};
