import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import { env } from '@/lib/platform/env';

/** Holds the address a request's connection comes from. Only `stampPeers` writes it. */
const PEER_HEADER = 'x-usher-peer';
const UNKNOWN = 'unknown';

/**
 * From now on each request that this process's servers take says where its connection comes from, in a header that
 * overwrites whatever the client sent under that name: a route sees headers only, and `X-Forwarded-For` is anybody's word.
 */
export function stampPeers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? UNKNOWN;
  });
}

/**
 * Who sends a request, as far as limits go: an IPv4 address, or the /64 network of an IPv6 one, which is what one
 * subscriber is given (RFC 6177). `X-Forwarded-For` counts only for as many proxies as TRUSTED_PROXIES says stand
 * before the app: each adds the address it was called from at the end, and what stands before those was sent by the client.
 */
export function clientAddress(request: Request): string {
  const peer = request.headers.get(PEER_HEADER) ?? UNKNOWN;
  const { TRUSTED_PROXIES } = env();
  if (TRUSTED_PROXIES === 0) return networkOf(peer) ?? UNKNOWN;
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',');
  return networkOf(forwarded.at(-TRUSTED_PROXIES) ?? '') ?? networkOf(peer) ?? UNKNOWN;
}

/** @returns null for what is no address */
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

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  return (
    /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address
  );
}
