import { isIP, isIPv4 } from 'node:net';
import { env } from '@/lib/platform/env';
import { PEER_HEADER, UNKNOWN_PEER } from './adjust-requests';

/**
 * Returns the address by which a sender's requests are counted: an IPv4 address, or the /64 network of an IPv6 address,
 * which is what one subscriber gets (RFC 6177). `X-Forwarded-For` counts only for as many proxies as TRUSTED_PROXIES says
 * stand before the app: each of them appends the address it was called from, and the client may have sent what is before.
 */
export function clientAddress(request: { headers: Pick<Headers, 'get'> }): string {
  const peer = request.headers.get(PEER_HEADER) ?? UNKNOWN_PEER;
  const { TRUSTED_PROXIES } = env();
  if (TRUSTED_PROXIES === 0) return networkOf(peer) ?? UNKNOWN_PEER;
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',');
  return networkOf(forwarded.at(-TRUSTED_PROXIES) ?? '') ?? networkOf(peer) ?? UNKNOWN_PEER;
}

/** Returns the address, or the network, of a text in one spelling; null when the text is not an address. */
function networkOf(text: string): string | null {
  const address = withoutPort(text.trim().toLowerCase());
  if (isIPv4(address)) return address;
  if (isIP(address) === 0) return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Returns an address without its port: some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  return (
    /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address
  );
}
