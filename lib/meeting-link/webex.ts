import { firstGroup, type Platform } from './platform';

const SERVICE_HOST =
  /^(?:www|help|support|signin|blog|learning?|developer|status|community|apphub|settings|admin|teams|pricing|essentials)\./i;
const PERSONAL = /^(?:\/[\w.-]+)?\/(?:meet|join)\/([\w.@-]+)\/?$/i;
const BY_SITE =
  /^\/(?:wbxmjs\/joinservice|webappng)\/sites\/[\w.-]+\/meeting\/(?:download|info)\/(\w{8,})\/?$/i;

const SHORT = /^\/m\/([\da-f-]{32,36})\/?$/i;

export const webex: Platform = {
  name: 'Webex',
  prefix: 'webex',
  hosts: ['.webex.com'],
  recognize({ hostname, pathname, searchParams }) {
    if (hostname === 'webex.com' || SERVICE_HOST.test(hostname)) return null;
    const params = new Map([...searchParams].map(([name, value]) => [name.toLowerCase(), value]));
    const bySite = firstGroup(BY_SITE, pathname);
    const meeting = params.get('mtid');
    // MTID is the same on all pages of a meeting; the number in the path differs by site.
    if ((bySite || /\/[je]\.php$/i.test(pathname)) && meeting && /^\w{8,}$/.test(meeting))
      return { linkId: meeting.toLowerCase() };
    const unique = bySite ?? firstGroup(SHORT, pathname) ?? collaboration(pathname, params.get('uuid'));
    if (unique) return { linkId: unique.toLowerCase() };
    const person = firstGroup(PERSONAL, pathname)?.toLowerCase();
    return person ? { linkId: `${hostname}/${person}` } : null;
  },
};

function collaboration(pathname: string, uuid: string | undefined): string | undefined {
  return /^\/collabs\/meetings\/join\/?$/i.test(pathname) && uuid && /^[\w-]{8,}$/.test(uuid)
    ? uuid
    : undefined;
}
