import { firstGroup, type Platform } from './platform';

const SERVICE_HOST =
  /^(?:www|help|support|signin|blog|learning?|developer|status|community|apphub|settings|admin|teams|pricing|essentials)\./i;
const PERSONAL = /^(?:\/[\w.-]+)?\/(?:meet|join)\/([\w.@-]+)\/?$/i;
const BY_SITE =
  /^\/(?:wbxmjs\/joinservice|webappng)\/sites\/[\w.-]+\/(?:meeting|webinar)\/(?:download|info)\/(\w{8,})\/?$/i;
/** The scripts of meetings, events and trainings have a name of one letter; some stand in a folder below the site. */
const SCRIPT = /\/(?:[jegmtp]|(?:onstage|k2)\/[a-z])\.php$/i;

const SHORT = /^\/m\/([\da-f-]{32,36})\/?$/i;

export const webex: Platform = {
  name: 'Webex',
  prefix: 'webex',
  hosts: ['.webex.com', '.webex.com.cn'],
  recognize({ hostname, pathname, searchParams }) {
    if (/^webex\.com(?:\.cn)?$/.test(hostname) || SERVICE_HOST.test(hostname)) return null;
    const params = new Map([...searchParams].map(([name, value]) => [name.toLowerCase(), value]));
    const bySite = firstGroup(BY_SITE, pathname);
    const meeting = params.get('mtid');
    // MTID is the same on all pages of a meeting; the number in the path differs by site.
    const isScript = SCRIPT.test(pathname);
    if ((bySite || isScript) && meeting && /^\w{8,}$/.test(meeting)) return { linkId: meeting.toLowerCase() };
    // The URL API joins by a meeting number, which is the site's own.
    const number = params.get('mk')?.replace(/[ +-]/g, '');
    if (isScript && params.get('at')?.toUpperCase() === 'JM' && number && /^\d{9,12}$/.test(number))
      return { linkId: `${hostname}/mk/${number}` };
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
