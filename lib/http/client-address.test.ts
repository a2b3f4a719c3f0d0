import { afterEach, describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { clientAddress } from './client-address';

afterEach(() => {
  env().TRUSTED_PROXIES = 0;
});

const addressOf = (headers: Record<string, string>) =>
  clientAddress(new Request('http://localhost/', { headers }));

describe('clientAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:0DB8:a:b:1:2:3:4', '2001:db8:a:b::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['nonsense', 'unknown'],
  ])('reads the peer %s as %s', (peer, address) => {
    expect(addressOf({ 'x-usher-peer': peer })).toBe(address);
  });

  it('trusts as many entries of X-Forwarded-For as there are proxies', () => {
    const headers = {
      'x-usher-peer': '10.0.0.1',
      'x-forwarded-for': '1.1.1.1, 2.2.2.2:99, [2001:db8::3]:99',
    };
    const by = (proxies: number) => {
      env().TRUSTED_PROXIES = proxies;
      return addressOf(headers);
    };
    expect([by(0), by(1), by(2), by(3), by(4)]).toEqual([
      '10.0.0.1',
      '2001:db8:0:0::/64',
      '2.2.2.2',
      '1.1.1.1',
      '10.0.0.1',
    ]);
  });
});
