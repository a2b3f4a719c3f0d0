import { describe, expect, it } from 'vitest';
import * as judge from './judge';

const AT = new Date('2027-03-01T08:00:00Z');
const ADDRESS = 'https://usher.example.com/api/webhooks/google-calendar';
const arriving = {
  address: ADDRESS,
  canArrive: true,
  synced: 3,
  channels: 3,
  silent: 0,
  lastAt: AT,
  refusal: null,
};
const came = (...forwarded: string[]) => ({ forwarded, host: 'usher.example.com' });

describe('a check of the setup', () => {
  it.each([
    ['notifications that arrive', judge.judgeNotifications(arriving), 'ok'],
    [
      'an address that Google cannot reach',
      judge.judgeNotifications({ ...arriving, canArrive: false }),
      'warning',
    ],
    ['no calendar yet', judge.judgeNotifications({ ...arriving, synced: 0, channels: 0 }), 'not_checked'],
    [
      'an address that Google refuses',
      judge.judgeNotifications({ ...arriving, channels: 0, refusal: 'No.' }),
      'failed',
    ],
    ['no channel', judge.judgeNotifications({ ...arriving, channels: 0 }), 'warning'],
    [
      'channels of which none was heard',
      judge.judgeNotifications({ ...arriving, silent: 3, lastAt: null }),
      'failed',
    ],
    ['a channel that was never heard', judge.judgeNotifications({ ...arriving, silent: 1 }), 'warning'],
    ['a client that Google accepts', judge.judgeClient('accepted'), 'ok'],
    ['a client that Google refuses', judge.judgeClient('refused'), 'failed'],
    ['a Google that is silent', judge.judgeClient('silent'), 'not_checked'],
    ['a redirect address that is not registered', judge.judgeRedirect(ADDRESS, 'refused', AT), 'failed'],
    ['a redirect address that is', judge.judgeRedirect(ADDRESS, 'accepted', AT), 'ok'],
    ['an open door on a public address', judge.judgeAccess({ emails: 0, domains: [] }, false), 'warning'],
    ['an open door on this computer', judge.judgeAccess({ emails: 0, domains: [] }, true), 'ok'],
    ['an allow-list', judge.judgeAccess({ emails: 1, domains: ['example.com'] }, false), 'ok'],
    ['another host than APP_URL', judge.judgeAddress('https://other.example', false, came()), 'warning'],
    ['the host of APP_URL', judge.judgeAddress('https://usher.example.com', false, came()), 'ok'],
    ['no proxy, and none trusted', judge.judgeProxies(0, false, came()), 'ok'],
    ['a proxy that is not trusted', judge.judgeProxies(0, false, came('192.0.2.1')), 'warning'],
    ['a proxy that is', judge.judgeProxies(1, false, came('192.0.2.1')), 'ok'],
    ['a trusted proxy that was gone around', judge.judgeProxies(1, false, came()), 'failed'],
    [
      'more proxies than are trusted',
      judge.judgeProxies(1, false, came('192.0.2.1', '192.0.2.2')),
      'warning',
    ],
    ['a key that reads all', judge.judgeKey(3, 0), 'ok'],
    ['a key that does not', judge.judgeKey(3, 1), 'failed'],
    ['nothing to read', judge.judgeKey(0, 0), 'not_checked'],
    ['a database that works', judge.judgeDatabase('postgresql', []), 'ok'],
    ['a database that is read-only', judge.judgeDatabase('embedded', ['It takes no writes.']), 'failed'],
    ['jobs here', judge.judgeJobs({ late: null, server: null }), 'ok'],
    ['jobs that are late', judge.judgeJobs({ late: 'The jobs have not run yet.', server: null }), 'warning'],
    [
      'an Inngest server that calls',
      judge.judgeJobs({ late: null, server: { lastCallAt: AT, isAway: false } }),
      'ok',
    ],
    [
      'an Inngest server that is away',
      judge.judgeJobs({ late: null, server: { lastCallAt: null, isAway: true } }),
      'failed',
    ],
    ['clocks that agree', judge.judgeClock({ database: 40, google: -600 }), 'ok'],
    ['a computer whose clock is wrong', judge.judgeClock({ database: 60_000, google: 0 }), 'warning'],
    ['a database whose clock is wrong', judge.judgeClock({ database: 0, google: -60_000 }), 'failed'],
    ['a time that Google did not tell', judge.judgeClock({ database: 0, google: null }), 'not_checked'],
    [
      'providers that accept',
      judge.judgeProviders([{ title: 'MeetStream', state: 'accepted', words: '' }], []),
      'ok',
    ],
    [
      'a provider that refuses',
      judge.judgeProviders([{ title: 'MeetStream', state: 'refused', words: 'No.' }], []),
      'failed',
    ],
    [
      'a provider that is silent',
      judge.judgeProviders([{ title: 'MeetStream', state: 'silent', words: 'It is down.' }], []),
      'warning',
    ],
    ['a provider without its key', judge.judgeProviders([], ['MEETSTREAM_API_KEY']), 'failed'],
  ] as const)(
    'says of %s what it is, and what to do where something is to be done',
    (_name, verdict, state) => {
      expect(verdict.state).toBe(state);
      expect(verdict.seen).toMatch(/^[A-ZG0-9].*\.$/);
      if (state === 'ok') expect(verdict.action).toBeNull();
      if (state === 'failed' || state === 'warning') expect(verdict.action).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('says when the last notification came, and the last sign-in', () => {
    expect(judge.judgeNotifications(arriving).last).toEqual({
      what: 'Last notification',
      at: '2027-03-01T08:00:00.000Z',
    });
    expect(judge.judgeRedirect(ADDRESS, 'silent', null).last).toBeNull();
  });
});
