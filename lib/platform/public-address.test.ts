import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAllowedHost,
  isLoopbackAddress,
  isPublicAddress,
  isPublicHttps,
  namesHosts,
} from './public-address';

describe('isPublicAddress', () => {
  it.each([
    ...['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '192.0.1.0'],
    ...['11.0.0.0', '169.253.255.255', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ...['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:200::1'],
  ])('%s is a public address', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.0.0.8',
      '192.0.2.1',
      '192.88.99.1',
      '192.168.0.1',
      '198.18.0.1',
      '198.51.100.1',
    ],
    ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::808:808',
      '100::1',
      'fc00::1',
      'fd12::1',
    ],
    ...[
      'fe80::1',
      'fec0::1',
      'ff02::1',
      '2001::1',
      '2001:db8::1',
      '2002:7f00:1::',
      '3fff::1',
      'fe80::1%eth0',
    ],
    ...['', 'localhost', 'example.com', '1.2.3', '0x7f.1', '01.1.1.1'],
  ])('%s is not a public address', (address) => expect(isPublicAddress(address)).toBe(false));

  it('no address of this computer is public, in either family', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), (four, six) => {
        for (const address of [four, six])
          expect(isPublicAddress(address) && isLoopbackAddress(address)).toBe(false);
        expect(isPublicAddress(`::ffff:${four}`)).toBe(false);
      }),
    );
    for (const address of ['127.0.0.1', '127.9.9.9', '::1']) expect(isLoopbackAddress(address)).toBe(true);
    for (const address of ['128.0.0.1', '::2', 'localhost']) expect(isLoopbackAddress(address)).toBe(false);
  });
});

describe('isPublicHttps', () => {
  it.each([
    'https://usher.example.com',
    'https://example.com:8443/a',
    'https://93.184.215.14',
    'https://[2606:4700:4700::1111]',
  ])('says yes to %s', (url) => expect(isPublicHttps(url)).toBe(true));

  it.each([
    'http://usher.example.com',
    'https://localhost:3000',
    'https://usher',
    'https://usher.local',
    'https://a.internal',
    'https://127.0.0.1',
    'https://10.1.2.3',
    'https://172.20.0.1',
    'https://192.168.1.4',
    'https://100.64.0.1',
    'https://[::1]:3000',
    'https://[fd00::1]',
  ])('says no to %s', (url) => expect(isPublicHttps(url)).toBe(false));
});

describe('namesHosts', () => {
  it.each([
    'hooks',
    'hooks.example.internal',
    '10.1.2.3',
    '10.1.0.0/16',
    'fd00::1',
    'fd00:1::/32',
    '0.0.0.0/0',
  ])('takes %s', (text) => expect(namesHosts(text)).toBe(true));
  it.each([
    ...['', '*', '*.example.com', '.example.com', 'example.com.', 'http://hooks', 'hooks:8080', 'a_b', '-a'],
    ...[
      '10.1.0.0/33',
      '10.1/16',
      '10.1.2',
      '1.2.3.4.5',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      'fd00::/129',
      'hooks/8',
    ],
  ])('refuses %s', (text) => expect(namesHosts(text)).toBe(false));
});

it('an operator allows a host by its name, its address or its subnet', () => {
  const allowed = ['hooks.internal', '10.1.0.0/16', '192.168.7.7', 'fd00:1::/32'];
  const isAllowed = (host: string, address: string) => isAllowedHost({ host, address }, allowed);
  for (const [host, address] of [
    ['hooks.internal', '172.16.0.1'],
    ['HOOKS.internal.', 'fd99::1'],
    ['any.example.com', '10.1.255.1'],
    ['any.example.com', '192.168.7.7'],
    ['any.example.com', 'fd00:1:2::1'],
  ] as const)
    expect(isAllowed(host, address), `${host} ${address}`).toBe(true);
  for (const [host, address] of [
    ['a.hooks.internal', '172.16.0.1'],
    ['hooks.internal.example.com', '172.16.0.1'],
    ['any.example.com', '10.2.0.1'],
    ['any.example.com', '192.168.7.8'],
    ['any.example.com', 'fd00:2::1'],
    ['any.example.com', '::ffff:10.1.0.1'],
  ] as const)
    expect(isAllowed(host, address), `${host} ${address}`).toBe(false);
});
