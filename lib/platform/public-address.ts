import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses that are not public, by IANA's special-purpose registries (RFC 6890 and its successors). */
const NOT_PUBLIC_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** Of 2000::/3, the only public part of IPv6, the ranges that are reserved or hold IPv4 addresses. */
const NOT_PUBLIC_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

function list(subnets: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const blocked = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits] = subnet.split('/');
    blocked.addSubnet(address, Number(bits), family);
  }
  return blocked;
}

const notPublicIpv4 = list(NOT_PUBLIC_IPV4, 'ipv4');
const notPublicIpv6 = list(NOT_PUBLIC_IPV6, 'ipv6');
const globalIpv6 = list(['2000::/3'], 'ipv6');
const loopback = list(['127.0.0.0/8'], 'ipv4');

/**
 * Returns whether an IP address is one of the public internet: none of this computer, its network or its
 * host.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublicIpv4.check(address, 'ipv4');
  return isIP(address) === 6 && globalIpv6.check(address, 'ipv6') && !notPublicIpv6.check(address, 'ipv6');
}

/** Returns whether an IP address is one of this computer itself. */
export function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? loopback.check(address, 'ipv4') : address === '::1';
}

/** Networks of one organization or one computer (RFC 1918, 3927, 6598; RFC 4193, 4291). */
const privateIpv4 = list(
  ['10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'],
  'ipv4',
);
const privateIpv6 = list(['::1/128', 'fc00::/7', 'fe80::/10'], 'ipv6');

/** Names that no public name server knows (RFC 6761, 6762, 8375, and ICANN's `.internal`). */
const PRIVATE_NAME = /^[^.]+$|\.(localhost|local|internal|test|invalid|home\.arpa)$/;

/** @returns whether a URL is https and its host may be known outside of one's own network */
export function isPublicHttps(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 4) return !privateIpv4.check(host, 'ipv4');
  if (family === 6) return !privateIpv6.check(host, 'ipv6');
  return !PRIVATE_NAME.test(host);
}
