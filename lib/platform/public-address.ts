import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses that are not public, by IANA's special-purpose registries (RFC 6890 and its successors). */
const NOT_PUBLIC_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  // Azure's host, which answers with the credentials of the machine like 169.254.169.254.
  '168.63.129.16/32',
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** Of 2000::/3, the only public part of IPv6, the ranges that are reserved or hold IPv4 addresses. */
const NOT_PUBLIC_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

function list(subnets: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const blocked = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits = family === 'ipv4' ? '32' : '128'] = subnet.split('/');
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

/** Names that no public name server knows (RFC 6761, 6762, 8375, and ICANN's `.internal`). */
const PRIVATE_NAME = /^[^.]+$|\.(localhost|local|internal|test|invalid|home\.arpa)$/;

/**
 * Returns whether the host of a URL may be one of the public internet: a public address, or a name that public name servers
 * may know. What such a name stands for shows only when it is looked up.
 */
export function isPublicHost(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  return isIP(host) === 0 ? !PRIVATE_NAME.test(host) : isPublicAddress(host);
}

/** Returns whether a URL is https and its host may be one of the public internet. */
export function isPublicHttps(url: string): boolean {
  return new URL(url).protocol === 'https:' && isPublicHost(url);
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Returns whether a text names hosts: a host name in lower case, an IP address, or a subnet (`10.1.0.0/16`). */
export function namesHosts(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0) return bits === undefined && HOST_NAME.test(text) && !/\.\d+$/.test(text);
  const isSize = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
  return isSize && rest.length === 0;
}

/**
 * Returns whether an operator allows an address although it is not public: by its host name, by the address, or by its subnet.
 * @param allowed host names, addresses and subnets (namesHosts)
 */
export function isAllowedHost(
  { host, address }: { host: string; address: string },
  allowed: string[],
): boolean {
  if (allowed.includes(host.toLowerCase().replace(/\.$/, ''))) return true;
  const family = isIPv4(address) ? 4 : 6;
  const subnets = allowed.filter((one) => isIP(one.split('/')[0] ?? '') === family);
  const type = family === 4 ? 'ipv4' : 'ipv6';
  return list(subnets, type).check(address, type);
}
